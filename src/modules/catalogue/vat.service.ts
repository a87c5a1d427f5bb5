import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../kernel/faults.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { newId } from '../../platform/database/ids.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { VatRateBegun, VatRateNotFound } from './vat.errors.js';
import { VatRateRow } from './vat.entity.js';
import { VatQueries } from './vat.queries.js';
import type { VatRate } from './vat.rules.js';
import type { VatRateRequest, VatRateView } from './vat.dto.js';

/** What VAT codes mean, and since when. */
@Injectable()
export class VatService {
  constructor(private readonly queries: VatQueries) {}

  /** What every code means on a day: whoever carries 20 since 2026 is taxed by 22. */
  async ratesOn(reader: Reader, day: LocalDate): Promise<ReadonlyMap<string, VatRate>> {
    const rates = await reader.query<VatRate & { asked: string }>(sql`
      select a.code as asked, k.code, k.percent::text as percent
      from vat_codes a join vat_codes k on k.code = vat_in_force(a.code, ${day}::date)`);
    return new Map(rates.map(({ asked, code, percent }) => [asked, { code, percent }]));
  }

  /** Every code there is, with the rate it names. */
  codes(reader: Reader): Promise<VatRate[]> {
    return reader.query<VatRate>(sql`select code, percent::text as percent from vat_codes order by code`);
  }

  /** The same of one code that is known to be there. */
  async rateOn(reader: Reader, code: string, day: LocalDate): Promise<VatRate> {
    const rate = (await this.ratesOn(reader, day)).get(code);
    if (rate === undefined) throw new Error(`no VAT code ${code}`);
    return rate;
  }

  /** A code that nobody knows is a fault of the request, at its place. */
  async assertKnown(reader: Reader, code: string | undefined, pointer = '/vatCode'): Promise<void> {
    if (code !== undefined && !(await this.knows(reader, code))) throw invalid([unknownReference(pointer)]);
  }

  async knows(reader: Reader, code: string): Promise<boolean> {
    return (await reader.find(sql`select id from vat_codes where code = ${code}`)) !== null;
  }

  /** From a day on things of a kind are taxed by another code. What was charged keeps its own. */
  async change(tx: Tx, input: VatRateRequest): Promise<VatRateView> {
    const { code, effectiveFrom, source } = input;
    const found = await tx.find<{ kind: string; country: string }>(sql`
      select kind, coalesce((select country from settings), 'RU') as country from vat_codes where code = ${code}`);
    if (found === null) throw invalid([unknownReference('/code')]);
    if (effectiveFrom <= tx.now.slice(0, 10)) throw VatRateBegun({ effectiveFrom });
    const id = newId();
    await tx.insert(VatRateRow, { id, ...found, code, effectiveFrom, source });
    return this.queries.get(tx, id);
  }

  async remove(tx: Tx, id: string): Promise<void> {
    const rate = await tx.find<{ effectiveFrom: LocalDate }>(
      sql`select effective_from as "effectiveFrom" from vat_rates where id = ${id} for update`,
    );
    if (rate === null) throw VatRateNotFound({ id });
    if (rate.effectiveFrom <= tx.now.slice(0, 10)) throw VatRateBegun({ effectiveFrom: rate.effectiveFrom });
    await tx.run(sql`delete from vat_rates where id = ${id}`);
  }
}
