import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Fault } from '../../../kernel/errors.js';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { newId } from '../../../platform/database/ids.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import { Events } from '../../../platform/events/events.js';
import { Files } from '../../../platform/files/files.js';
import { takeClient } from '../client-in-hand.js';
import { ClientNotFound } from '../clients.errors.js';
import { clientReach } from '../clients.queries.js';
import type { Result, ResultListQuery, ResultPatch, ResultRequest } from './results.dto.js';
import { ResultRow } from './results.entity.js';
import { ResultNotFound } from './results.errors.js';
import { resultAdded } from './results.events.js';
import { Results } from './results.permissions.js';

const RESULT = sql`
  select s.id, s.client_id as "clientId", s.kind, s.title, s.text, s.on_date as "onDate", s.activity_id as "activityId", s.issuer,
         (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'mediaType', f.media_type, 'size', f.size) order by f.id), '[]')
          from result_files l join files f on f.id = l.id where l.result_id = s.id) as files,
         s.version, s.created_at as "createdAt", s.created_by as "createdBy", s.updated_at as "updatedAt", s.updated_by as "updatedBy"
  from results s`;

/** What clients achieved, or were given. */
@Injectable()
export class ResultsService {
  constructor(
    private readonly db: Db,
    private readonly files: Files,
    private readonly events: Events,
  ) {}

  async list(actor: Actor, clientId: string, query: ResultListQuery): Promise<Page<Result>> {
    await this.refuseOutOfReach(actor, clientId);
    return keysetPage<Result>(this.db, {
      query,
      sorts: {
        onDate: { column: sql`s.on_date`, type: 'date' },
        createdAt: { column: sql`s.created_at`, type: 'timestamptz' },
      },
      defaultSort: '-onDate',
      id: sql`s.id`,
      select: RESULT,
      where: [
        sql`s.client_id = ${clientId}`,
        query.kind !== undefined && sql`s.kind = any (${query.kind})`,
        query.activityId !== undefined && sql`s.activity_id = ${query.activityId}`,
        query.from !== undefined && sql`s.on_date >= ${query.from}`,
        query.to !== undefined && sql`s.on_date < ${query.to}`,
      ],
    });
  }

  async getFor(actor: Actor, clientId: string, id: string): Promise<Result> {
    await this.refuseOutOfReach(actor, clientId);
    return this.get(this.db, clientId, id);
  }

  async get(reader: Reader, clientId: string, id: string): Promise<Result> {
    const result = await reader.find<Result>(sql`${RESULT} where s.id = ${id} and s.client_id = ${clientId}`);
    if (result === null) throw ResultNotFound({ id });
    return result;
  }

  async add(tx: Tx, clientId: string, input: ResultRequest): Promise<Result> {
    const client = await takeClient(tx, clientId, Results.write);
    await refuseFaults(tx, input, client.today);
    const id = newId();
    const { kind, title, onDate, text = null, activityId = null, issuer = null } = input;
    await tx.insert(ResultRow, { id, clientId, kind, title, text, onDate, activityId, issuer });
    const place = { subjectId: clientId, branchId: client.branchId };
    await this.events.record(tx, resultAdded({ clientId, resultId: id, kind }), place);
    return this.get(tx, clientId, id);
  }

  async change(tx: Tx, clientId: string, id: string, patch: ResultPatch, base: EditBase): Promise<Result> {
    const client = await takeClient(tx, clientId, Results.write);
    await refuseFaults(tx, patch, client.today);
    const reach = sql`r.client_id = ${clientId}`;
    await editRecord(tx, { table: 'results', id, patch, base, notFound: ResultNotFound, reach });
    return this.get(tx, clientId, id);
  }

  /** Removes a result with its files; the trail keeps what it said. */
  async remove(tx: Tx, clientId: string, id: string): Promise<void> {
    await takeClient(tx, clientId, Results.write);
    const { files } = await this.get(tx, clientId, id);
    await tx.run(sql`delete from result_files where result_id = ${id}`);
    const ids = files.map((file) => file.id);
    await this.files.remove(tx, ids);
    await tx.run(sql`delete from results where id = ${id}`);
  }

  private async refuseOutOfReach(actor: Actor, clientId: string): Promise<void> {
    const client = await this.db.find(
      sql`select from clients c where c.id = ${clientId} and ${clientReach(actor, Results.read, 'c')}`,
    );
    if (client === null) throw ClientNotFound({ id: clientId });
  }
}

async function refuseFaults(tx: Tx, { onDate, activityId }: ResultPatch, today: LocalDate): Promise<void> {
  const faults: Fault[] = [];
  if (onDate !== undefined && onDate > today) {
    const detail = 'It happened today or earlier.';
    faults.push({ pointer: '/onDate', code: 'date.in-future', detail });
  }
  const activity =
    activityId == null || (await tx.find(sql`select from activities where id = ${activityId}`));
  if (activity === null) faults.push(unknownReference('/activityId'));
  if (faults.length > 0) throw invalid(faults);
}
