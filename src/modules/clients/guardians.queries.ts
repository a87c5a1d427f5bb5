import { Injectable } from '@nestjs/common';
import { scopeOf, type Actor } from '../../kernel/actor.js';
import { CONTACTS } from '../../kernel/field-groups.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { masked, sees } from '../../platform/database/masked.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { GuardianNotFound } from './clients.errors.js';
import { Clients } from './clients.permissions.js';
import { clientReach, matches, namesHave, type Sought } from './clients.queries.js';
import type { Guardian, GuardianListQuery } from './guardians.dto.js';

/** Guardians the actor's branches registered, and those of every client within the actor's reach. */
export function guardianReach(actor: Actor, permission: string, alias: 'g' | 'r'): Sql {
  if (scopeOf(actor, permission) === 'all') return sql`true`;
  return sql`(${reach(actor, permission, { branch: sql.ident(`${alias}.branch_id`) })} or exists (
    select from client_guardians l join clients c on c.id = l.client_id
    where l.guardian_id = ${sql.ident(`${alias}.id`)} and ${clientReach(actor, permission, 'c')}))`;
}

@Injectable()
export class GuardiansQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: GuardianListQuery): Promise<Page<Guardian>> {
    return keysetPage<Guardian>(this.db, {
      query,
      sorts: {
        name: {
          column: sql`(g.last_name || ' ' || g.first_name)`,
          type: 'text',
          value: (row) => `${row.lastName} ${row.firstName}`,
        },
        createdAt: { column: sql`g.created_at`, type: 'timestamptz' },
      },
      defaultSort: 'name',
      id: sql`g.id`,
      select: guardianSelect(actor, Clients.read),
      where: [
        guardianReach(actor, Clients.read, 'g'),
        sql`g.merged_into_id is null`,
        query.q !== undefined && matches(searchText(actor), query.q),
      ],
      planWithValues: query.q !== undefined,
    });
  }

  async get(reader: Reader, actor: Actor, id: string, permission: string = Clients.read): Promise<Guardian> {
    const condition = sql`g.id = ${id} and ${guardianReach(actor, permission, 'g')}`;
    const guardian = await reader.find<Guardian>(
      sql`${guardianSelect(actor, permission)} where ${condition}`,
    );
    if (guardian === null) throw GuardianNotFound({ id });
    return guardian;
  }
}

function searchText(actor: Actor): Sought {
  const text = sql`g.search_text`;
  if (scopeOf(actor, CONTACTS.read) === 'all') return { text, digits: null };
  const seesPhones = sees(actor, CONTACTS, (needed) => guardianReach(actor, needed, 'g'));
  return { text, digits: (part) => sql`(${seesPhones} or ${namesHave('g', part)})` };
}

const contactOf = (actor: Actor, column: Sql): Sql =>
  masked(actor, CONTACTS, column, (needed) => guardianReach(actor, needed, 'g'));

/** A guardian with those of their clients whom the actor may see. */
const guardianSelect = (actor: Actor, permission: string): Sql => sql`
  select g.id, g.branch_id as "branchId", g.last_name as "lastName", g.first_name as "firstName", g.middle_name as "middleName",
         ${contactOf(actor, sql`g.phones`)} as phones, ${contactOf(actor, sql`g.email`)} as email,
         (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'number', c.number, 'lastName', c.last_name, 'firstName', c.first_name,
                                                       'relation', l.relation, 'isPayer', l.is_payer) order by c.id), '[]')
          from client_guardians l join clients c on c.id = l.client_id
          where l.guardian_id = g.id and c.merged_into_id is null and ${clientReach(actor, permission, 'c')}) as clients,
         g.merged_into_id as "mergedIntoId", g.version, g.created_at as "createdAt", g.created_by as "createdBy", g.updated_at as "updatedAt", g.updated_by as "updatedBy"
  from guardians g`;
