import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { reach } from '../../../platform/database/reach.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { Schedule } from '../schedule.permissions.js';
import type { Series, SeriesListQuery } from './series.dto.js';
import { SeriesNotFound } from './series.errors.js';

const SERIES = sql`
  select s.id, s.branch_id as "branchId", s.group_id as "groupId", g.name as "groupName",
         jsonb_build_object('id', e.id, 'name', concat_ws(' ', e.last_name, e.first_name)) as teacher,
         case when se.id is not null then jsonb_build_object('id', se.id, 'name', concat_ws(' ', se.last_name, se.first_name)) end as "secondTeacher",
         jsonb_build_object('id', r.id, 'name', r.name) as room, s.rule, s.starts_on as "startsOn", s.ends_on as "endsOn",
         to_char(s.local_start, 'HH24:MI') as "localStart", s.minutes, s.time_zone as "timeZone",
         s.materialised_until as "materialisedUntil", s.ended_at as "endedAt", s.split_from_id as "splitFromId",
         (select count(*) from lessons l where l.series_id = s.id and l.status = 'planned') as "plannedLessons",
         s.version, s.created_at as "createdAt", s.created_by as "createdBy",
         s.updated_at as "updatedAt", s.updated_by as "updatedBy"
  from series s
  join groups g on g.id = s.group_id
  join employees e on e.id = s.teacher_id
  left join employees se on se.id = s.second_teacher_id
  join rooms r on r.id = s.room_id`;

/** A teacher's own series are those they teach, in either role. */
export const seriesReach = (actor: Actor, permission: string): Sql =>
  reach(actor, permission, {
    branch: sql`s.branch_id`,
    own: sql`(s.teacher_id = ${actor.employeeId} or s.second_teacher_id = ${actor.employeeId})`,
  });

@Injectable()
export class SeriesQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: SeriesListQuery): Promise<Page<Series>> {
    return keysetPage<Series>(this.db, {
      query,
      sorts: {
        startsOn: { column: sql`s.starts_on`, type: 'date' },
        createdAt: { column: sql`s.created_at`, type: 'timestamptz' },
      },
      defaultSort: '-createdAt',
      id: sql`s.id`,
      select: SERIES,
      where: [
        seriesReach(actor, Schedule.read),
        query.branchId !== undefined && sql`s.branch_id = ${query.branchId}`,
        query.groupId !== undefined && sql`s.group_id = ${query.groupId}`,
        query.ended === 'true' && sql`s.ended_at is not null`,
        query.ended === 'false' && sql`s.ended_at is null`,
      ],
    });
  }

  async getFor(actor: Actor, id: string): Promise<Series> {
    const series = await this.db.findQuickly<Series>(
      sql`${SERIES} where s.id = ${id} and ${seriesReach(actor, Schedule.read)}`,
    );
    if (series === null) throw SeriesNotFound({ id });
    return series;
  }

  async get(reader: Reader, id: string): Promise<Series> {
    const series = await reader.find<Series>(sql`${SERIES} where s.id = ${id}`);
    if (series === null) throw SeriesNotFound({ id });
    return series;
  }
}
