import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql } from '../../../platform/database/sql.js';
import type { SeriesException, SeriesExceptionListQuery } from './changes.dto.js';
import { SeriesExceptionNotFound } from './series.errors.js';
import { SeriesQueries } from './series.queries.js';

const EXCEPTION = sql`
  select x.id, x.series_id as "seriesId", x.on_date as "onDate", x.kind, x.reason, x.version,
         x.created_at as "createdAt", x.created_by as "createdBy"
  from series_exceptions x`;

@Injectable()
export class ExceptionsQueries {
  constructor(
    private readonly db: Db,
    private readonly series: SeriesQueries,
  ) {}

  async list(
    actor: Actor,
    seriesId: string,
    query: SeriesExceptionListQuery,
  ): Promise<Page<SeriesException>> {
    await this.series.getFor(actor, seriesId);
    return keysetPage<SeriesException>(this.db, {
      query,
      sorts: { onDate: { column: sql`x.on_date`, type: 'date' } },
      defaultSort: 'onDate',
      id: sql`x.id`,
      select: EXCEPTION,
      where: [
        sql`x.series_id = ${seriesId}`,
        query.from !== undefined && sql`x.on_date >= ${query.from}::date`,
      ],
    });
  }

  async get(reader: Reader, seriesId: string, id: string): Promise<SeriesException> {
    const found = await reader.find<SeriesException>(
      sql`${EXCEPTION} where x.id = ${id} and x.series_id = ${seriesId}`,
    );
    if (found === null) throw SeriesExceptionNotFound({ id });
    return found;
  }
}
