import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor, Scope } from '../../kernel/actor.js';
import { Db } from '../../platform/database/db.js';
import { sql } from '../../platform/database/sql.js';
import { ActorSource } from '../../platform/operations/actor-source.js';
import { widest } from './grant.rules.js';

/** Work that goes on without a session is done as the user, with what the user may do when it begins. */
@Injectable()
export class ActorsAtWork implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly source: ActorSource,
  ) {}

  onModuleInit(): void {
    this.source.use((userId) => this.load(userId));
  }

  private async load(userId: string): Promise<Actor | null> {
    const row = await this.db.find<
      Omit<Actor, 'kind' | 'permissions' | 'sessionId'> & { grants: Record<string, Scope>[] | null }
    >(sql`
      select u.id as "userId", u.login, u.name, u.employee_id as "employeeId", u.branch_ids as "branchIds",
             (select jsonb_agg(r.permissions) from roles r where r.code = any (u.role_codes)) as grants
      from users u where u.id = ${userId} and u.is_active`);
    if (row === null) return null;
    const { grants, ...who } = row;
    return { kind: 'user', ...who, permissions: widest(grants ?? []), sessionId: null };
  }
}
