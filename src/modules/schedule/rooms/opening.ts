import type { DomainError } from '../../../kernel/errors.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { RoomClosed } from './rooms.errors.js';

/** When a room can be used: its opening hours, and the closures of its branch or of itself. */
export interface TimeInRoom {
  id: string;
  branchId: string;
  roomId: string;
  startsAt: string;
  endsAt: string;
}

/** Why a room cannot take a lesson at its time. */
export interface Shut {
  id: string;
  roomId: string;
  roomName: string;
  startsAt: string;
  endsAt: string;
  why: 'hours' | 'closure';
  closureId: string | null;
  closureName: string | null;
}

/**
 * Whoever plans holds the calendar till they commit; whoever changes it waits for them, and they for it. Without it a
 * closure and a lesson inside it, made at the same moment, would not see each other. Held before any row is locked.
 */
export async function holdCalendar(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock_shared(hashtextextended('calendar', 0))`);
}

/** For whoever adds or lifts a closure: nobody plans meanwhile. */
export async function takeCalendar(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('calendar', 0))`);
}

/** The times at which the room is shut, with the reason; a closure comes before the hours. */
export function shutAt(tx: Tx, times: readonly TimeInRoom[]): Promise<Shut[]> {
  if (times.length === 0) return Promise.resolve([]);
  const rows = times.map(({ id, branchId, roomId, startsAt, endsAt }) => ({
    ...{ id, branchId, roomId, startsAt, endsAt },
  }));
  return tx.query<Shut>(sql`
    select s.id, r.id as "roomId", r.name as "roomName", s."startsAt", s."endsAt",
           case when x.id is null then 'hours' else 'closure' end as why, x.id as "closureId", x.name as "closureName"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as s(id uuid, "branchId" uuid, "roomId" uuid, "startsAt" timestamptz, "endsAt" timestamptz)
    join rooms r on r.id = s."roomId"
    join branches b on b.id = s."branchId"
    left join lateral (
      select c.id, c.name from closed_ranges(s."branchId", s."roomId", s."startsAt", s."endsAt") k join closures c on c.id = k.closure_id
      where k.span && tstzrange(s."startsAt", s."endsAt") order by c.from_on, c.id limit 1) x on true
    where (x.id is not null or not is_within_hours(r.hours, s."startsAt" at time zone b.time_zone, s."endsAt" at time zone b.time_zone))
      -- A lesson that stays where it stands is not asked anew: its topic can be changed in a room that shut since.
      and not exists (select from lessons l where l.id = s.id and l.status = 'planned' and l.room_id = s."roomId"
                        and l.starts_at = s."startsAt" and l.ends_at = s."endsAt")
    order by s."startsAt", s.id`);
}

/** Refuses what does not lie within the hours of its room, or lies in a closure. */
export async function assertOpen(tx: Tx, times: readonly TimeInRoom[]): Promise<void> {
  const shut = await shutAt(tx, times);
  if (shut.length > 0) throw roomClosed(shut);
}

/** The refusal that names each time with its reason. */
export function roomClosed(shut: readonly Shut[]): DomainError {
  const conflicts = shut.map(({ roomId, roomName, startsAt, endsAt, why, closureId, closureName }) => ({
    ...{ roomId, roomName, startsAt, endsAt, why, closureId, closureName },
  }));
  return RoomClosed({}, { conflicts });
}
