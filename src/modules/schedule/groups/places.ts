import { unknownReference } from '../../../kernel/faults.js';
import type { Fault } from '../../../kernel/errors.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';

/** What a group, a series or a lesson names; undefined is not asked for. */
export interface Place {
  branchId: string;
  activityId?: string | undefined;
  teacherId?: string | undefined;
  roomId?: string | undefined;
}

/** The faults of what is named, all at once, in one statement: not there, put away, gone, or a room of another branch. */
export async function faultsOfPlace(tx: Tx, place: Place): Promise<Fault[]> {
  const { activityId = null, teacherId = null, roomId = null } = place;
  const found = await tx.one<{ activity: boolean; teacher: boolean; room: boolean }>(sql`
    select exists (select from activities where id = ${activityId}::uuid and archived_at is null) as activity,
           exists (select from employees where id = ${teacherId}::uuid and (left_on is null or left_on > ${tx.now}::timestamptz::date)) as teacher,
           exists (select from rooms where id = ${roomId}::uuid and branch_id = ${place.branchId}::uuid and archived_at is null) as room`);
  return [
    ...(activityId !== null && !found.activity ? [unknownReference('/activityId')] : []),
    ...(teacherId !== null && !found.teacher ? [unknownReference('/teacherId')] : []),
    ...(roomId !== null && !found.room ? [unknownReference('/roomId')] : []),
  ];
}
