import { Injectable } from '@nestjs/common';
import type { Actor, Scope } from '../../kernel/actor.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../platform/database/versioned.js';
import type { User, UserPatch, UserRequest } from './access.dto.js';
import { RoleRow, UserRow } from './access.entity.js';
import { GrantTooWide, PasswordWrong, UserNotFound } from './access.errors.js';
import { ActorLoader, isWithin, widest } from './actor-loader.js';
import { hashPassword, isPassword } from './passwords.js';
import { defaultRoles } from './role-defaults.js';
import { SessionsService } from './sessions.service.js';
import { UsersQueries, userReach } from './users.queries.js';

/** Users and their roles. Nobody grants more than they have. */
@Injectable()
export class UsersService {
  constructor(
    private readonly queries: UsersQueries,
    private readonly sessions: SessionsService,
    private readonly actors: ActorLoader,
  ) {}

  /** Makes the default roles that are missing, and brings their permissions up to date. */
  async ensureRoles(tx: Tx): Promise<void> {
    const there = await tx.query<{ id: string; code: string; permissions: Record<string, Scope> }>(
      sql`select id, code, permissions from roles`,
    );
    for (const role of defaultRoles) {
      const found = there.find((one) => one.code === role.code);
      if (found === undefined) await tx.insert(RoleRow, { id: newId(), ...role });
    }
  }

  async create(tx: Tx, input: UserRequest): Promise<User> {
    await this.checkGrant(tx, input.roles, input.branchIds);
    await checkEmployee(tx, input.employeeId ?? null);
    const id = newId();
    await tx.insert(UserRow, {
      id,
      login: input.login,
      name: input.name,
      passwordHash: await hashPassword(input.password),
      roleCodes: input.roles,
      branchIds: input.branchIds,
      employeeId: input.employeeId ?? null,
      isActive: true,
    });
    return this.queries.get(tx, tx.actor, id);
  }

  async change(tx: Tx, id: string, patch: UserPatch, base: EditBase): Promise<User> {
    const { roles, ...rest } = patch;
    if (roles !== undefined || patch.branchIds !== undefined)
      await this.checkGrant(tx, roles ?? [], patch.branchIds ?? []);
    await checkEmployee(tx, patch.employeeId ?? null);
    await editRecord(tx, {
      table: 'users',
      id,
      patch: { ...rest, roleCodes: roles },
      base,
      notFound: UserNotFound,
      reach: userReach(tx.actor, 'r'),
    });
    if (patch.isActive === false) await this.sessions.endSessions(tx, id, {}, 'user_disabled');
    this.actors.forgetAll();
    return this.queries.get(tx, tx.actor, id);
  }

  /** Changes one's own password; the other sessions end. */
  async changePassword(tx: Tx, currentPassword: string, newPassword: string): Promise<void> {
    const userId = tx.actor.userId ?? '';
    const { hash } = await tx.one<{ hash: string }>(
      sql`select password_hash as hash from users where id = ${userId} for update`,
    );
    if (!(await isPassword(hash, currentPassword))) throw PasswordWrong();
    await tx.update(UserRow, userId, { passwordHash: await hashPassword(newPassword) });
    await this.sessions.endSessions(
      tx,
      userId,
      { exceptId: tx.actor.sessionId ?? userId },
      'password_changed',
    );
  }

  private async checkGrant(tx: Tx, roles: readonly string[], branchIds: readonly string[]): Promise<void> {
    const found = await tx.query<{ code: string; permissions: Record<string, Scope> }>(
      sql`select code, permissions from roles where code = any (${roles})`,
    );
    const branches = await tx.query<{ id: string }>(
      sql`select id from branches where id = any (${branchIds}::uuid[])`,
    );
    const faults = [
      ...roles.flatMap((code, index) =>
        found.some((role) => role.code === code) ? [] : [unknownReference(`/roles/${String(index)}`)],
      ),
      ...branchIds.flatMap((id, index) =>
        branches.some((one) => one.id === id) ? [] : [unknownReference(`/branchIds/${String(index)}`)],
      ),
    ];
    if (faults.length > 0) throw invalid(faults);
    const tooWide = found.find((role) => !mayGrant(tx.actor, role.permissions, branchIds));
    if (tooWide !== undefined) throw GrantTooWide({ role: tooWide.code });
  }
}

function mayGrant(
  actor: Actor,
  permissions: Readonly<Record<string, Scope>>,
  branchIds: readonly string[],
): boolean {
  if (actor.kind === 'system') return true;
  const everywhere = [...actor.permissions.values()].includes('all');
  if (!everywhere && branchIds.some((id) => !actor.branchIds.includes(id))) return false;
  return isWithin(widest([permissions]), actor.permissions);
}

async function checkEmployee(tx: Tx, employeeId: string | null): Promise<void> {
  if (employeeId === null) return;
  const found = await tx.find(sql`select 1 from employees where id = ${employeeId}`);
  if (found === null) throw invalid([unknownReference('/employeeId')]);
}
