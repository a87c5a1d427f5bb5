import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import type { Fault } from '../../kernel/errors.js';
import { fieldsForbidden } from '../../kernel/field-groups.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { localDateOf } from '../../platform/clock/clock.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { ClientsService } from '../clients/index.js';
import { BranchesService } from '../organisation/index.js';
import { EmployeesService } from '../staff/index.js';
import { Subscriptions } from '../subscriptions/index.js';
import { WarehousesService } from '../warehouse/index.js';
import { askedFaults, isSubscribed, subjectOf } from './sale.rules.js';
import { SaleSubjects, type SaleSubject } from './sale-subjects.js';
import type { SaleAsked } from './sale.types.js';
import { SaleWithoutWarehouse } from './sales.errors.js';
import { Sales } from './sales.permissions.js';

/** Where, when, to whom and by whom something is sold, and what that is. */
export interface SalePlace {
  readonly branchId: string;
  readonly today: LocalDate;
  readonly clientId: string | null;
  readonly sellerId: string | null;
  /** Where goods leave; null when none are sold. */
  readonly warehouseId: string | null;
  readonly subjects: readonly SaleSubject[];
}

/** What a sale stands on before it is decided: all that is wrong with it is said at once. */
@Injectable()
export class SalePlaces {
  constructor(
    private readonly branches: BranchesService,
    private readonly clients: ClientsService,
    private readonly employees: EmployeesService,
    private readonly warehouses: WarehousesService,
    private readonly subjects: SaleSubjects,
  ) {}

  /** The client is locked first: all commands about one client follow one another. */
  async meet(tx: Tx, asked: SaleAsked): Promise<SalePlace> {
    const { branchId, clientId } = asked;
    const branch = await this.branches.assertOpen(tx, Sales.sell, branchId);
    assertMay(tx, asked);
    if (clientId !== undefined)
      await tx.run(sql`select from clients where id = ${clientId} for no key update`);
    const { subjects, faults } = await this.subjects.of(tx, asked.lines);
    const wrong = [
      ...askedFaults(asked),
      ...(await this.clientFaults(tx, asked)),
      ...(await this.sellerFaults(tx, asked)),
      ...faults,
    ];
    if (wrong.length > 0) throw invalid(wrong);
    return {
      branchId: branch.id,
      today: localDateOf(tx.now, branch.timeZone),
      clientId: clientId?.toLowerCase() ?? null,
      sellerId: asked.sellerId ?? tx.actor.employeeId,
      warehouseId: await this.warehouse(tx, asked),
      subjects: subjects.flatMap((subject) => subject ?? []),
    };
  }

  private async clientFaults(tx: Tx, { clientId, branchId, lines }: SaleAsked): Promise<Fault[]> {
    if (clientId === undefined) return [];
    const [client] = await this.clients.getMany(tx, [clientId]);
    if (client === undefined || !reachesBranch(tx.actor, Sales.sell, client.branchId))
      return [unknownReference('/clientId')];
    const isSubscription = lines.some((line) => isSubscribed(subjectOf(line)?.kind ?? 'goods'));
    if (!isSubscription || client.branchId === branchId.toLowerCase()) return [];
    const detail = 'A plan or a visit is sold in the branch of the client.';
    return [{ pointer: '/clientId', code: 'client.other-branch', detail }];
  }

  private async sellerFaults(tx: Tx, { sellerId }: SaleAsked): Promise<Fault[]> {
    if (sellerId === undefined) return [];
    return (await this.employees.getMany(tx, [sellerId])).length > 0 ? [] : [unknownReference('/sellerId')];
  }

  private async warehouse(tx: Tx, { branchId, warehouseId, lines }: SaleAsked): Promise<string | null> {
    if (!lines.some((line) => line.itemId !== undefined)) return null;
    if (warehouseId === undefined) {
      const own = await this.warehouses.defaultOf(tx, branchId);
      if (own === null) throw SaleWithoutWarehouse();
      return own;
    }
    const open = await this.warehouses.open(tx, warehouseId, { permission: Sales.sell });
    if (open.branchId !== branchId.toLowerCase()) throw invalid([unknownReference('/warehouseId')]);
    return warehouseId;
  }
}

/** A price or an amount off of one's own choice, and subscriptions, ask for permissions of their own. */
function assertMay(tx: Tx, asked: SaleAsked): void {
  const needed = [
    ...(asked.discount === undefined ? [] : [{ pointer: '/discount', permission: Sales.discount }]),
    ...asked.lines.flatMap((line, index) => {
      const at = `/lines/${String(index)}`;
      const subject = subjectOf(line);
      if (subject !== null && isSubscribed(subject.kind))
        return [{ pointer: `${at}/${subject.member}`, permission: Subscriptions.write }];
      return (['unitPrice', 'discount'] as const)
        .filter((member) => line[member] !== undefined && line.discountId === undefined)
        .map((member) => ({ pointer: `${at}/${member}`, permission: Sales.discount }));
    }),
  ];
  const lacking = needed.filter(({ permission }) => !reachesBranch(tx.actor, permission, asked.branchId));
  if (lacking.length === 0) return;
  throw fieldsForbidden([...new Set(lacking.map(({ permission }) => permission))], lacking);
}
