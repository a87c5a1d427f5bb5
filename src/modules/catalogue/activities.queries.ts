import { Injectable } from '@nestjs/common';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Activity, ActivityListQuery } from './activities.dto.js';
import { ActivityNotFound } from './catalogue.errors.js';

const ACTIVITY = sql`
  select a.id, a.name, a.kind, a.category, a.age_from as "ageFrom", a.age_to as "ageTo",
         a.lesson_minutes as "lessonMinutes", a.hour_minutes as "hourMinutes", a.capacity,
         money(a.single_price) as "singlePrice", money(a.trial_price) as "trialPrice",
         a.charging_policy as "chargingPolicy", a.needs_certificate as "needsCertificate", a.vat_code as "vatCode",
         a.materials_policy as "materialsPolicy", a.archived_at is not null as "isArchived",
         a.version, a.created_at as "createdAt", a.created_by as "createdBy",
         a.updated_at as "updatedAt", a.updated_by as "updatedBy"
  from activities a`;

/** Activities belong to the whole organisation: whoever may see one sees all. */
@Injectable()
export class ActivitiesQueries {
  constructor(private readonly db: Db) {}

  list(query: ActivityListQuery): Promise<Page<Activity>> {
    const part = query.q === undefined ? null : `%${query.q.replace(/[\\%_]/g, '\\$&')}%`;
    return keysetPage<Activity>(this.db, {
      query,
      sorts: {
        name: { column: sql`a.name`, type: 'text' },
        createdAt: { column: sql`a.created_at`, type: 'timestamptz' },
        updatedAt: { column: sql`a.updated_at`, type: 'timestamptz' },
      },
      defaultSort: 'name',
      id: sql`a.id`,
      select: ACTIVITY,
      where: [
        archivedIs(query.archived),
        query.kind !== undefined && sql`a.kind = ${query.kind}`,
        query.category !== undefined && sql`lower(a.category) = lower(${query.category})`,
        part !== null && sql`(a.name ilike ${part} or a.category ilike ${part})`,
        query.updatedSince !== undefined && sql`a.updated_at >= ${query.updatedSince}::timestamptz`,
      ],
    });
  }

  async get(reader: Reader, id: string): Promise<Activity> {
    const activity = await reader.find<Activity>(sql`${ACTIVITY} where a.id = ${id}`);
    if (activity === null) throw ActivityNotFound({ id });
    return activity;
  }

  /** Those that are there, in no order. */
  getMany(reader: Reader, ids: readonly string[]): Promise<Activity[]> {
    return reader.query<Activity>(sql`${ACTIVITY} where a.id = any (${ids}::uuid[])`);
  }
}

function archivedIs(wanted = 'false'): Sql | null {
  if (wanted === 'any') return null;
  return wanted === 'true' ? sql`a.archived_at is not null` : sql`a.archived_at is null`;
}
