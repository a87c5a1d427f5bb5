import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { STOCK_COSTS } from '../../../kernel/field-groups.js';
import { Db } from '../../../platform/database/db.js';
import { masked } from '../../../platform/database/masked.js';
import { reach } from '../../../platform/database/reach.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { waybillNumber } from '../../warehouse/index.js';
import { lessonReach } from '../lessons/lessons.queries.js';
import { LessonNotFound } from '../lessons/lessons.errors.js';
import { Schedule } from '../schedule.permissions.js';
import type { UsedMaterials } from './used-materials.dto.js';

@Injectable()
export class UsedMaterialsQueries {
  constructor(private readonly db: Db) {}

  /** One statement; what was not there has no waybill, and so no cost. */
  async ofLesson(actor: Actor, id: string): Promise<UsedMaterials> {
    const cost = (value: Sql) =>
      masked(actor, STOCK_COSTS, sql`money(coalesce(${value}, 0)::bigint)`, (permission) =>
        reach(actor, permission, { branch: sql`l.branch_id` }),
      );
    const found = await this.db.find<UsedMaterials>(sql`
      select l.id as "lessonId", c.created_at as "completedAt", c.created_by as "completedBy", ${cost(sql`t.cost`)} as cost, t.items
      from lessons l
      left join completions c on c.lesson_id = l.id and c.undone_at is null
      cross join lateral (
        select sum(u.cost) as cost,
               coalesce(jsonb_agg(jsonb_build_object(
                 'itemId', u.id, 'sku', u.sku, 'name', u.name, 'unit', u.unit,
                 'perLesson', trim_scale(u.per_lesson)::text, 'perAttendee', trim_scale(u.per_attendee)::text,
                 'wanted', trim_scale(u.wanted)::text, 'issued', trim_scale(u.issued)::text,
                 'lacking', trim_scale(u.wanted - u.issued)::text, 'cost', ${cost(sql`u.cost`)}, 'movements', u.movements)
                 order by u.name, u.id), '[]') as items
        from (
          select i.id, i.sku, i.name, i.unit, max(m.per_lesson) as per_lesson, max(m.per_attendee) as per_attendee,
                 sum(m.wanted) as wanted, sum(m.moved) as issued, sum(e.cost) as cost,
                 coalesce(jsonb_agg(jsonb_build_object(
                   'waybillId', w.id, 'number', ${waybillNumber}, 'kind', w.kind, 'lineId', m.waybill_line_id,
                   'warehouseId', w.warehouse_id, 'quantity', trim_scale(m.moved)::text, 'cost', ${cost(sql`e.cost`)},
                   'onDate', w.on_date, 'reason', r.reason, 'recordedAt', utc(m.created_at), 'recordedBy', m.created_by)
                   order by m.id) filter (where w.id is not null), '[]') as movements
          from lesson_material_moves m
          join items i on i.id = m.item_id
          left join attendance_corrections r on r.id = m.correction_id
          left join waybill_lines n on n.id = m.waybill_line_id
          left join waybills w on w.id = n.waybill_id
          left join lateral (select -sum(s.value) as cost from stock_entries s where s.line_id = n.id) e on true
          where m.completion_id = c.id group by i.id
        ) u
      ) t
      where l.id = ${id} and ${lessonReach(actor, Schedule.read)}`);
    if (found === null) throw LessonNotFound({ id });
    return found;
  }
}
