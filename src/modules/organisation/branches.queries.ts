import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Branch, BranchListQuery } from './branches.dto.js';
import { BranchNotFound } from './organisation.errors.js';
import { Branches } from './organisation.permissions.js';

const BRANCH = sql`
  select b.id, b.code, b.name, b.time_zone as "timeZone", b.address, b.phone,
         b.payment_grace_days as "paymentGraceDays", b.archived_at is not null as "isArchived",
         b.version, b.created_at as "createdAt", b.created_by as "createdBy",
         b.updated_at as "updatedAt", b.updated_by as "updatedBy"
  from branches b`;

@Injectable()
export class BranchesQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: BranchListQuery): Promise<Page<Branch>> {
    const part = query.q === undefined ? null : `%${query.q.replace(/[\\%_]/g, '\\$&')}%`;
    return keysetPage<Branch>(this.db, {
      query,
      sorts: {
        name: { column: sql`b.name`, type: 'text' },
        code: { column: sql`b.code`, type: 'text' },
        createdAt: { column: sql`b.created_at`, type: 'timestamptz' },
        updatedAt: { column: sql`b.updated_at`, type: 'timestamptz' },
      },
      defaultSort: 'name',
      id: sql`b.id`,
      select: BRANCH,
      where: [
        within(actor),
        archivedIs(query.archived),
        part !== null && sql`(b.code ilike ${part} or b.name ilike ${part})`,
        query.updatedSince !== undefined && sql`b.updated_at >= ${query.updatedSince}::timestamptz`,
      ],
    });
  }

  /** One that the actor may see. */
  async getFor(actor: Actor, id: string): Promise<Branch> {
    const branch = await this.db.findQuickly<Branch>(sql`${BRANCH} where b.id = ${id} and ${within(actor)}`);
    if (branch === null) throw BranchNotFound({ id });
    return branch;
  }

  async find(reader: Reader, id: string): Promise<Branch | null> {
    return reader.find<Branch>(sql`${BRANCH} where b.id = ${id}`);
  }

  async get(reader: Reader, id: string): Promise<Branch> {
    const branch = await this.find(reader, id);
    if (branch === null) throw BranchNotFound({ id });
    return branch;
  }

  /** Those that are there, in no order. */
  getMany(reader: Reader, ids: readonly string[]): Promise<Branch[]> {
    return reader.query<Branch>(sql`${BRANCH} where b.id = any (${ids}::uuid[])`);
  }
}

const within = (actor: Actor): Sql => reach(actor, Branches.read, { branch: sql`b.id` });

function archivedIs(wanted = 'false'): Sql | null {
  if (wanted === 'any') return null;
  return wanted === 'true' ? sql`b.archived_at is not null` : sql`b.archived_at is null`;
}
