import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import { VatService } from '../../catalogue/index.js';
import { EmployeesService } from '../../staff/index.js';
import { ItemRow } from './item.entity.js';
import { itemFaults, type ItemTerms } from './item.rules.js';
import type { Item, ItemPatch, ItemRequest } from './items.dto.js';
import { ItemHasMoved, ItemInStock, ItemNotFound } from './items.errors.js';
import { ItemsQueries } from './items.queries.js';
import type { Unit } from './units.rules.js';

/** The nomenclature: what is kept in stock. */
@Injectable()
export class ItemsService {
  constructor(
    private readonly queries: ItemsQueries,
    private readonly employees: EmployeesService,
    private readonly vat: VatService,
  ) {}

  async create(tx: Tx, input: ItemRequest): Promise<Item> {
    const row = rowOf(newId(), input);
    refuse(row);
    await this.assertReferences(tx, input);
    await tx.insert(ItemRow, row);
    return this.queries.get(tx, row.id);
  }

  async change(tx: Tx, id: string, patch: ItemPatch, base: EditBase): Promise<Item> {
    const { isArchived, price, replacementPrice, ...rest } = patch;
    await this.assertReferences(tx, patch);
    await editRecord(tx, {
      table: 'items',
      id,
      patch: {
        ...rest,
        ...numbersOf(patch),
        price: price?.amount,
        replacementPrice: replacementPrice === null ? null : replacementPrice?.amount,
        archivedAt: isArchived === undefined ? undefined : isArchived ? tx.now : null,
      },
      base,
      notFound: ItemNotFound,
      reach: sql`true`,
      check: async (merged, before) => {
        refuse(termsOf(merged));
        if (merged['unit'] !== before['unit']) await this.assertUnmoved(tx, id);
        if (merged['archivedAt'] !== null && before['archivedAt'] === null) await this.assertGone(tx, id);
      },
    });
    return this.queries.get(tx, id);
  }

  get(reader: Reader, id: string): Promise<Item> {
    return this.queries.get(reader, id);
  }

  /** All of them in the order asked; an id that is not there is a fault at its place in `pointer`. */
  async getMany(
    reader: Reader,
    ids: readonly string[],
    pointer: (index: number) => string = (index) => `/itemIds/${String(index)}`,
  ): Promise<Item[]> {
    const found = new Map((await this.queries.getMany(reader, ids)).map((item) => [item.id, item]));
    const faults = ids.flatMap((id, index) => (found.has(id) ? [] : [unknownReference(pointer(index))]));
    if (faults.length > 0) throw invalid(faults);
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  private async assertReferences(tx: Tx, given: Partial<ItemRequest>): Promise<void> {
    const { categoryId = null, supplierId = null, responsibleId = null } = given;
    const { hasCategory, hasSupplier } = await tx.one<{ hasCategory: boolean; hasSupplier: boolean }>(sql`
      select ${categoryId}::uuid is null or exists (select from item_categories where id = ${categoryId}) as "hasCategory",
             ${supplierId}::uuid is null or exists (select from suppliers where id = ${supplierId}) as "hasSupplier"`);
    const known = responsibleId === null ? [] : await this.employees.getMany(tx, [responsibleId]);
    const { vat } = given;
    const faults = [
      ...(vat === undefined || (await this.vat.knows(tx, vat)) ? [] : [unknownReference('/vat')]),
      ...(hasCategory ? [] : [unknownReference('/categoryId')]),
      ...(hasSupplier ? [] : [unknownReference('/supplierId')]),
      ...(responsibleId === null || known.length > 0 ? [] : [unknownReference('/responsibleId')]),
    ];
    if (faults.length > 0) throw invalid(faults);
  }

  /** Ten kilograms do not become ten pieces. */
  private async assertUnmoved(tx: Tx, id: string): Promise<void> {
    const { isUsed } = await tx.one<{ isUsed: boolean }>(sql`
      select exists (select from waybill_lines where item_id = ${id}) or exists (select from cost_norm_materials where item_id = ${id}) as "isUsed"`);
    if (isUsed) throw ItemHasMoved();
  }

  private async assertGone(tx: Tx, id: string): Promise<void> {
    const left = await tx.find(
      sql`select 1 from stock_balances where item_id = ${id} and (on_hand > 0 or on_loan > 0) limit 1`,
    );
    if (left !== null) throw ItemInStock();
  }
}

export function rowOf(id: string, input: ItemRequest): ItemRow & ItemTerms {
  return {
    id,
    sku: input.sku,
    barcode: input.barcode ?? null,
    name: input.name,
    kind: input.kind,
    categoryId: input.categoryId ?? null,
    unit: input.unit,
    packSize: input.packSize ?? '1',
    vat: input.vat ?? 'none',
    price: input.price?.amount ?? 0,
    replacementPrice: input.replacementPrice?.amount ?? null,
    minQuantity: input.minQuantity ?? null,
    maxQuantity: input.maxQuantity ?? null,
    orderQuantity: input.orderQuantity ?? null,
    leadDays: input.leadDays ?? null,
    supplierId: input.supplierId ?? null,
    responsibleId: input.responsibleId ?? null,
    archivedAt: null,
  };
}

/** A row as JSON has numbers where the contract has decimal texts: an edit compares like with like. */
function numbersOf(patch: ItemPatch): Record<string, number | null | undefined> {
  const number = (text: string | null | undefined) => (text == null ? text : Number(text));
  return {
    packSize: number(patch.packSize),
    minQuantity: number(patch.minQuantity),
    maxQuantity: number(patch.maxQuantity),
    orderQuantity: number(patch.orderQuantity),
  };
}

function termsOf(merged: Record<string, unknown>): ItemTerms {
  const text = (member: string): string | null => (merged[member] as number | null)?.toString() ?? null;
  return {
    barcode: merged['barcode'] as string | null,
    unit: merged['unit'] as Unit,
    packSize: text('packSize') ?? '1',
    minQuantity: text('minQuantity'),
    maxQuantity: text('maxQuantity'),
    orderQuantity: text('orderQuantity'),
  };
}

function refuse(terms: ItemTerms): void {
  const faults = itemFaults(terms);
  if (faults.length > 0) throw invalid(faults);
}
