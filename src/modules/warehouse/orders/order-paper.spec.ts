import type { Block, Table } from '../../../platform/render/index.js';
import { orderLetter, orderPaper, type PaperOrder } from './order-paper.js';

const line = (more: Partial<PaperOrder['lines'][number]> = {}): PaperOrder['lines'][number] => ({
  ...{ sku: 'PAINT', name: 'Краска', unit: 'pcs', quantity: '48', packSize: '12', packs: '4' },
  ...{ neededBy: '2026-11-26', price: 100_50, amount: 4_824_00 },
  ...more,
});
const order = (...lines: PaperOrder['lines']): PaperOrder => ({
  ...{ number: 'PO-2026-000001', approvedAt: '2026-11-23T09:00:00.000Z', approvedBy: null },
  ...{ supplier: 'ООО «Краски»', taxNumber: null, branch: 'Маяк', address: null, phone: null },
  ...{ zone: 'Europe/Moscow', warehouse: 'Склад', lines },
});
const tableIn = (blocks: readonly Block[]): Table => {
  const found = blocks.find((block) => typeof block === 'object' && 'table' in block);
  if (found === undefined || typeof found !== 'object' || !('table' in found)) throw new Error('no table');
  return found.table;
};
const notes = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => (typeof block === 'object' && 'footnote' in block ? [block.footnote] : []));
const titles = ({ columns }: Table): string[] => columns.map(({ title }) => title);

describe('the paper of an order', () => {
  it('says how much, in packs, at what price, and what it comes to', () => {
    const { blocks } = orderPaper(order(line(), line({ sku: 'BRUSH', price: 10_00, amount: 480_00 })), 'ru');
    const table = tableIn(blocks);
    expect(titles(table)).toEqual(['Артикул', 'Наименование', 'Кол-во', 'Упаковок', 'Цена', 'Сумма']);
    expect(table.rows[0]).toEqual(['PAINT', 'Краска', '48\u00A0шт.', '4 по 12 шт.', 100_50, 4_824_00]);
    expect(table.totals).toEqual([null, 'Итого', null, null, null, 5_304_00]);
    expect(notes(blocks)[0]).toMatch(/^Цены — последней поставки/);
  });

  it('leaves a line without a price out of the total, and says so', () => {
    const { blocks } = orderPaper(order(line(), line({ price: null, amount: null })), 'ru');
    expect(tableIn(blocks).totals?.at(-1)).toBe(4_824_00);
    expect(tableIn(blocks).rows[1]?.slice(-2)).toEqual([null, null]);
    expect(notes(blocks)[1]).toBe('Без цены: 1. В итог не вошли; назовите их цену в ответе.');
  });

  it('has no sums where no price is known, and no packs where nothing is packed', () => {
    const bare = line({ price: null, amount: null, packSize: '1' });
    const table = tableIn(orderPaper(order(bare), 'en').blocks);
    expect(titles(table)).toEqual(['SKU', 'Item', 'Quantity']);
    expect(table.totals).toBeUndefined();
  });

  it('is narrower as a letter: what belongs together stands together', () => {
    const { blocks } = orderLetter(order(line(), line({ packSize: '1' })), 'ru');
    const table = tableIn(blocks as Block[]);
    expect(titles(table)).toEqual(['Наименование', 'Кол-во', 'Цена', 'Сумма']);
    expect(table.rows.map((row) => row.slice(0, 2))).toEqual([
      ['PAINT · Краска', '48\u00A0шт. (4 по 12 шт.)'],
      ['PAINT · Краска', '48\u00A0шт.'],
    ]);
    expect(table.totals).toEqual(['Итого', null, null, 9_648_00]);
  });

  it('names the day of each line only where they differ; the last is the day of all', () => {
    const { blocks } = orderPaper(order(line(), line({ neededBy: '2026-11-30' })), 'en');
    expect(titles(tableIn(blocks)).at(-1)).toBe('Needed by');
    expect(JSON.stringify(blocks[0])).toContain('2026-11-30');
  });
});
