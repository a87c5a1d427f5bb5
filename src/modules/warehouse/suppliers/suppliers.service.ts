import { Injectable } from '@nestjs/common';
import { scopeOf } from '../../../kernel/actor.js';
import { CONTACTS, fieldsForbidden, membersSent } from '../../../kernel/field-groups.js';
import { invalid } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import { SupplierRow } from './supplier.entity.js';
import { supplierFaults, type OrderPolicy } from './supplier.rules.js';
import type { SupplierPatch, SupplierRequest } from './supplier-requests.dto.js';
import type { Supplier } from './suppliers.dto.js';
import { SupplierNotFound } from './suppliers.errors.js';
import { SuppliersQueries } from './suppliers.queries.js';

/** Whom the centre buys from, and how orders reach them. */
@Injectable()
export class SuppliersService {
  constructor(private readonly queries: SuppliersQueries) {}

  async create(tx: Tx, input: SupplierRequest): Promise<Supplier> {
    refuseContacts(tx, input);
    const { taxNumber = null, email = null, phone = null, orderPolicy = 'approval' } = input;
    refuse({ taxNumber, email, orderPolicy });
    const id = newId();
    await tx.insert(SupplierRow, {
      ...{ id, name: input.name, taxNumber, email, phone, orderPolicy },
      language: input.language ?? 'ru',
      orderDays: input.orderDays ?? [],
      leadDays: input.leadDays ?? 0,
      minOrderAmount: input.minOrderAmount?.amount ?? null,
      archivedAt: null,
    });
    return this.queries.get(tx, tx.actor, id);
  }

  async change(tx: Tx, id: string, patch: SupplierPatch, base: EditBase): Promise<Supplier> {
    refuseContacts(tx, patch);
    const { isArchived, minOrderAmount, ...rest } = patch;
    await editRecord(tx, {
      table: 'suppliers',
      id,
      patch: {
        ...rest,
        minOrderAmount: minOrderAmount === null ? null : minOrderAmount?.amount,
        archivedAt: isArchived === undefined ? undefined : isArchived ? tx.now : null,
      },
      base,
      notFound: SupplierNotFound,
      reach: sql`true`,
      check: (merged) =>
        refuse({
          taxNumber: merged['taxNumber'] as string | null,
          email: merged['email'] as string | null,
          orderPolicy: merged['orderPolicy'] as OrderPolicy,
        }),
    });
    return this.queries.get(tx, tx.actor, id);
  }

  /** Whom an order is to, if a receipt in this warehouse may name it: it is closed and not cancelled. */
  async ofOrder(tx: Tx, orderId: string | null, warehouseId: string): Promise<string | null> {
    const found = await tx.find<{ supplierId: string }>(sql`
      select supplier_id as "supplierId" from purchase_orders
      where id = ${orderId}::uuid and warehouse_id = ${warehouseId} and stage not in ('draft', 'cancelled')`);
    return found?.supplierId ?? null;
  }

  /** Whether each is there and in use. */
  async isOpen(tx: Tx, id: string): Promise<boolean> {
    return (await tx.find(sql`select 1 from suppliers where id = ${id} and archived_at is null`)) !== null;
  }
}

function refuseContacts(tx: Tx, body: object): void {
  const sent = membersSent(body, ['email', 'phone']);
  const scope = scopeOf(tx.actor, CONTACTS.read);
  if (sent.length > 0 && scope !== 'all' && scope !== 'branch')
    throw fieldsForbidden(
      [CONTACTS.read],
      sent.map((pointer) => ({ pointer })),
    );
}

function refuse(supplier: Parameters<typeof supplierFaults>[0]): void {
  const faults = supplierFaults(supplier);
  if (faults.length > 0) throw invalid(faults);
}
