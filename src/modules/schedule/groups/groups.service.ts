import { Injectable } from '@nestjs/common';
import { invalid } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { reach } from '../../../platform/database/reach.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import { Events } from '../../../platform/events/events.js';
import { BranchesService } from '../../organisation/index.js';
import { Groups } from '../schedule.permissions.js';
import { GroupRow } from './group.entity.js';
import type { Group, GroupPatch, GroupRequest } from './groups.dto.js';
import { CapacityTooSmall, GroupArchived, GroupNotFound } from './groups.errors.js';
import { GroupsQueries, groupReach } from './groups.queries.js';
import { faultsOfPair, faultsOfPlace, type Pair } from './places.js';
import { offerFreePlaces } from './waitlist-offers.js';

/** A group as those who plan for it need it, read under whatever lock they hold. */
export interface GroupInHand {
  id: string;
  branchId: string;
  name: string;
  activityId: string;
  teacherId: string;
  secondTeacherId: string | null;
  roomId: string;
  capacity: number;
  startsOn: string;
  endsOn: string | null;
  timeZone: string;
}

@Injectable()
export class GroupsService {
  constructor(
    private readonly queries: GroupsQueries,
    private readonly branches: BranchesService,
    private readonly events: Events,
  ) {}

  async create(tx: Tx, input: GroupRequest): Promise<Group> {
    await this.branches.assertOpen(tx, Groups.write, input.branchId);
    const faults = [...(await faultsOfPlace(tx, input)), ...faultsOfPair(input)];
    if (faults.length > 0) throw invalid(faults);
    const id = newId();
    await tx.insert(GroupRow, {
      id,
      branchId: input.branchId,
      name: input.name,
      activityId: input.activityId,
      teacherId: input.teacherId,
      secondTeacherId: input.secondTeacherId ?? null,
      roomId: input.roomId,
      capacity: input.capacity,
      startsOn: input.startsOn,
      endsOn: input.endsOn ?? null,
    });
    return this.queries.get(tx, id);
  }

  async change(tx: Tx, id: string, patch: GroupPatch, base: EditBase): Promise<Group> {
    const { isArchived, ...rest } = patch;
    await editRecord(tx, {
      table: 'groups',
      id,
      patch: { ...rest, archivedAt: isArchived === undefined ? undefined : isArchived ? tx.now : null },
      base,
      notFound: GroupNotFound,
      reach: reach(tx.actor, Groups.write, { branch: sql`r.branch_id` }),
      check: (merged, before) => checkChange(tx, patch, merged, before),
    });
    if (patch.capacity !== undefined) await offerFreePlaces(tx, this.events, [id]);
    return this.queries.get(tx, id);
  }

  /** Puts a group away; one that is away already stays as it is. */
  async archive(tx: Tx, id: string): Promise<void> {
    const found = await tx.find<{ archivedAt: string | null }>(sql`
      select g.archived_at as "archivedAt" from groups g
      where g.id = ${id} and ${reach(tx.actor, Groups.write, { branch: sql`g.branch_id` })} for update`);
    if (found === null) throw GroupNotFound({ id });
    if (found.archivedAt === null) await tx.update(GroupRow, id, { archivedAt: tx.now });
  }

  /** The open group, to plan for it or to join it; under its row lock when asked. */
  async hold(tx: Tx, id: string, permission: string, lock: 'for update' | 'for share'): Promise<GroupInHand> {
    const group = await tx.find<GroupInHand & { isArchived: boolean }>(sql`
      select g.id, g.branch_id as "branchId", g.name, g.activity_id as "activityId", g.teacher_id as "teacherId",
             g.second_teacher_id as "secondTeacherId", g.room_id as "roomId", g.capacity, g.starts_on as "startsOn", g.ends_on as "endsOn",
             b.time_zone as "timeZone", g.archived_at is not null as "isArchived"
      from groups g join branches b on b.id = g.branch_id
      where g.id = ${id} and ${groupReach(tx.actor, permission)}
      ${lock === 'for update' ? sql`for update of g` : sql`for share of g`}`);
    if (group === null) throw GroupNotFound({ id });
    if (group.isArchived) throw GroupArchived({ id });
    return group;
  }
}

/** Under the group's lock, which joining takes too: so a capacity made smaller and a new member cannot cross. */
async function checkChange(
  tx: Tx,
  patch: GroupPatch,
  merged: Record<string, unknown>,
  before: Record<string, unknown>,
): Promise<void> {
  const { teacherId, secondTeacherId, roomId } = patch;
  const faults = [
    ...(await faultsOfPlace(tx, {
      branchId: merged['branchId'] as string,
      teacherId,
      secondTeacherId,
      roomId,
    })),
    ...faultsOfPair(merged as unknown as Pair, patch),
  ];
  if (faults.length > 0) throw invalid(faults);
  if (patch.capacity === undefined || patch.capacity >= (before['capacity'] as number)) return;
  const { members } = await tx.one<{ members: number }>(sql`
    select count(*) as members from group_members m join groups g on g.id = m.group_id join branches b on b.id = g.branch_id
    where m.group_id = ${merged['id']} and (m.left_on is null or m.left_on > (${tx.now}::timestamptz at time zone b.time_zone)::date)`);
  if (members > patch.capacity) throw CapacityTooSmall({ members, capacity: patch.capacity });
}
