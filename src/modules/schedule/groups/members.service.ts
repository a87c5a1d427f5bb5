import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { memberJoined, memberLeft } from '../schedule.events.js';
import { Groups } from '../schedule.permissions.js';
import { clientReach } from './client-reach.js';
import { GroupMemberRow } from './group.entity.js';
import type { DepartureRequest, Member, MemberRequest } from './groups.dto.js';
import { GroupFull, LeavesBeforeJoining, MemberNotFound, OutsideGroupDates } from './groups.errors.js';
import { GroupsService } from './groups.service.js';
import { MembersQueries } from './members.queries.js';

/** Who belongs to a group, from which day to which. */
@Injectable()
export class MembersService {
  constructor(
    private readonly groups: GroupsService,
    private readonly queries: MembersQueries,
    private readonly events: Events,
  ) {}

  /** Places are counted under the lock of the group, so two who want the last one cannot both have it. */
  async join(tx: Tx, groupId: string, input: MemberRequest): Promise<Member> {
    const group = await this.groups.hold(tx, groupId, Groups.write, 'for update');
    if (group.endsOn !== null && input.joinedOn > group.endsOn) {
      throw OutsideGroupDates({ startsOn: group.startsOn, endsOn: group.endsOn });
    }
    const client = await tx.find(
      sql`select c.id from clients c where c.id = ${input.clientId} and ${clientReach(tx.actor)}`,
    );
    if (client === null) throw invalid([unknownReference('/clientId')]);
    // Everyone who is, or will be, a member on or after that day holds a place. Whoever is one already is told so.
    const { members, isOne } = await tx.one<{ members: number; isOne: boolean }>(sql`
      select count(*) as members, coalesce(bool_or(client_id = ${input.clientId}), false) as "isOne"
      from group_members where group_id = ${groupId} and (left_on is null or left_on > ${input.joinedOn}::date)`);
    if (members >= group.capacity && !isOne) throw GroupFull({ capacity: group.capacity, members });
    await tx.insert(GroupMemberRow, {
      id: newId(),
      groupId,
      clientId: input.clientId,
      joinedOn: input.joinedOn,
    });
    await this.events.record(tx, memberJoined({ groupId, clientId: input.clientId }), {
      subjectId: groupId,
      branchId: group.branchId,
    });
    return this.queries.get(tx, tx.actor, groupId, input.clientId);
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
    return this.queries.get(tx, tx.actor, groupId, clientId);
  }
}
