import { Injectable } from '@nestjs/common';
import { scopeOf } from '../../../kernel/actor.js';
import type { Fault } from '../../../kernel/errors.js';
import { invalid } from '../../../kernel/faults.js';
import { daysBetween } from '../../../kernel/local-date.js';
import { newId } from '../../../platform/database/ids.js';
import { reach } from '../../../platform/database/reach.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { BranchesService } from '../../organisation/index.js';
import type { Closure, ClosureRequest, HolidaysRequest } from './closures.dto.js';
import { ClosureRow } from './closure.entity.js';
import { ClosureLifted, ClosureNeedsAll, ClosureNotFound } from './closures.errors.js';
import { russianHolidays } from './holidays.js';
import { Closures } from './closures.permissions.js';
import { ClosuresQueries } from './closures.queries.js';

const MOST_DAYS = 366;

/** The record of closures; `ClosingService` does what it means for lessons. */
@Injectable()
export class ClosuresService {
  constructor(
    private readonly queries: ClosuresQueries,
    private readonly branches: BranchesService,
  ) {}

  async add(tx: Tx, input: ClosureRequest): Promise<Closure> {
    const { branchId = null, roomId = null, localFrom = null, localTo = null } = input;
    await this.assertWithin(tx, branchId);
    const toOn = input.toOn ?? input.fromOn;
    const faults = faultsOf({ branchId, roomId, localFrom, localTo, fromOn: input.fromOn, toOn });
    if (faults.length > 0) throw invalid(faults);
    const id = newId();
    await tx.insert(ClosureRow, {
      ...{ id, branchId, roomId, name: input.name, fromOn: input.fromOn, toOn, localFrom, localTo },
      ...{ kind: input.kind ?? 'closure', policy: input.policy ?? 'cancel' },
    });
    return this.queries.get(tx, id);
  }

  /** Takes over those of a year that are not there yet. */
  async addHolidays(tx: Tx, input: HolidaysRequest): Promise<Closure[]> {
    const { branchId = null, policy = 'cancel' } = input;
    await this.assertWithin(tx, branchId);
    const rows = russianHolidays(input.year).map((day) => ({ ...day, id: newId() }));
    const made = await tx.query<{ id: string }>(sql`
      insert into closures (id, branch_id, name, kind, policy, from_on, to_on, code)
      select h.id, ${branchId}::uuid, h.name, 'holiday', ${policy}, h."fromOn", h."toOn", h.code
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as h(id uuid, name text, "fromOn" date, "toOn" date, code text)
      order by h."fromOn" on conflict do nothing returning id`);
    const closures: Closure[] = [];
    for (const { id } of made) closures.push(await this.queries.get(tx, id));
    return closures;
  }

  async lift(tx: Tx, id: string): Promise<Closure> {
    const { branchId, liftedAt } = await this.hold(tx, id);
    await this.assertWithin(tx, branchId, false);
    if (liftedAt !== null) throw ClosureLifted({ liftedAt });
    await tx.update(ClosureRow, id, { liftedAt: tx.now });
    return this.queries.get(tx, id);
  }

  private async hold(tx: Tx, id: string): Promise<{ branchId: string | null; liftedAt: string | null }> {
    const found = await tx.find<{ branchId: string | null; liftedAt: string | null }>(sql`
      select c.branch_id as "branchId", c.lifted_at as "liftedAt" from closures c
      where c.id = ${id} and (c.branch_id is null or ${reach(tx.actor, Closures.write, { branch: sql`c.branch_id` })}) for update`);
    if (found === null) throw ClosureNotFound({ id });
    return found;
  }

  private async assertWithin(tx: Tx, branchId: string | null, open = true): Promise<void> {
    if (branchId === null && scopeOf(tx.actor, Closures.write) !== 'all') throw ClosureNeedsAll();
    if (branchId !== null && open) await this.branches.assertOpen(tx, Closures.write, branchId);
  }
}

type Days = Required<
  Pick<ClosureRequest, 'branchId' | 'roomId' | 'localFrom' | 'localTo' | 'fromOn' | 'toOn'>
>;

function faultsOf(closure: Days): Fault[] {
  const { branchId, roomId, localFrom, localTo, fromOn, toOn } = closure;
  const days = daysBetween(fromOn, toOn);
  const isPart = localFrom !== null && localTo !== null;
  const faults: (Fault | false)[] = [
    roomId !== null &&
      branchId === null && {
        pointer: '/branchId',
        code: 'value.required',
        detail: 'Name the branch of the room.',
      },
    days < 0 && { pointer: '/toOn', code: 'dates.crossed', detail: 'The last day is before the first.' },
    days > MOST_DAYS && {
      pointer: '/toOn',
      code: 'range.not-valid',
      detail: 'A closure lasts a year at most.',
    },
    !isPart &&
      localFrom !== localTo && {
        pointer: localFrom === null ? '/localFrom' : '/localTo',
        code: 'value.required',
        detail: 'A part of the day has a beginning and an end.',
      },
    isPart &&
      localTo <= localFrom && {
        pointer: '/localTo',
        code: 'hours.crossed',
        detail: 'The end is before the start.',
      },
  ];
  return faults.filter((fault) => fault !== false);
}
