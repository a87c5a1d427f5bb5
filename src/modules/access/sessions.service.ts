import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { systemActor } from '../../kernel/actor.js';
import { addMinutes, Clock } from '../../platform/clock/clock.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { Db } from '../../platform/database/db.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Timers } from '../../platform/events/timers.js';
import type { Tokens } from './sessions.dto.js';
import { RefreshRefused, SignInLocked, SignInRefused } from './access.errors.js';
import { ActorLoader } from './actor-loader.js';
import { decoyHash, isPassword } from './passwords.js';
import { lockSeconds } from './sign-in.rules.js';

/** Where a sign-in comes from. */
export interface Device {
  userAgent: string | null;
  address: string | null;
}

interface Candidate {
  id: string;
  passwordHash: string;
  lockedUntil: string | null;
}

const door = systemActor('sign-in');
const MINUTES_A_DAY = 1_440;

/** Sessions: a short access token, and a refresh token that is good once; used twice, the whole session ends. */
@Injectable()
export class SessionsService implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly jwt: JwtService,
    private readonly actors: ActorLoader,
    private readonly timers: Timers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.timers.every('day', 'sessions.expired', async (tx) => {
      await tx.run(
        sql`delete from refresh_tokens t using sessions s where s.id = t.session_id and s.expires_at < ${tx.now}::timestamptz - interval '7 days'`,
      );
    });
  }

  async signIn(login: string, password: string, device: Device): Promise<Tokens> {
    const candidate = await this.db.find<Candidate>(sql`
      select u.id, u.password_hash as "passwordHash", f.locked_until as "lockedUntil"
      from users u left join sign_in_failures f on f.user_id = u.id
      where u.login = ${login.toLowerCase()} and u.is_active`);
    if (candidate?.lockedUntil != null && candidate.lockedUntil > this.clock.now())
      throw locked(candidate.lockedUntil, this.clock.now());
    // An unknown login costs the same time as a wrong password.
    const right = await isPassword(candidate?.passwordHash ?? (await decoyHash), password);
    if (candidate === null) throw SignInRefused();
    if (!right) {
      await this.db.tx(door, (tx) => this.countFailure(tx, candidate.id));
      throw SignInRefused();
    }
    return this.db.tx(door, (tx) => this.open(tx, candidate.id, device));
  }

  /** Gives new tokens for a refresh token. A token shown a second time was stolen from someone: the session ends. */
  async refresh(token: string): Promise<Tokens> {
    const tokens = await this.db.tx(door, async (tx) => {
      const found = await tx.find<{ sessionId: string; userId: string; usedAt: string | null }>(sql`
        select t.session_id as "sessionId", s.user_id as "userId", t.used_at as "usedAt"
        from refresh_tokens t join sessions s on s.id = t.session_id join users u on u.id = s.user_id
        where t.hash = ${hashOf(token)} and s.ended_at is null and s.expires_at > ${tx.now} and u.is_active
        for update of s, t`);
      if (found === null) return null;
      if (found.usedAt !== null) {
        await this.end(tx, sql`id = ${found.sessionId}`, 'token_reused');
        return null;
      }
      await tx.run(sql`update refresh_tokens set used_at = ${tx.now} where hash = ${hashOf(token)}`);
      await tx.run(sql`update sessions set last_used_at = ${tx.now} where id = ${found.sessionId}`);
      return this.issue(tx, found.sessionId, found.userId);
    });
    if (tokens === null) throw RefreshRefused();
    return tokens;
  }

  /** Ends sessions of a user: one, or all (but `exceptId`). */
  async endSessions(
    tx: Tx,
    userId: string,
    only: { id?: string; exceptId?: string },
    reason: string,
  ): Promise<void> {
    const conditions = [
      sql`user_id = ${userId}`,
      only.id !== undefined && sql`id = ${only.id}`,
      only.exceptId !== undefined && sql`id <> ${only.exceptId}`,
    ];
    await this.end(tx, sql.and(conditions), reason);
  }

  private async end(tx: Tx, which: ReturnType<typeof sql>, reason: string): Promise<void> {
    const ended = await tx.query<{ id: string }>(
      sql`update sessions set ended_at = ${tx.now}, end_reason = ${reason} where ${which} and ended_at is null returning id`,
    );
    for (const { id } of ended) this.actors.forget(id);
  }

  private async countFailure(tx: Tx, userId: string): Promise<void> {
    const { failures } = await tx.one<{ failures: number }>(sql`
      insert into sign_in_failures as f (user_id, failures) values (${userId}, 1)
      on conflict (user_id) do update set failures = f.failures + 1 returning failures`);
    const seconds = lockSeconds(failures);
    if (seconds === 0) return;
    await tx.run(
      sql`update sign_in_failures set locked_until = ${tx.now}::timestamptz + make_interval(secs => ${seconds}) where user_id = ${userId}`,
    );
  }

  private async open(tx: Tx, userId: string, device: Device): Promise<Tokens> {
    const id = newId();
    await tx.run(sql`delete from sign_in_failures where user_id = ${userId}`);
    await tx.run(sql`
      insert into sessions (id, user_id, created_at, last_used_at, expires_at, user_agent, address)
      values (${id}, ${userId}, ${tx.now}, ${tx.now}, ${addMinutes(tx.now, this.config.REFRESH_TOKEN_DAYS * MINUTES_A_DAY)},
              ${device.userAgent?.slice(0, 300) ?? null}, ${device.address})`);
    return this.issue(tx, id, userId);
  }

  private async issue(tx: Tx, sessionId: string, userId: string): Promise<Tokens> {
    const refreshToken = randomBytes(32).toString('base64url');
    await tx.run(
      sql`insert into refresh_tokens (hash, session_id, issued_at) values (${hashOf(refreshToken)}, ${sessionId}, ${tx.now})`,
    );
    const expiresIn = this.config.ACCESS_TOKEN_MINUTES * 60;
    const accessToken = await this.jwt.signAsync({ sub: userId, sid: sessionId }, { expiresIn });
    return { accessToken, refreshToken, tokenType: 'Bearer', expiresIn };
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

function locked(until: string, now: string) {
  const seconds = Math.max(1, Math.ceil((Date.parse(until) - Date.parse(now)) / 1000));
  return SignInLocked({ seconds }, { retryAfterSeconds: seconds });
}
