import { Injectable } from '@nestjs/common';
import { scopeOf, type Actor } from '../../kernel/actor.js';
import { PAY } from '../../kernel/field-groups.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { masked } from '../../platform/database/masked.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { CostNorms } from './catalogue.permissions.js';
import { CostNormNotFound } from './cost-norm.errors.js';
import type { CostNorm, CostNormListQuery } from './cost-norms.dto.js';

const norm = (actor: Actor): Sql => sql`
  select n.id, n.activity_id as "activityId", n.branch_id as "branchId", n.effective_from as "effectiveFrom",
         n.effective_to as "effectiveTo", n.planned_attendees as "plannedAttendees", n.planned_minutes as "plannedMinutes",
         money(n.planned_visit_price) as "plannedVisitPrice", n.preparation_minutes as "preparationMinutes",
         ${masked(actor, PAY, sql`money(n.teacher_rate)`, (permission) => reach(actor, permission, { branch: sql`n.branch_id` }))} as "teacherRate",
         money(n.room_cost) as "roomCost",
         (select coalesce(jsonb_agg(jsonb_build_object('roomId', r.room_id, 'roomCost', money(r.room_cost)) order by r.room_id), '[]')
          from cost_norm_rooms r where r.cost_norm_id = n.id) as rooms,
         (select coalesce(jsonb_agg(jsonb_build_object('itemId', m.item_id, 'name', i.name, 'unit', i.unit,
                   'perLesson', trim_scale(m.per_lesson)::text, 'perAttendee', trim_scale(m.per_attendee)::text,
                   'unitCost', money(m.unit_cost)) order by i.name, m.id), '[]')
          from cost_norm_materials m join items i on i.id = m.item_id where m.cost_norm_id = n.id) as materials,
         n.overhead_percent as "overheadPercent", n.version, n.created_at as "createdAt", n.created_by as "createdBy",
         n.updated_at as "updatedAt", n.updated_by as "updatedBy"
  from cost_norms n`;

/** Those for every branch are seen by all who see norms, a branch's own within its reach. */
const seen = (actor: Actor): Sql =>
  scopeOf(actor, CostNorms.read) === 'all'
    ? sql`true`
    : sql`(n.branch_id is null or n.branch_id = any (${actor.branchIds}::uuid[]))`;

@Injectable()
export class CostNormsQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: CostNormListQuery): Promise<Page<CostNorm>> {
    const { activityId, branchId, on } = query;
    return keysetPage<CostNorm>(this.db, {
      query,
      sorts: {
        effectiveFrom: { column: sql`n.effective_from`, type: 'date' },
        createdAt: { column: sql`n.created_at`, type: 'timestamptz' },
      },
      defaultSort: '-effectiveFrom',
      id: sql`n.id`,
      select: norm(actor),
      where: [
        seen(actor),
        activityId !== undefined && sql`n.activity_id = ${activityId}`,
        branchId !== undefined && sql`(n.branch_id is null or n.branch_id = ${branchId})`,
        on !== undefined && sql`n.period @> ${on}::date`,
      ],
    });
  }

  getInReach(actor: Actor, id: string): Promise<CostNorm> {
    return this.get(this.db, actor, id);
  }

  async get(reader: Reader, actor: Actor, id: string): Promise<CostNorm> {
    const found = await reader.find<CostNorm>(sql`${norm(actor)} where n.id = ${id} and ${seen(actor)}`);
    if (found === null) throw CostNormNotFound({ id });
    return found;
  }
}
