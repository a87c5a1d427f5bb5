import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { Side } from './merge.rules.js';
import { writeColumns } from '../../../platform/database/versioned.js';

/** What can become another record of its kind. */
export type Target = 'clients' | 'guardians' | 'payer_accounts';

export interface MovedRows {
  target: Target;
  table: string;
  column: string;
  idType: string;
  from: string;
  to: string;
  ids: string[];
}

/** A row that stays with the duplicate, and why. */
export interface KeptRow {
  table: string;
  id: string;
  why: string;
}

/** Columns that a merge set to something else; no personal values. */
export interface ChangedRow {
  table: string;
  id: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

/**
 * References that a merge leaves alone, each with its reason. Every other foreign key to a client, a guardian or an
 * account is moved, also those of tables that nobody has thought of yet.
 */
export const notMoved: Readonly<Record<string, string>> = {
  'client_merges.survivor_id': 'says who became whom',
  'client_merges.duplicate_id': 'says who became whom',
  'guardian_merges.survivor_id': 'says who became whom',
  'guardian_merges.duplicate_id': 'says who became whom',
  'erasures.client_id': 'says whose record was erased',
  'client_status_changes.client_id':
    'the history of a record stays with the record; its status is not merged',
};

/** A merge while it is made: what it moves, keeps and changes is remembered, so that it can be taken back. */
export class MergeWork {
  readonly moved: MovedRows[] = [];
  readonly kept: KeptRow[] = [];
  readonly changed: ChangedRow[] = [];
  /** What a part must know to take back its own, by its name. */
  readonly notes: Record<string, unknown> = {};

  constructor(
    readonly tx: Tx,
    readonly kind: 'client' | 'guardian',
    readonly survivorId: string,
    readonly duplicateId: string,
    readonly mergeId: string,
    /** Which record somebody chose for a member. */
    readonly fields: Readonly<Record<string, Side | undefined>> = {},
  ) {}

  /** These rows stay with the duplicate. */
  keep(table: string, ids: readonly string[], why: string): void {
    this.kept.push(...ids.map((id) => ({ table, id, why })));
  }

  /** Sets columns of one row. */
  async change(table: string, id: string, after: Record<string, unknown>): Promise<void> {
    const { row } = await this.tx.one<{ row: Record<string, unknown> }>(
      sql`select to_jsonb(t) as row from ${sql.ident(table)} t where t.id = ${id} for update`,
    );
    const before = Object.fromEntries(Object.keys(after).map((column) => [column, row[column] ?? null]));
    await writeColumns(this.tx, table, id, after);
    this.changed.push({ table, id, before, after });
  }

  /** Everything that refers to one record refers to the other from now on, but for what is kept. */
  async move(target: Target, from: string, to: string): Promise<void> {
    const references = await this.tx.query<{ table: string; column: string; idType: string }>(sql`
      select table_name as table, column_name as column, id_type as "idType" from references_to(${target})`);
    for (const reference of references) await this.moveReference(target, reference, from, to);
  }

  private async moveReference(
    target: Target,
    { table, column, idType }: { table: string; column: string; idType: string },
    from: string,
    to: string,
  ): Promise<void> {
    if (`${table}.${column}` in notMoved) return;
    const stays = this.kept.filter((row) => row.table === table).map((row) => row.id);
    const { moved, kept } = await this.tx.one<{ moved: string[]; kept: string[] }>(sql`
      select moved, kept from move_references(${table}, ${column}, ${idType}, ${from}, ${to}, ${stays}::text[])`);
    if (moved.length > 0) this.moved.push({ target, table, column, idType, from, to, ids: moved });
    this.keep(table, kept, 'survivor-has-it');
  }
}
