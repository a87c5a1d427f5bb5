import { Injectable } from '@nestjs/common';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { ClientNotFound } from '../clients.errors.js';
import { clientErased } from '../clients.events.js';
import { clientReach } from '../clients.queries.js';
import { ClientMerged } from '../merges/merges.errors.js';
import { PersonalData } from './personal-data.js';
import type { Erasure, ErasureRequest } from './privacy.dto.js';
import { ErasedAlready, ErasureRefused } from './privacy.errors.js';
import { Privacy } from './privacy.permissions.js';
import { PrivacyQueries, recordsOf } from './privacy.queries.js';

const WHY = 'erasure of a person';

interface Emptied {
  rows: number;
  changes: number;
}

/** Somebody is forgotten: names, ways to reach them and free words go, also from the trail; ledgers and counts stay. */
@Injectable()
export class PrivacyService {
  constructor(
    private readonly personal: PersonalData,
    private readonly queries: PrivacyQueries,
    private readonly events: Events,
  ) {}

  async erase(tx: Tx, clientId: string, input: ErasureRequest): Promise<Erasure> {
    const { branchId } = await hold(tx, clientId);
    const { reason, requestedBy, forceReason = null } = input;
    const reasons = await this.personal.obstacles(tx, clientId);
    if (reasons.length > 0 && forceReason === null) throw ErasureRefused({ reasons });

    const clients = await recordsOf(tx, clientId);
    const guardians = await leftAlone(tx, clients);
    const emptied = await this.emptyRows(tx, clients, guardians);
    await this.personal.erase(tx, clients);
    await emptyPeople(tx, clients, guardians);
    emptied.changes += await redact(tx, 'clients', clients);
    emptied.changes += await redact(tx, 'guardians', guardians);

    const id = newId();
    const outcome = { clients: clients.length, guardians: guardians.length, ...emptied };
    await tx.run(sql`
      insert into erasures (id, client_id, branch_id, requested_by, reason, force_reason, outcome)
      values (${id}, ${clientId}, ${branchId}, ${requestedBy}, ${reason}, ${forceReason}, ${JSON.stringify(outcome)}::jsonb)`);
    await this.events.record(tx, clientErased({ clientId }), { subjectId: clientId, branchId });
    return this.queries.erasure(tx, id);
  }

  /** Whatever refers to them, as far as a column says that it is personal. */
  private async emptyRows(tx: Tx, clients: string[], guardians: string[]): Promise<Emptied> {
    const reached = await tx.query<{ table: string; ids: string[] }>(sql`
      select table_name as table, ids from rows_of_people(${clients}::uuid[], ${guardians}::uuid[])
      where cardinality(personal_columns(table_name)) > 0`);
    const total = { rows: 0, changes: 0 };
    for (const { table, ids } of reached) {
      const { rows, changes } = await tx.one<Emptied>(
        sql`select rows, changes from erase_rows(${table}, ${ids}::text[], ${WHY})`,
      );
      total.rows += rows;
      total.changes += changes;
    }
    return total;
  }
}

async function hold(tx: Tx, id: string): Promise<{ branchId: string }> {
  const client = await tx.find<{
    branchId: string;
    mergedIntoId: string | null;
    erasedAt: string | null;
  }>(sql`
    select r.branch_id as "branchId", r.merged_into_id as "mergedIntoId", r.erased_at as "erasedAt" from clients r
    where r.id = ${id} and ${clientReach(tx.actor, Privacy.erase, 'r')} for update`);
  if (client === null) throw ClientNotFound({ id });
  if (client.mergedIntoId !== null) throw ClientMerged({ id, mergedIntoId: client.mergedIntoId });
  if (client.erasedAt !== null) throw ErasedAlready({ id });
  return client;
}

/** Guardians of these who stand for nobody else, and records that became them. */
async function leftAlone(tx: Tx, clientIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    with recursive alone as (
      select g.id from guardians g
      where exists (select from client_guardians l where l.guardian_id = g.id and l.client_id = any (${clientIds}::uuid[]))
        and not exists (
          select from client_guardians l join clients c on c.id = l.client_id
          where l.guardian_id = g.id and l.client_id <> all (${clientIds}::uuid[]) and c.erased_at is null)
      union
      select d.id from guardians d join alone a on d.merged_into_id = a.id
    )
    select g.id from guardians g where g.id in (select id from alone) order by g.id for update`);
  return rows.map(({ id }) => id);
}

/** The year of birth stays, for what is counted by age. */
async function emptyPeople(tx: Tx, clients: readonly string[], guardians: readonly string[]): Promise<void> {
  await tx.run(sql`
    update clients set last_name = '—', first_name = '—', middle_name = null, birth_date = date_trunc('year', birth_date)::date, phones = '{}',
      email = null, address = null, external_id = null, source = null, tags = '{}', interests = '{}', preferences = null, wishes = null,
      status_reason = case when status = 'left' and status_reason_id is null then '—' end, search_text = '', erased_at = announced_now()
    where id = any (${clients}::uuid[])`);
  await tx.run(sql`
    update guardians set last_name = '—', first_name = '—', middle_name = null, phones = '{}', email = null, search_text = '',
      erased_at = announced_now()
    where id = any (${guardians}::uuid[])`);
}

const redact = async (tx: Tx, table: 'clients' | 'guardians', ids: readonly string[]): Promise<number> =>
  (
    await tx.one<{ count: number }>(
      sql`select redact_trail(${table}, ${ids}::text[], personal_columns(${table}), ${WHY}) as count`,
    )
  ).count;
