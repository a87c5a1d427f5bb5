import { SheetCells, type RowFault } from '../../../platform/imports/cells.rules.js';
import { barcodeFault, eanCheckDigit, itemFaults, type ItemTerms } from '../items/item.rules.js';
import { fitsUnit, type ItemKind } from '../items/units.rules.js';
import { itemFieldNames, type ItemColumns, type ItemField } from './item-fields.rules.js';
import { amountOf, daysOf, kindOf, quantityOf, unitOf, vatOf, type KnownVat } from './item-words.rules.js';

/** A good row. */
export interface ImportedItem extends ItemTerms {
  row: number;
  sku: string;
  name: string;
  kind: ItemKind;
  vat: string;
  price: number;
  replacementPrice: number | null;
  leadDays: number | null;
  categoryId: string | null;
  supplierId: string | null;
  /** What lies in the warehouse to begin with, and what one cost. */
  opening: { quantity: string; cost: number } | null;
}

/** What rows are read against. */
export interface ItemWorld {
  categories: readonly { id: string; name: string }[];
  suppliers: readonly { id: string; name: string; taxNumber: string | null }[];
  vat: readonly KnownVat[];
  /** Where opening balances go; null: rows with one are faults. */
  warehouseId: string | null;
}

const SKU = /^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,63}$/u;

/** Reads one row; every fault of it at once. */
export function readItem(
  row: number,
  values: readonly string[],
  columns: ItemColumns,
  world: ItemWorld,
): ImportedItem | RowFault[] {
  const cells = new SheetCells<ItemField>(row, values, columns, itemFieldNames);
  const sku = readSku(cells);
  const name = cells.required('name');
  const quantity = (field: ItemField): string | null => cells.word(field, 'quantity.not-valid', quantityOf);
  const terms: ItemTerms = {
    barcode: readBarcode(cells),
    unit: cells.word('unit', 'unit.unknown', unitOf) ?? 'pcs',
    packSize: quantity('packSize') ?? '1',
    minQuantity: quantity('minQuantity'),
    maxQuantity: quantity('maxQuantity'),
    orderQuantity: quantity('orderQuantity'),
  };
  const rest = {
    kind: cells.word('kind', 'kind.unknown', kindOf) ?? ('goods' as const),
    vat: cells.word('vat', 'vat.unknown', (text) => vatOf(text, world.vat)) ?? 'none',
    price: cells.word('price', 'price.not-valid', amountOf) ?? 0,
    replacementPrice: cells.word('replacementPrice', 'price.not-valid', amountOf),
    leadDays: cells.word('leadDays', 'days.not-valid', daysOf),
    categoryId: readReference(cells, 'category', world.categories),
    supplierId: readSupplier(cells, world),
    opening: readOpening(cells, terms, world),
  };
  blameTerms(cells, terms);
  if (cells.faults.length > 0 || sku === null || name === null) return cells.faults;
  return { row, sku, name, ...terms, ...rest };
}

function readSku(cells: SheetCells<ItemField>): string | null {
  const sku = cells.required('sku');
  if (sku !== null && !SKU.test(sku)) cells.fault('sku', 'sku.not-valid', { value: sku });
  return sku;
}

/** What of the row must agree with itself; the barcode has been told of already. */
function blameTerms(cells: SheetCells<ItemField>, terms: ItemTerms): void {
  for (const { pointer = '', code } of itemFaults(terms))
    if (pointer !== '/barcode') cells.fault(pointer.slice(1) as ItemField, code, { unit: terms.unit });
  for (const field of ['packSize', 'orderQuantity'] as const)
    if (terms[field] !== null && Number(terms[field]) === 0) cells.fault(field, 'quantity.zero');
}

/** A spreadsheet may keep it as a number: leading zeros are lost and noughts come after a point. */
function readBarcode(cells: SheetCells<ItemField>): string | null {
  const text = cells.text('barcode');
  if (text === null) return null;
  const barcode = text.replace(/\s/g, '').replace(/\.0+$/, '');
  const fault = barcodeFault(barcode);
  if (fault !== null)
    cells.fault('barcode', fault.code, { value: text, digit: eanCheckDigit(barcode.slice(0, -1)) });
  return barcode;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function readReference(
  cells: SheetCells<ItemField>,
  field: 'category',
  known: ItemWorld['categories'],
): string | null {
  // Of "Art / Paints" the last part is the category.
  return cells.word(field, `${field}.unknown`, (text) => {
    const name =
      text
        .split(/[/>\\]/)
        .at(-1)
        ?.trim() ?? text;
    return known.find((one) => same(one.name, name))?.id ?? null;
  });
}

const readSupplier = (cells: SheetCells<ItemField>, { suppliers }: ItemWorld): string | null =>
  cells.word(
    'supplier',
    'supplier.unknown',
    (text) => suppliers.find(({ name, taxNumber }) => same(name, text) || taxNumber === text)?.id ?? null,
  );

function readOpening(
  cells: SheetCells<ItemField>,
  { unit }: ItemTerms,
  { warehouseId }: ItemWorld,
): ImportedItem['opening'] {
  const quantity = cells.word('quantity', 'quantity.not-valid', quantityOf);
  const cost = cells.word('cost', 'price.not-valid', amountOf);
  if (quantity === null || Number(quantity) === 0) return null;
  if (!fitsUnit(unit, quantity)) cells.fault('quantity', 'quantity.not-whole', { unit });
  if (cost === null && cells.text('cost') === null) cells.fault('cost', 'value.required');
  if (warehouseId === null) cells.fault('quantity', 'warehouse.required');
  return { quantity, cost: cost ?? 0 };
}
