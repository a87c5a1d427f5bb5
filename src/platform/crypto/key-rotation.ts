import { Injectable } from '@nestjs/common';
import { systemActor } from '../../kernel/actor.js';
import { Db } from '../database/db.js';
import { sql } from '../database/sql.js';
import type { Tx } from '../database/tx.js';
import { Cipher } from './cipher.js';

/** A column that holds ciphertext; its table is kept with `keep_sealed_record` or `keep_sealed_ledger`. */
export interface SealedColumn {
  table: string;
  column: string;
  /** A column with a mark of something inside, and what it is the mark of. */
  mark?: { column: string; purpose: string; textOf: (opened: string) => string };
}

const BATCH = 200;

/** Encrypts anew with the newest key what older keys encrypted. Safe to repeat, to stop, and to run beside the application. */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly db: Db,
    private readonly cipher: Cipher,
  ) {}

  /** How many values of each column were encrypted anew. */
  async run(columns: readonly SealedColumn[]): Promise<Map<SealedColumn, number>> {
    const done = new Map<SealedColumn, number>();
    for (const column of columns) {
      let count = 0;
      for (let more = BATCH; more === BATCH; count += more)
        more = await this.db.tx(systemActor('rotation'), (tx) => this.batch(tx, column));
      done.set(column, count);
    }
    return done;
  }

  private async batch(tx: Tx, sealed: SealedColumn): Promise<number> {
    const { table, column, mark } = sealed;
    const [name, field] = [sql.ident(table), sql.ident(column)];
    await tx.run(sql`select set_config('kruzhok.rotating', 'on', true)`);
    const rows = await tx.query<{ id: string; sealed: string }>(sql`
      select id, ${field} as sealed from ${name} where split_part(${field}, ':', 1) <> ${this.cipher.newestKeyId} and ${field} like '%:%'
      order by id limit ${BATCH} for update`);
    const renewed = rows.map((row) => {
      const text = this.cipher.open(row.sealed, { table, column, id: row.id });
      return {
        id: row.id,
        sealed: this.cipher.seal(text, { table, column, id: row.id }),
        mark: mark === undefined ? null : this.cipher.mark(mark.textOf(text), mark.purpose),
      };
    });
    const alsoMark = mark === undefined ? sql.empty : sql`, ${sql.ident(mark.column)} = n.mark`;
    await tx.run(sql`
      update ${name} t set ${field} = n.sealed${alsoMark}
      from jsonb_to_recordset(${JSON.stringify(renewed)}::jsonb) as n(id uuid, sealed text, mark text) where t.id = n.id`);
    return rows.length;
  }
}
