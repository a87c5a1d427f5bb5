import { Injectable } from '@nestjs/common';
import type { Fault } from '../../kernel/errors.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { localDateOf } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { clientReach, groupReach } from '../schedule/index.js';
import { fitsUnit, StockService, WarehousesService, type Basis, type Unit } from '../warehouse/index.js';
import { dayFaults, itemFaults, termFaults, type Amount, type GroupOfLoan } from './loan.rules.js';
import { loanMade } from './loans.events.js';
import { Loans } from './loans.permissions.js';
import type { LoanRequest } from './loan-requests.dto.js';
import type { LoanCard } from './loans.dto.js';
import { LoansQueries } from './loans.queries.js';
import { LoansRepository, type NewLoan } from './loans.repository.js';

/** Where from, and the day it is there. */
export interface LendingPlace {
  warehouseId: string;
  branchId: string;
  today: LocalDate;
}

/** What lends, singly; `group-loans` lends to many by the same steps. */
@Injectable()
export class LendingService {
  constructor(
    private readonly repository: LoansRepository,
    private readonly warehouses: WarehousesService,
    private readonly stock: StockService,
    private readonly queries: LoansQueries,
    private readonly events: Events,
  ) {}

  async lend(tx: Tx, input: LoanRequest): Promise<LoanCard> {
    const { clientId, groupId = null, untilOn = null, comment = null, items } = input;
    const client = await this.holdClient(tx, clientId);
    const group = groupId === null ? null : await groupOf(tx, groupId, clientId, input.lentOn);
    const faults = [
      ...(client === null ? [unknownReference('/clientId')] : []),
      ...(groupId !== null && group === null ? [unknownReference('/groupId')] : []),
      ...(await this.itemFaults(tx, items)),
    ];
    if (client === null || (groupId !== null && group === null)) throw invalid(faults);
    const place = await this.placeOf(tx, input.warehouseId, group?.branchId ?? client.branchId);
    const lentOn = input.lentOn ?? place.today;
    faults.push(...dayFaults(lentOn, { today: place.today, pointer: '/lentOn' }));
    faults.push(...termFaults({ lentOn, untilOn, group }));
    if (faults.length > 0) throw invalid(faults);
    const id = newId();
    const pointers = items.map((_, index) => `/items/${String(index)}`);
    const loan = { id, clientId, groupId, lentOn, untilOn, comment, items };
    await this.carryOut(tx, place, [loan], { basis: { kind: 'loan', id }, lines: items, pointers });
    return this.queries.get(tx, id);
  }

  /** Stock moves by one waybill, whatever the number of loans. */
  async carryOut(
    tx: Tx,
    { warehouseId, branchId }: LendingPlace,
    loans: readonly NewLoan[],
    { basis, lines, pointers }: { basis: Basis; lines: readonly Amount[]; pointers: readonly string[] },
  ): Promise<void> {
    const onDate = loans[0]?.lentOn;
    if (onDate === undefined) return;
    const waybill = await this.stock.lend(tx, { warehouseId, onDate, basis, lines, pointers });
    await this.repository.insert(tx, { branchId, warehouseId, waybillId: waybill.id }, loans);
    await this.events.recordMany(
      tx,
      loans.map(({ id, clientId, groupId }) => ({
        event: loanMade({ loanId: id, clientId, groupId }),
        place: { subjectId: id, branchId },
      })),
    );
  }

  /** The warehouse named, or the one the branch works with. */
  async placeOf(tx: Tx, named: string | undefined, branchId: string): Promise<LendingPlace> {
    const id = named ?? (await this.warehouses.defaultOf(tx, branchId));
    if (id === null)
      throw invalid([
        {
          ...{ pointer: '/warehouseId', code: 'value.required' },
          detail: 'The branch has no warehouse: name the one it is lent from.',
        },
      ]);
    const warehouse = await this.warehouses.open(tx, id, { permission: Loans.write });
    const { timeZone } = await tx.one<{ timeZone: string }>(
      sql`select time_zone as "timeZone" from branches where id = ${warehouse.branchId}`,
    );
    return {
      ...{ warehouseId: id, branchId: warehouse.branchId, today: localDateOf(tx.now, timeZone) },
    };
  }

  async itemFaults(tx: Tx, wanted: readonly Amount[]): Promise<Fault[]> {
    const items = await tx.query<{ id: string; kind: string; unit: Unit; isArchived: boolean }>(sql`
      select id, kind, unit, archived_at is not null as "isArchived" from items
      where id = any (${wanted.map(({ itemId }) => itemId)}::uuid[])`);
    return itemFaults(
      wanted,
      items.map((item) => ({ ...item, hasParts: fitsUnit(item.unit, '0.5') })),
    );
  }

  /** Loans of one client follow one another; who is out of reach or became another record is nobody. */
  private holdClient(tx: Tx, id: string): Promise<{ branchId: string } | null> {
    return tx.find(sql`
      select c.branch_id as "branchId" from clients c
      where c.id = ${id} and c.merged_into_id is null and c.erased_at is null and ${clientReach(tx.actor)}
      for no key update of c`);
  }
}

/** The group, and whether the client belongs to it then or will. */
export async function groupOf(
  tx: Tx,
  groupId: string,
  clientId: string,
  lentOn: LocalDate | undefined,
): Promise<(GroupOfLoan & { branchId: string }) | null> {
  return tx.find(sql`
    select g.branch_id as "branchId", g.ends_on as "endsOn", g.archived_at is not null as "isArchived",
           exists (select from group_members m where m.group_id = g.id and m.client_id = ${clientId}
                   and (m.left_on is null or m.left_on > coalesce(${lentOn ?? null}::date, (${tx.now}::timestamptz at time zone b.time_zone)::date))) as "isMember"
    from groups g join branches b on b.id = g.branch_id
    where g.id = ${groupId} and ${groupReach(tx.actor, Loans.write)}`);
}
