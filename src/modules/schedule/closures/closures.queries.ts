import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { reach } from '../../../platform/database/reach.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Closure, ClosureListQuery } from './closures.dto.js';
import { ClosureNotFound } from './closures.errors.js';
import { Closures } from './closures.permissions.js';

const CLOSURE = sql`
  select c.id, c.branch_id as "branchId", c.room_id as "roomId", c.name, c.kind, c.policy, c.from_on as "fromOn",
         c.to_on as "toOn", to_char(c.local_from, 'HH24:MI') as "localFrom", to_char(c.local_to, 'HH24:MI') as "localTo",
         c.code, c.lifted_at as "liftedAt", c.version, c.created_at as "createdAt", c.created_by as "createdBy",
         c.updated_at as "updatedAt", c.updated_by as "updatedBy"
  from closures c`;

/** A closure of all branches shuts everybody's, so everybody sees it. */
const within = (actor: Actor): Sql =>
  sql`(c.branch_id is null or ${reach(actor, Closures.read, { branch: sql`c.branch_id` })})`;

@Injectable()
export class ClosuresQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: ClosureListQuery): Promise<Page<Closure>> {
    const { branchId, from, to, kind, lifted = 'false' } = query;
    return keysetPage<Closure>(this.db, {
      query,
      sorts: {
        fromOn: { column: sql`c.from_on`, type: 'date' },
        createdAt: { column: sql`c.created_at`, type: 'timestamptz' },
      },
      defaultSort: 'fromOn',
      id: sql`c.id`,
      select: CLOSURE,
      where: [
        within(actor),
        branchId !== undefined && sql`(c.branch_id is null or c.branch_id = ${branchId})`,
        from !== undefined && sql`c.to_on >= ${from}::date`,
        to !== undefined && sql`c.from_on < ${to}::date`,
        kind !== undefined && sql`c.kind = ${kind}`,
        lifted !== 'any' && (lifted === 'true' ? sql`c.lifted_at is not null` : sql`c.lifted_at is null`),
      ],
    });
  }

  async getFor(actor: Actor, id: string): Promise<Closure> {
    const closure = await this.db.findQuickly<Closure>(
      sql`${CLOSURE} where c.id = ${id} and ${within(actor)}`,
    );
    if (closure === null) throw ClosureNotFound({ id });
    return closure;
  }

  async get(reader: Reader, id: string): Promise<Closure> {
    const closure = await reader.find<Closure>(sql`${CLOSURE} where c.id = ${id}`);
    if (closure === null) throw ClosureNotFound({ id });
    return closure;
  }
}
