import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { Groups } from '../schedule.permissions.js';
import { assertClient, clientName } from './client-reach.js';
import type { Member, MemberListQuery } from './members.dto.js';
import { GroupNotFound, MemberNotFound } from './groups.errors.js';
import { groupReach } from './groups.queries.js';
import type { Membership, MembershipListQuery } from './memberships.dto.js';

/** Standing is read for the members of one group only; names only for those who may see the client. */
const memberColumns = (actor: Actor, groupId: string, now: string): Sql => sql`
  select m.id, m.group_id as "groupId", m.client_id as "clientId", ${clientName(actor)} as "clientName",
         m.joined_on as "joinedOn", m.left_on as "leftOn", m.leave_reason as "leaveReason", m.override_reason as "overrideReason",
         jsonb_build_object('level', coalesce(s.level, 'green'), 'reasons', coalesce(s.reasons, '[]')) as standing,
         m.version, m.created_at as "createdAt", m.created_by as "createdBy",
         m.updated_at as "updatedAt", m.updated_by as "updatedBy"
  from group_members m
  join groups g on g.id = m.group_id
  join branches b on b.id = g.branch_id
  join clients c on c.id = m.client_id
  left join (
    select x.client_id, case when bool_or(x.level = 'red') then 'red' else 'amber' end as level, jsonb_agg(distinct x.code order by x.code) as reasons
    from client_alerts(${now}::timestamptz) x
    where x.client_id = any (array(select o.client_id from group_members o where o.group_id = ${groupId}))
    group by x.client_id
  ) s on s.client_id = m.client_id`;

const MEMBERSHIP = sql`
  select m.id, m.group_id as "groupId", g.name as "groupName", g.branch_id as "branchId", g.activity_id as "activityId",
         a.name as "activityName", m.joined_on as "joinedOn", m.left_on as "leftOn", m.leave_reason as "leaveReason",
         m.override_reason as "overrideReason", m.version, m.created_at as "createdAt", m.created_by as "createdBy",
         m.updated_at as "updatedAt", m.updated_by as "updatedBy"
  from group_members m
  join groups g on g.id = m.group_id
  join activities a on a.id = g.activity_id`;

@Injectable()
export class MembersQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor, groupId: string, query: MemberListQuery): Promise<Page<Member>> {
    const group = await this.db.find(
      sql`select g.id from groups g where g.id = ${groupId} and ${groupReach(actor, Groups.read)}`,
    );
    if (group === null) throw GroupNotFound({ id: groupId });
    const now = this.clock.now();
    const day =
      query.on === undefined
        ? sql`(${now}::timestamptz at time zone b.time_zone)::date`
        : sql`${query.on}::date`;
    return keysetPage<Member>(this.db, {
      query,
      sorts: {
        // Not by name: the order would tell it to those who may not see it.
        joinedOn: { column: sql`m.joined_on`, type: 'date' },
        createdAt: { column: sql`m.created_at`, type: 'timestamptz' },
      },
      defaultSort: 'joinedOn',
      id: sql`m.id`,
      select: memberColumns(actor, groupId, now),
      where: [sql`m.group_id = ${groupId}`, sql`daterange(m.joined_on, m.left_on) @> ${day}`],
    });
  }

  /** The memberships of a client in the groups within reach. */
  async ofClient(actor: Actor, clientId: string, query: MembershipListQuery): Promise<Page<Membership>> {
    await assertClient(this.db, actor, clientId);
    return keysetPage<Membership>(this.db, {
      query,
      sorts: {
        joinedOn: { column: sql`m.joined_on`, type: 'date' },
        createdAt: { column: sql`m.created_at`, type: 'timestamptz' },
      },
      defaultSort: '-joinedOn',
      id: sql`m.id`,
      select: MEMBERSHIP,
      where: [
        sql`m.client_id = ${clientId}`,
        groupReach(actor, Groups.read),
        query.on !== undefined && sql`daterange(m.joined_on, m.left_on) @> ${query.on}::date`,
      ],
    });
  }

  /** The client's newest membership in the group. */
  async getFor(actor: Actor, groupId: string, clientId: string): Promise<Member> {
    return this.find(this.db, actor, { groupId, clientId }, groupReach(actor, Groups.read));
  }

  get(reader: Reader, actor: Actor, groupId: string, clientId: string): Promise<Member> {
    return this.find(reader, actor, { groupId, clientId }, sql`true`);
  }

  private async find(
    reader: Reader,
    actor: Actor,
    of: { groupId: string; clientId: string },
    within: Sql,
  ): Promise<Member> {
    const member = await reader.find<Member>(sql`${memberColumns(actor, of.groupId, this.clock.now())}
      where m.group_id = ${of.groupId} and m.client_id = ${of.clientId} and ${within} order by m.joined_on desc limit 1`);
    if (member === null) throw MemberNotFound({ id: of.groupId, clientId: of.clientId });
    return member;
  }
}
