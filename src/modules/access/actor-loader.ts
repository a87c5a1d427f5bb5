import { Injectable } from '@nestjs/common';
import type { Actor, Scope } from '../../kernel/actor.js';
import { Clock } from '../../platform/clock/clock.js';
import { Db } from '../../platform/database/db.js';
import { sql } from '../../platform/database/sql.js';
import { widest } from './grant.rules.js';

interface Loaded {
  userId: string;
  login: string;
  name: string;
  employeeId: string | null;
  branchIds: string[];
  grants: Record<string, Scope>[] | null;
}

const KEPT_MS = 5_000;
const KEPT_AT_MOST = 10_000;

/**
 * Turns a session into its actor. Kept for five seconds: that is how long another process may still honour a session
 * that was ended here, or a role that was changed.
 */
@Injectable()
export class ActorLoader {
  private readonly kept = new Map<string, { actor: Actor | null; until: number }>();

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async load(sessionId: string): Promise<Actor | null> {
    const known = this.kept.get(sessionId);
    if (known !== undefined && known.until > performance.now()) return known.actor;
    const actor = await this.read(sessionId);
    if (this.kept.size >= KEPT_AT_MOST) this.kept.clear();
    this.kept.set(sessionId, { actor, until: performance.now() + KEPT_MS });
    return actor;
  }

  forget(sessionId: string): void {
    this.kept.delete(sessionId);
  }

  /** After a change of users or roles nobody here works on with what they had before. */
  forgetAll(): void {
    this.kept.clear();
  }

  private async read(sessionId: string): Promise<Actor | null> {
    const row = await this.db.find<Loaded>(sql`
      select u.id as "userId", u.login, u.name, u.employee_id as "employeeId", u.branch_ids as "branchIds",
             (select jsonb_agg(r.permissions) from roles r where r.code = any (u.role_codes)) as grants
      from sessions s join users u on u.id = s.user_id
      where s.id = ${sessionId} and s.ended_at is null and s.expires_at > ${this.clock.now()} and u.is_active`);
    if (row === null) return null;
    const { grants, ...who } = row;
    return { kind: 'user', ...who, permissions: widest(grants ?? []), sessionId };
  }
}
