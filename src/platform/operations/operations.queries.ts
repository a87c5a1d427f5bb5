import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, errorCatalogue, type Language } from '../../kernel/errors.js';
import { invalid } from '../../kernel/faults.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../database/db.js';
import { keysetPage } from '../database/keyset.js';
import type { Reader } from '../database/reader.js';
import { sql } from '../database/sql.js';
import type { StoredFile } from '../files/files.js';
import { problemBody } from '../http/problem.js';
import { ownerOf, STATUSES, type StoredError } from './operation.js';
import type { Operation, OperationListQuery } from './operations.dto.js';
import { OperationFileNotFound, OperationNotFound } from './operations.errors.js';
import { Operations } from './operations.js';

interface Row extends Omit<Operation, 'progress' | 'error'> {
  done: number;
  total: number | null;
  error: StoredError | null;
  requestId: string | null;
}

const OPERATION = sql`
  select o.id, o.kind, o.status, o.done, o.total, o.result, o.error, o.request_id as "requestId",
         o.created_at as "createdAt", o.started_at as "startedAt", o.finished_at as "finishedAt",
         o.cancel_requested_at as "cancelRequestedAt",
         coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'mediaType', f.media_type, 'size', f.size,
             'expiresAt', utc(f.expires_at), 'href', '/v1/operations/' || o.id || '/files/' || f.id) order by f.id)
           from operation_files l join files f on f.id = l.file_id where l.operation_id = o.id), '[]') as files
  from operations o`;

const FINISHED = ['succeeded', 'failed', 'cancelled'];
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 250;

/** Operations of the one who asks; those of others are not there. */
@Injectable()
export class OperationsQueries {
  constructor(
    private readonly db: Db,
    private readonly operations: Operations,
  ) {}

  async list(actor: Actor, query: OperationListQuery, language: Language): Promise<Page<Operation>> {
    const statuses = query.status === undefined ? null : statusesOf(query.status);
    const page = await keysetPage<Row>(this.db, {
      query,
      sorts: { createdAt: { column: sql`o.created_at`, type: 'timestamptz' } },
      defaultSort: '-createdAt',
      id: sql`o.id`,
      select: OPERATION,
      where: [
        sql`o.owner = ${ownerOf(actor)}`,
        statuses !== null && sql`o.status = any (${statuses}::text[])`,
        query.kind !== undefined && sql`o.kind = ${query.kind}`,
      ],
    });
    return { ...page, items: page.items.map((row) => this.shown(row, language)) };
  }

  async get(reader: Reader, actor: Actor, id: string, language: Language): Promise<Operation> {
    const row = await reader.find<Row>(sql`${OPERATION} where o.id = ${id} and o.owner = ${ownerOf(actor)}`);
    if (row === null) throw OperationNotFound({ id });
    return this.shown(row, language);
  }

  find(actor: Actor, id: string, language: Language): Promise<Operation> {
    return this.get(this.db, actor, id, language);
  }

  /** Waits for the end, no longer than asked; null when it is still under way then. */
  async whenFinished(
    actor: Actor,
    id: string,
    { seconds, language }: { seconds: number; language: Language },
  ): Promise<Operation | null> {
    const until = performance.now() + seconds * 1000;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
      const ended = await this.db.find(sql`
        select 1 from operations where id = ${id} and status = any (${FINISHED}::text[])`);
      if (ended !== null) return this.find(actor, id, language);
      if (performance.now() + pause > until) return null;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  async file(actor: Actor, id: string, fileId: string): Promise<StoredFile> {
    const file = await this.db.find<StoredFile>(sql`
      select f.id, f.name, f.media_type as "mediaType", f.size, f.sha256
      from operation_files l join files f on f.id = l.file_id join operations o on o.id = l.operation_id
      where o.id = ${id} and o.owner = ${ownerOf(actor)} and f.id = ${fileId}`);
    if (file === null) throw OperationFileNotFound({ id: fileId });
    return file;
  }

  private shown({ done, total, error, requestId, result, ...row }: Row, language: Language): Operation {
    const present = this.operations.find(row.kind)?.present;
    return {
      id: row.id,
      kind: row.kind,
      status: row.status,
      progress: { percent: percentOf(row.status, done, total), done, total },
      result: result === null || present === undefined ? result : present(result, language),
      error: error === null ? null : problemOf(error, { id: row.id, requestId, language }),
      files: row.files,
      createdAt: row.createdAt,
      startedAt: row.startedAt,
      finishedAt: row.finishedAt,
      cancelRequestedAt: row.cancelRequestedAt,
    };
  }
}

/** Never 100 before the end. */
function percentOf(status: string, done: number, total: number | null): number | null {
  if (status === 'succeeded') return 100;
  if (total === null) return null;
  return total === 0 ? 0 : Math.min(99, Math.floor((done / total) * 100));
}

function problemOf(
  { code, params, faults }: StoredError,
  { id, requestId, language }: { id: string; requestId: string | null; language: Language },
): object {
  const definition = errorCatalogue().find((one) => one.code === code);
  if (definition === undefined) return { code };
  const error = new DomainError(definition, params, faults === undefined ? {} : { faults });
  return problemBody(error, {
    language,
    method: 'POST',
    path: `/v1/operations/${id}`,
    requestId: requestId ?? id,
  });
}

function statusesOf(text: string): string[] {
  const asked = text.split(',').map((one) => one.trim());
  const unknown = asked.filter((one) => !(STATUSES as readonly string[]).includes(one));
  if (unknown.length === 0) return asked;
  throw invalid([
    {
      parameter: 'status',
      code: 'value.not-allowed',
      detail: `Give one or more of: ${STATUSES.join(', ')}.`,
      params: { constraint: 'isIn', limit: STATUSES.join(', ') },
    },
  ]);
}
