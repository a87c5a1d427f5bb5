import { Injectable } from '@nestjs/common';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import { VatRateNotFound } from './vat.errors.js';
import type { VatRateListQuery, VatRateView } from './vat.dto.js';

/** A rate ends where the next of its kind begins. */
const RATE = sql`
  select r.id, r.country, r.kind, r.code, k.name_ru as "nameRu", k.name_en as "nameEn", k.percent::text as percent,
         r.effective_from as "effectiveFrom",
         (select min(n.effective_from) - 1 from vat_rates n
          where n.country = r.country and n.kind = r.kind and n.effective_from > r.effective_from) as "effectiveTo",
         r.source, r.version, r.created_at as "createdAt", r.created_by as "createdBy",
         r.updated_at as "updatedAt", r.updated_by as "updatedBy"
  from vat_rates r join vat_codes k on k.code = r.code`;

@Injectable()
export class VatQueries {
  constructor(private readonly db: Db) {}

  list(query: VatRateListQuery): Promise<Page<VatRateView>> {
    const { on, country, code } = query;
    return keysetPage<VatRateView>(this.db, {
      query,
      sorts: {
        effectiveFrom: { column: sql`r.effective_from`, type: 'date' },
        code: { column: sql`r.code`, type: 'text' },
      },
      defaultSort: 'code',
      id: sql`r.id`,
      select: RATE,
      where: [
        country !== undefined && sql`r.country = ${country}`,
        code !== undefined && sql`r.code = ${code}`,
        on !== undefined &&
          sql`r.effective_from = (select max(n.effective_from) from vat_rates n
              where n.country = r.country and n.kind = r.kind and n.effective_from <= ${on}::date)`,
      ],
    });
  }

  async get(reader: Reader, id: string): Promise<VatRateView> {
    const rate = await reader.find<VatRateView>(sql`${RATE} where r.id = ${id}`);
    if (rate === null) throw VatRateNotFound({ id });
    return rate;
  }
}
