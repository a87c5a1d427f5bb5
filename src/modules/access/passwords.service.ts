import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { systemActor } from '../../kernel/actor.js';
import { invalid } from '../../kernel/faults.js';
import { addMinutes } from '../../platform/clock/clock.js';
import { Db } from '../../platform/database/db.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import type { PasswordReset } from './passwords.dto.js';
import { UserRow } from './access.entity.js';
import { PasswordWrong, ResetRefused } from './access.errors.js';
import { passwordFaults } from './password.rules.js';
import { hashPassword, isPassword } from './passwords.js';
import { SessionsService } from './sessions.service.js';
import { UsersService } from './users.service.js';

const RESET_MINUTES = 24 * 60;

/** Changing one's own password, and the way back in for who has forgotten it. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly db: Db,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
  ) {}

  /** Changes one's own password; the other sessions end. */
  async change(tx: Tx, currentPassword: string, newPassword: string): Promise<void> {
    const userId = tx.actor.userId ?? '';
    const { hash } = await tx.one<{ hash: string }>(
      sql`select password_hash as hash from users where id = ${userId} for update`,
    );
    if (!(await isPassword(hash, currentPassword))) throw PasswordWrong();
    await this.keep(tx, { id: userId, login: tx.actor.login }, newPassword);
    const exceptId = tx.actor.sessionId ?? userId;
    await this.sessions.endSessions(tx, userId, { exceptId }, 'password_changed');
  }

  /** A token to hand to the user; an earlier one that was not used is worth nothing from now on. */
  async offerReset(tx: Tx, userId: string): Promise<PasswordReset> {
    const user = await this.users.hold(tx, userId);
    await tx.run(
      sql`update password_resets set used_at = ${tx.now} where user_id = ${user.id} and used_at is null`,
    );
    const token = randomBytes(32).toString('base64url');
    const [id, expiresAt] = [newId(), addMinutes(tx.now, RESET_MINUTES)];
    await tx.run(sql`insert into password_resets (id, user_id, hash, expires_at)
      values (${id}, ${user.id}, ${hashOf(token)}, ${expiresAt})`);
    return { id, userId: user.id, token, expiresAt };
  }

  /** Sets a new password by a token; every session of the user ends, and so does a lock. */
  reset(token: string, newPassword: string, requestId: string): Promise<void> {
    return this.db.tx(systemActor('sign-in', requestId), async (tx) => {
      const found = await tx.find<{ id: string; userId: string; login: string }>(sql`
        select r.id, r.user_id as "userId", u.login from password_resets r join users u on u.id = r.user_id
        where r.hash = ${hashOf(token)} and r.used_at is null and r.expires_at > ${tx.now} and u.is_active
        for update of r`);
      if (found === null) throw ResetRefused();
      await this.keep(tx, { id: found.userId, login: found.login }, newPassword);
      await tx.run(sql`update password_resets set used_at = ${tx.now} where id = ${found.id}`);
      await tx.run(sql`delete from sign_in_failures where user_id = ${found.userId}`);
      await this.sessions.endSessions(tx, found.userId, {}, 'password_reset');
    });
  }

  private async keep(tx: Tx, user: { id: string; login: string }, password: string): Promise<void> {
    const faults = passwordFaults(password, user.login, '/newPassword');
    if (faults.length > 0) throw invalid(faults);
    await tx.update(UserRow, user.id, { passwordHash: await hashPassword(password) });
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
