import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { reach } from '../../../platform/database/reach.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { Schedule } from '../schedule.permissions.js';
import type { Room, RoomListQuery } from './rooms.dto.js';
import { RoomNotFound } from './rooms.errors.js';

const ROOM = sql`
  select r.id, r.branch_id as "branchId", r.name, r.capacity, r.hours, r.equipment, r.archived_at is not null as "isArchived",
         r.version, r.created_at as "createdAt", r.created_by as "createdBy",
         r.updated_at as "updatedAt", r.updated_by as "updatedBy"
  from rooms r`;

@Injectable()
export class RoomsQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: RoomListQuery): Promise<Page<Room>> {
    return keysetPage<Room>(this.db, {
      query,
      sorts: {
        name: { column: sql`r.name`, type: 'text' },
        createdAt: { column: sql`r.created_at`, type: 'timestamptz' },
      },
      defaultSort: 'name',
      id: sql`r.id`,
      select: ROOM,
      where: [
        roomReach(actor),
        query.branchId !== undefined && sql`r.branch_id = ${query.branchId}`,
        archivedIs(sql`r.archived_at`, query.archived),
        query.equipment !== undefined && sql`${query.equipment} = any (r.equipment)`,
      ],
    });
  }

  async getFor(actor: Actor, id: string): Promise<Room> {
    const room = await this.db.findQuickly<Room>(sql`${ROOM} where r.id = ${id} and ${roomReach(actor)}`);
    if (room === null) throw RoomNotFound({ id });
    return room;
  }

  async get(reader: Reader, id: string): Promise<Room> {
    const room = await reader.find<Room>(sql`${ROOM} where r.id = ${id}`);
    if (room === null) throw RoomNotFound({ id });
    return room;
  }
}

/** A teacher's own rooms are those they teach in. */
const roomReach = (actor: Actor): Sql =>
  reach(actor, Schedule.read, {
    branch: sql`r.branch_id`,
    own: sql`exists (select from lessons o where o.room_id = r.id and o.teacher_id = ${actor.employeeId})`,
  });

/** What `archived=true|false|any` asks of a column `archived_at`. */
export function archivedIs(column: Sql, wanted = 'false'): Sql | null {
  if (wanted === 'any') return null;
  return wanted === 'true' ? sql`${column} is not null` : sql`${column} is null`;
}
