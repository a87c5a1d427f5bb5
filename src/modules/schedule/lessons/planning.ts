import type { Fault } from '../../../kernel/errors.js';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { reachesBranch } from '../../../kernel/actor.js';
import { addMinutes, localDateOf } from '../../../platform/clock/clock.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { clientReach } from '../groups/client-reach.js';
import { OutsideGroupDates } from '../groups/groups.errors.js';
import type { GroupInHand, GroupsService } from '../groups/groups.service.js';
import { faultsOfPair, faultsOfPlace, secondTeacherOf } from '../groups/places.js';
import { Schedule } from '../schedule.permissions.js';
import type { Slot } from './booking.js';
import type { LessonRequest } from './lesson-requests.dto.js';

/** A lesson that is wanted: its place, and the clients it is for when it has no group. */
export interface Wanted {
  slot: Slot;
  clientIds: readonly string[];
}

/** Reads a request as one of the three kinds of lesson, or says everything that is wrong with it. */
export async function wantedLesson(tx: Tx, groups: GroupsService, input: LessonRequest): Promise<Wanted> {
  const faults = faultsOfKind(input);
  if (faults.length > 0) throw invalid(faults);
  if (input.clientIds !== undefined) return individualLesson(tx, input, input.clientIds);
  return groupLesson(tx, groups, input);
}

/** Exactly one of a group, groups and clients; what an individual lesson must name itself. */
function faultsOfKind(input: LessonRequest): Fault[] {
  const given = (['groupId', 'groupIds', 'clientIds'] as const).filter((name) => input[name] !== undefined);
  if (given.length !== 1) {
    const detail = 'Give exactly one of groupId, groupIds and clientIds.';
    return [{ pointer: `/${given[1] ?? 'groupId'}`, code: 'lesson.kind-not-one', detail }];
  }
  if (input.clientIds === undefined) {
    const detail = "A group's lesson teaches what the group learns.";
    return input.activityId === undefined ? [] : [{ pointer: '/activityId', code: 'member.unknown', detail }];
  }
  return (['activityId', 'teacherId', 'roomId'] as const)
    .filter((name) => input[name] === undefined)
    .map((name) => ({
      pointer: `/${name}`,
      code: 'value.required',
      detail: 'An individual lesson names its activity, teacher and room.',
    }));
}

async function groupLesson(tx: Tx, groups: GroupsService, input: LessonRequest): Promise<Wanted> {
  const wantedIds = (input.groupIds ?? [input.groupId ?? '']).map((id) => id.toLowerCase());
  const held = new Map<string, GroupInHand>();
  for (const id of [...wantedIds].sort()) {
    held.set(id, await groups.hold(tx, id, Schedule.write, 'for share'));
  }
  const all = wantedIds.flatMap((id) => held.get(id) ?? []);
  const [lead] = all;
  if (lead === undefined) throw new Error('a lesson of groups without a group');
  const roomId = input.roomId ?? lead.roomId;
  const teacherId = input.teacherId ?? lead.teacherId;
  const secondTeacherId = secondTeacherOf(input, lead);
  const faults = [
    ...all.flatMap((group, index) => faultsOfJoining(lead, group, index)),
    ...(await faultsOfPlace(tx, { branchId: lead.branchId, roomId, teacherId, secondTeacherId })),
    ...faultsOfPair({ teacherId, secondTeacherId }, input),
  ];
  if (faults.length > 0) throw invalid(faults);
  const onDate = localDateOf(input.startsAt, lead.timeZone);
  for (const group of all) assertWithinDates(group, onDate);
  const { branchId, activityId } = lead;
  return {
    slot: {
      ...{ id: newId(), branchId, activityId, teacherId, secondTeacherId, roomId, seriesId: null },
      ...{ topic: input.topic ?? null, groupId: lead.id, groupIds: wantedIds, ...timesOf(input), onDate },
    },
    clientIds: [],
  };
}

function faultsOfJoining(lead: GroupInHand, group: GroupInHand, index: number): Fault[] {
  const pointer = `/groupIds/${String(index)}`;
  if (group.branchId !== lead.branchId) {
    return [{ pointer, code: 'group.other-branch', detail: 'Groups meet together within one branch.' }];
  }
  if (group.activityId === lead.activityId) return [];
  return [{ pointer, code: 'group.other-activity', detail: 'Groups that meet together learn one activity.' }];
}

export function assertWithinDates(group: { startsOn: string; endsOn: string | null }, onDate: string): void {
  if (onDate >= group.startsOn && (group.endsOn === null || onDate <= group.endsOn)) return;
  throw OutsideGroupDates({ startsOn: group.startsOn, endsOn: group.endsOn });
}

async function individualLesson(tx: Tx, input: LessonRequest, given: readonly string[]): Promise<Wanted> {
  const clientIds = given.map((id) => id.toLowerCase());
  const { roomId = '', teacherId = '', secondTeacherId = null, activityId = '' } = input;
  const room = await tx.find<{ branchId: string; timeZone: string }>(sql`
    select r.branch_id as "branchId", b.time_zone as "timeZone" from rooms r join branches b on b.id = r.branch_id where r.id = ${roomId}`);
  const seen = await tx.query<{ id: string }>(
    sql`select c.id from clients c where c.id = any (${clientIds}::uuid[]) and ${clientReach(tx.actor)} order by c.id for key share of c`,
  );
  const known = new Set(seen.map((client) => client.id));
  const isWithinReach = room !== null && reachesBranch(tx.actor, Schedule.write, room.branchId);
  const branchId = room?.branchId ?? newId();
  const faults = [
    ...clientIds.flatMap((id, n) => (known.has(id) ? [] : [unknownReference(`/clientIds/${String(n)}`)])),
    ...(await faultsOfPlace(tx, { branchId, activityId, teacherId, secondTeacherId, roomId })),
    ...faultsOfPair({ teacherId, secondTeacherId }, input),
    // A room that is there, but not for this actor, is not there for them.
    ...(room !== null && !isWithinReach ? [unknownReference('/roomId')] : []),
  ];
  if (room === null || faults.length > 0) throw invalid(faults);
  return {
    slot: {
      ...{ id: newId(), branchId, activityId, teacherId, secondTeacherId, roomId, seriesId: null },
      ...{
        topic: input.topic ?? null,
        groupId: null,
        ...timesOf(input),
        onDate: localDateOf(input.startsAt, room.timeZone),
      },
    },
    clientIds,
  };
}

const timesOf = ({ startsAt, minutes }: LessonRequest): { startsAt: string; endsAt: string } => ({
  startsAt,
  endsAt: addMinutes(startsAt, minutes),
});
