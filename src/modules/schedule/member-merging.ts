import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from '../../platform/database/sql.js';
import { PersonalData, MergeParts, type MergePart, type MergeWork } from '../clients/index.js';
import { joinMemberships, type Membership } from './memberships.rules.js';

/** Groups and lessons of two clients who are one. */
@Injectable()
export class MemberMerging implements MergePart, OnModuleInit {
  readonly name = 'schedule';

  constructor(
    private readonly parts: MergeParts,
    private readonly personal: PersonalData,
  ) {}

  onModuleInit(): void {
    this.parts.register(this);
    this.personal.refuseWhile((tx, clientId) =>
      tx.query(sql`
        select 'subscription-running' as code, s.id from subscriptions s join branches b on b.id = s.branch_id
        where s.client_id = ${clientId}
          and subscription_status(s, (${tx.now}::timestamptz at time zone b.time_zone)::date) in ('pending', 'active', 'frozen')
        order by s.id`),
    );
  }

  async before(work: MergeWork): Promise<void> {
    if (work.kind !== 'client') return;
    await this.joinGroups(work);
    await this.keepSharedLessons(work);
  }

  private async joinGroups(work: MergeWork): Promise<void> {
    const { tx, survivorId, duplicateId } = work;
    const rows = await tx.query<Membership & { clientId: string }>(sql`
      select id, client_id as "clientId", group_id as "groupId", joined_on as "joinedOn", left_on as "leftOn"
      from group_members where client_id in (${survivorId}, ${duplicateId}) order by id for update`);
    const of = (clientId: string) => rows.filter((row) => row.clientId === clientId);
    const { changes, keep } = joinMemberships(of(survivorId), of(duplicateId));
    for (const { id, joinedOn, leftOn } of changes)
      await work.change('group_members', id, { joined_on: joinedOn, left_on: leftOn });
    work.keep('group_members', keep, 'membership-joined');
  }

  /**
   * One lesson is not attended twice. What the duplicate had of a lesson that the survivor attended too stays with the
   * duplicate, mark and charged visit together; a person decides whether one of the two is to be taken back.
   */
  private async keepSharedLessons(work: MergeWork): Promise<void> {
    const { tx, survivorId, duplicateId } = work;
    const rows = await tx.query<{ table: string; id: string }>(sql`
      with shared as (
        select d.lesson_id from attendances d join attendances s on s.completion_id = d.completion_id and s.client_id = ${survivorId}
        where d.client_id = ${duplicateId}
        union
        select d.lesson_id from visits d join visits s on s.lesson_id = d.lesson_id and s.client_id = ${survivorId} and s.reversed_at is null
        where d.client_id = ${duplicateId} and d.reversed_at is null
      )
      select 'attendances' as table, t.id from attendances t join shared using (lesson_id) where t.client_id = ${duplicateId}
      union all
      select 'visits', v.id from visits v join shared using (lesson_id) where v.client_id = ${duplicateId}`);
    for (const table of ['attendances', 'visits'])
      work.keep(
        table,
        rows.filter((row) => row.table === table).map((row) => row.id),
        'same-lesson',
      );
  }
}
