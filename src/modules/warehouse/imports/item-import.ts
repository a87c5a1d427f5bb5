import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Db } from '../../../platform/database/db.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { RowFault } from '../../../platform/imports/cells.rules.js';
import type { SheetChoices } from '../../../platform/imports/import-report.js';
import type { SheetSurvey } from '../../../platform/imports/import-source.js';
import { SheetImports, type ReadRow, type TakenRows } from '../../../platform/imports/sheet-imports.js';
import { readSheet } from '../../../platform/sheets/sheets.js';
import { VatService } from '../../catalogue/index.js';
import { ItemRow } from '../items/item.entity.js';
import { itemFaultText } from './item-fault-texts.rules.js';
import {
  itemFieldNames,
  namesItems,
  readItemColumns,
  type ItemColumns,
  type ItemMapping,
} from './item-fields.rules.js';
import { readItem, type ImportedItem, type ItemWorld } from './item-row.rules.js';
import { OpeningBalances } from './opening-balances.js';

/** Name of the operation; rows in the database carry it. */
export const ITEMS_IMPORT = 'items.import';

export interface ItemImportChoices extends SheetChoices {
  mapping: ItemMapping;
  /** Where opening balances go. */
  warehouseId: string | null;
}

/** How a price list becomes items. An item is there already by its SKU, and then stays as it is. */
@Injectable()
export class ItemImport implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly imports: SheetImports,
    private readonly openings: OpeningBalances,
    private readonly vat: VatService,
  ) {}

  onModuleInit(): void {
    this.imports.on<ImportedItem, ItemColumns, ItemImportChoices, ItemWorld>({
      kind: ITEMS_IMPORT,
      counts: ['created', 'unchanged', 'received'],
      faultText: itemFaultText,
      columns: ({ mapping }) => ({
        read: (headers) => readItemColumns(headers, mapping),
        isEnough: namesItems,
      }),
      world: (_, { warehouseId }) => this.worldOf(warehouseId),
      rows: readRows,
      // Nobody makes an item of the same SKU meanwhile; items are read and counted as ever.
      lock: async (tx) => {
        await tx.run(sql`lock table items in share row exclusive mode`);
      },
      take: (tx, rows, { columns, world }) => this.take(tx, rows, columns, world),
    });
  }

  private async worldOf(warehouseId: string | null): Promise<ItemWorld> {
    const categories = await this.db.query<ItemWorld['categories'][number]>(
      sql`select id, name from item_categories where archived_at is null order by id`,
    );
    const suppliers = await this.db.query<ItemWorld['suppliers'][number]>(
      sql`select id, name, tax_number as "taxNumber" from suppliers where archived_at is null order by id`,
    );
    const vat = await this.vat.codes(this.db);
    return { categories, suppliers, vat, warehouseId };
  }

  private async take(
    tx: Tx,
    rows: readonly ImportedItem[],
    columns: ItemColumns,
    { warehouseId }: ItemWorld,
  ): Promise<TakenRows> {
    const known = await tx.query<{ id: string; sku: string; barcode: string | null }>(sql`
      select id, lower(sku) as sku, barcode from items
      where lower(sku) = any (${rows.map(({ sku }) => sku.toLowerCase())}::text[])
         or barcode = any (${rows.flatMap(({ barcode }) => barcode ?? [])}::text[])`);
    const idOf = new Map(known.map(({ id, sku }) => [sku, id]));
    const ownerOf = new Map(known.map(({ sku, barcode }) => [barcode, sku]));
    const faults: RowFault[] = [];
    const fresh: ItemRow[] = [];
    const opened: { itemId: string; quantity: string; cost: number }[] = [];
    let unchanged = 0;
    for (const { row, opening, ...item } of rows) {
      const knownId = idOf.get(item.sku.toLowerCase());
      const owner = item.barcode === null ? undefined : ownerOf.get(item.barcode);
      if (knownId === undefined && owner !== undefined) {
        const column = columns.header.barcode ?? itemFieldNames.titles.barcode;
        faults.push({ row, column, code: 'barcode.taken', params: { sku: owner } });
        continue;
      }
      const id = knownId ?? newId();
      if (knownId === undefined) fresh.push({ id, ...item, responsibleId: null, archivedAt: null });
      else unchanged += 1;
      if (opening !== null) opened.push({ itemId: id, ...opening });
    }
    await tx.insert(ItemRow, fresh);
    const received = warehouseId === null ? 0 : await this.openings.receive(tx, warehouseId, opened);
    return { counts: { created: fresh.length, unchanged, received }, faults };
  }
}

/** Rows of the same file that repeat an earlier SKU or barcode are faults. */
async function* readRows(
  bytes: Buffer,
  { headerRow, columns }: SheetSurvey<ItemColumns>,
  world: ItemWorld,
  { sheet }: ItemImportChoices,
): AsyncGenerator<ReadRow<ImportedItem>> {
  const seen = new Map<string, number>();
  for await (const { number, cells } of readSheet(bytes, { sheet: sheet ?? undefined })) {
    if (number <= headerRow) continue;
    const read = readItem(number, cells, columns, world);
    if (Array.isArray(read)) {
      yield { number, faults: read };
      continue;
    }
    const keys = {
      sku: `sku ${read.sku.toLowerCase()}`,
      barcode: `barcode ${read.barcode ?? `of row ${String(number)}`}`,
    };
    const repeated = (['sku', 'barcode'] as const).find((field) => seen.has(keys[field]));
    if (repeated === undefined) {
      seen.set(keys.sku, number).set(keys.barcode, number);
      yield { number, row: read };
    } else {
      const column = columns.header[repeated] ?? itemFieldNames.titles[repeated];
      const params = { row: seen.get(keys[repeated]) ?? 0 };
      yield { number, faults: [{ row: number, column, code: 'row.repeated', params }] };
    }
  }
}
