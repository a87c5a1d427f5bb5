import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { reach } from '../../../platform/database/reach.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { archivedIs } from '../rooms/rooms.queries.js';
import { Groups } from '../schedule.permissions.js';
import type { Group, GroupListQuery } from './groups.dto.js';
import { GroupNotFound } from './groups.errors.js';

const groupColumns = (now: string): Sql => sql`
  select g.id, g.branch_id as "branchId", g.name, g.activity_id as "activityId", a.name as "activityName",
         jsonb_build_object('id', e.id, 'name', concat_ws(' ', e.last_name, e.first_name)) as teacher,
         case when se.id is not null then jsonb_build_object('id', se.id, 'name', concat_ws(' ', se.last_name, se.first_name)) end as "secondTeacher",
         jsonb_build_object('id', r.id, 'name', r.name) as room, g.capacity,
         (select count(*) from group_members m
          where m.group_id = g.id and daterange(m.joined_on, m.left_on) @> (${now}::timestamptz at time zone b.time_zone)::date) as members,
         g.starts_on as "startsOn", g.ends_on as "endsOn", g.archived_at is not null as "isArchived",
         g.version, g.created_at as "createdAt", g.created_by as "createdBy",
         g.updated_at as "updatedAt", g.updated_by as "updatedBy"
  from groups g
  join branches b on b.id = g.branch_id
  join activities a on a.id = g.activity_id
  join employees e on e.id = g.teacher_id
  left join employees se on se.id = g.second_teacher_id
  join rooms r on r.id = g.room_id`;

/** A teacher's own groups: those they teach in either role, and those they have a lesson with. */
export const groupReach = (actor: Actor, permission: string): Sql =>
  reach(actor, permission, {
    branch: sql`g.branch_id`,
    own: sql`(g.teacher_id = ${actor.employeeId} or g.second_teacher_id = ${actor.employeeId}
      or exists (select from lesson_groups x join lesson_teachers t on t.lesson_id = x.lesson_id
                 where x.group_id = g.id and t.teacher_id = ${actor.employeeId}))`,
  });

@Injectable()
export class GroupsQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  list(actor: Actor, query: GroupListQuery): Promise<Page<Group>> {
    const part = query.q === undefined ? null : `%${query.q.replace(/[\\%_]/g, '\\$&')}%`;
    return keysetPage<Group>(this.db, {
      query,
      sorts: {
        name: { column: sql`g.name`, type: 'text' },
        startsOn: { column: sql`g.starts_on`, type: 'date' },
        createdAt: { column: sql`g.created_at`, type: 'timestamptz' },
        updatedAt: { column: sql`g.updated_at`, type: 'timestamptz' },
      },
      defaultSort: 'name',
      id: sql`g.id`,
      select: groupColumns(this.clock.now()),
      where: [
        groupReach(actor, Groups.read),
        query.branchId !== undefined && sql`g.branch_id = ${query.branchId}`,
        query.activityId !== undefined && sql`g.activity_id = ${query.activityId}`,
        query.teacherId !== undefined &&
          sql`(g.teacher_id = ${query.teacherId} or g.second_teacher_id = ${query.teacherId})`,
        part !== null && sql`g.name ilike ${part}`,
        archivedIs(sql`g.archived_at`, query.archived),
      ],
    });
  }

  /** One that the actor may see. */
  async getFor(actor: Actor, id: string): Promise<Group> {
    const group = await this.db.findQuickly<Group>(
      sql`${groupColumns(this.clock.now())} where g.id = ${id} and ${groupReach(actor, Groups.read)}`,
    );
    if (group === null) throw GroupNotFound({ id });
    return group;
  }

  async get(reader: Reader, id: string): Promise<Group> {
    const group = await reader.find<Group>(sql`${groupColumns(this.clock.now())} where g.id = ${id}`);
    if (group === null) throw GroupNotFound({ id });
    return group;
  }
}
