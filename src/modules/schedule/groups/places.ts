import { unknownReference } from '../../../kernel/faults.js';
import type { Fault } from '../../../kernel/errors.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';

/** What a group, a series or a lesson names; undefined is not asked for. */
export interface Place {
  branchId: string;
  activityId?: string | undefined;
  teacherId?: string | undefined;
  /** Null: nobody beside the lead teacher. */
  secondTeacherId?: string | null | undefined;
  roomId?: string | undefined;
}

/** The faults of what is named, all at once, in one statement: not there, put away, gone, or a room of another branch. */
export async function faultsOfPlace(tx: Tx, place: Place): Promise<Fault[]> {
  const { activityId = null, teacherId = null, secondTeacherId = null, roomId = null } = place;
  const isEmployed = (id: string | null) =>
    sql`exists (select from employees where id = ${id}::uuid and (left_on is null or left_on > ${tx.now}::timestamptz::date))`;
  const found = await tx.one<{ activity: boolean; teacher: boolean; second: boolean; room: boolean }>(sql`
    select exists (select from activities where id = ${activityId}::uuid and archived_at is null) as activity,
           ${isEmployed(teacherId)} as teacher, ${isEmployed(secondTeacherId)} as second,
           exists (select from rooms where id = ${roomId}::uuid and branch_id = ${place.branchId}::uuid and archived_at is null) as room`);
  return [
    ...(activityId !== null && !found.activity ? [unknownReference('/activityId')] : []),
    ...(teacherId !== null && !found.teacher ? [unknownReference('/teacherId')] : []),
    ...(secondTeacherId !== null && !found.second ? [unknownReference('/secondTeacherId')] : []),
    ...(roomId !== null && !found.room ? [unknownReference('/roomId')] : []),
  ];
}

/** Who teaches, as it stands or is wanted. */
export interface Pair {
  teacherId: string;
  secondTeacherId?: string | null | undefined;
}

/** Two teachers are two people; the fault is of the member that was given. */
export function faultsOfPair(wanted: Pair, given: Partial<Pair> = wanted): Fault[] {
  const { teacherId, secondTeacherId } = wanted;
  if (secondTeacherId == null || secondTeacherId.toLowerCase() !== teacherId.toLowerCase()) return [];
  const pointer = given.secondTeacherId == null ? '/teacherId' : '/secondTeacherId';
  return [{ pointer, code: 'teacher.twice', detail: 'The second teacher is somebody else than the first.' }];
}

/** The second teacher who was asked for, or else the usual one, unless that one leads this time. */
export function secondTeacherOf(
  asked: { teacherId?: string | undefined; secondTeacherId?: string | null | undefined },
  usual: Pair,
): string | null {
  if (asked.secondTeacherId !== undefined) return asked.secondTeacherId;
  const { secondTeacherId = null } = usual;
  return secondTeacherId === asked.teacherId?.toLowerCase() ? null : secondTeacherId;
}
