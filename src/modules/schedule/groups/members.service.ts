import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../../kernel/actor.js';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { memberJoined, memberLeft } from '../schedule.events.js';
import { Groups, Schedule } from '../schedule.permissions.js';
import { clientReach } from './client-reach.js';
import { GroupMemberRow } from './group.entity.js';
import type { DepartureRequest, JoinedMember, Member, MemberRequest } from './members.dto.js';
import {
  GroupFull,
  LeavesBeforeJoining,
  MemberNotFound,
  OutsideGroupDates,
  OverCapacityNotPermitted,
} from './groups.errors.js';
import { GroupsService, type GroupInHand } from './groups.service.js';
import { MembersQueries } from './members.queries.js';
import { offerFreePlaces } from './waitlist-offers.js';
import { warningsOfMember } from './warnings.js';

/** Who belongs to a group, from which day to which. */
@Injectable()
export class MembersService {
  constructor(
    private readonly groups: GroupsService,
    private readonly queries: MembersQueries,
    private readonly events: Events,
  ) {}

  /** Places are counted under the lock of the group, so two who want the last one cannot both have it. */
  async join(tx: Tx, groupId: string, input: MemberRequest): Promise<JoinedMember> {
    const group = await this.groups.hold(tx, groupId, Groups.write, 'for update');
    const client = await tx.find(
      sql`select c.id from clients c where c.id = ${input.clientId} and ${clientReach(tx.actor)} for key share of c`,
    );
    if (client === null) throw invalid([unknownReference('/clientId')]);
    return this.admit(tx, group, input);
  }

  /** Takes a client in whose group is held; whoever waited for a place waits no more. */
  async admit(tx: Tx, group: GroupInHand, input: MemberRequest): Promise<JoinedMember> {
    const { clientId, joinedOn, override } = input;
    if (group.endsOn !== null && joinedOn > group.endsOn) {
      throw OutsideGroupDates({ startsOn: group.startsOn, endsOn: group.endsOn });
    }
    const isOver = await isOverCapacity(tx, group, input);
    if (isOver && !reachesBranch(tx.actor, Schedule.override, group.branchId)) {
      throw OverCapacityNotPermitted({ permission: Schedule.override });
    }
    await tx.insert(GroupMemberRow, {
      ...{ id: newId(), groupId: group.id, clientId, joinedOn },
      overrideReason: isOver ? (override?.reason ?? null) : null,
    });
    await tx.run(sql`
      update waitlist_entries set status = 'accepted', decided_at = ${tx.now}
      where group_id = ${group.id} and client_id = ${clientId} and status in ('waiting', 'offered')`);
    await this.events.record(tx, memberJoined({ groupId: group.id, clientId }), {
      subjectId: group.id,
      branchId: group.branchId,
    });
    const member = await this.queries.get(tx, tx.actor, group.id, clientId);
    return { ...member, warnings: await warningsOfMember(tx, { groupId: group.id, clientId, joinedOn }) };
  }

  /** Said twice, the later word stands. */
  async leave(tx: Tx, groupId: string, clientId: string, input: DepartureRequest): Promise<Member> {
    const group = await this.groups.hold(tx, groupId, Groups.write, 'for update');
    const member = await tx.find<{ id: string; joinedOn: string }>(sql`
      select id, joined_on as "joinedOn" from group_members
      where group_id = ${groupId} and client_id = ${clientId} order by joined_on desc limit 1 for update`);
    if (member === null) throw MemberNotFound({ id: groupId, clientId });
    if (input.leftOn < member.joinedOn) throw LeavesBeforeJoining({ joinedOn: member.joinedOn });
    await tx.update(GroupMemberRow, member.id, { leftOn: input.leftOn, leaveReason: input.reason ?? null });
    await this.events.record(tx, memberLeft({ groupId, clientId }), {
      subjectId: groupId,
      branchId: group.branchId,
    });
    await offerFreePlaces(tx, this.events, [groupId]);
    return this.queries.get(tx, tx.actor, groupId, clientId);
  }
}

/**
 * Everyone who is, or will be, a member on or after that day holds a place, so does an offer to somebody else, and a guest
 * of a planned lesson. Whoever is a member already is told so, by the constraint.
 */
async function isOverCapacity(tx: Tx, group: GroupInHand, input: MemberRequest): Promise<boolean> {
  const { free, isOne } = await tx.one<{ free: number; isOne: boolean }>(sql`
    select group_places_free(${group.id}, ${input.joinedOn}::date, ${tx.now}::timestamptz, ${input.clientId}) as free,
           exists (select from group_members where group_id = ${group.id} and client_id = ${input.clientId}
                   and (left_on is null or left_on > ${input.joinedOn}::date)) as "isOne"`);
  if (free > 0 || isOne) return false;
  if (input.override !== undefined) return true;
  throw GroupFull({ capacity: group.capacity, taken: group.capacity - free });
}
