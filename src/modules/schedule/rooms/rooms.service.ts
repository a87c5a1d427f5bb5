import { Injectable } from '@nestjs/common';
import { invalid } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { reach } from '../../../platform/database/reach.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import { BranchesService } from '../../organisation/index.js';
import { Schedule } from '../schedule.permissions.js';
import { faultsOfHours } from './hours.rules.js';
import { RoomRow } from './room.entity.js';
import type { Room, RoomPatch, RoomRequest } from './rooms.dto.js';
import { RoomNotFound } from './rooms.errors.js';
import { RoomsQueries } from './rooms.queries.js';

@Injectable()
export class RoomsService {
  constructor(
    private readonly queries: RoomsQueries,
    private readonly branches: BranchesService,
  ) {}

  async create(tx: Tx, input: RoomRequest): Promise<Room> {
    await this.branches.assertOpen(tx, Schedule.write, input.branchId);
    const faults = faultsOfHours(input.hours);
    if (faults.length > 0) throw invalid(faults);
    const id = newId();
    const { branchId, name, capacity, hours = null, equipment = [] } = input;
    await tx.insert(RoomRow, { id, branchId, name, capacity, hours, equipment });
    return this.queries.get(tx, id);
  }

  async change(tx: Tx, id: string, patch: RoomPatch, base: EditBase): Promise<Room> {
    const { isArchived, ...rest } = patch;
    const faults = faultsOfHours(patch.hours);
    if (faults.length > 0) throw invalid(faults);
    await editRecord(tx, {
      table: 'rooms',
      id,
      patch: { ...rest, archivedAt: isArchived === undefined ? undefined : isArchived ? tx.now : null },
      base,
      notFound: RoomNotFound,
      reach: reach(tx.actor, Schedule.write, { branch: sql`r.branch_id` }),
    });
    return this.queries.get(tx, id);
  }

  /** Puts a room away; one that is away already stays as it is. */
  async archive(tx: Tx, id: string): Promise<void> {
    const found = await tx.find<{ archivedAt: string | null }>(sql`
      select r.archived_at as "archivedAt" from rooms r
      where r.id = ${id} and ${reach(tx.actor, Schedule.write, { branch: sql`r.branch_id` })} for update`);
    if (found === null) throw RoomNotFound({ id });
    if (found.archivedAt === null) await tx.update(RoomRow, id, { archivedAt: tx.now });
  }
}
