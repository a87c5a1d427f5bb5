import type { Language } from '../../../kernel/errors.js';
import { formatValue, type Document, type LetterBlock, type Table } from '../../../platform/render/index.js';

/** An order as its paper needs it. */
export interface PaperOrder {
  number: string;
  approvedAt: string;
  /** Null: it went out by itself. */
  approvedBy: string | null;
  supplier: string;
  taxNumber: string | null;
  branch: string;
  address: string | null;
  phone: string | null;
  zone: string;
  warehouse: string;
  lines: readonly {
    sku: string;
    name: string;
    unit: string;
    quantity: string;
    packSize: string;
    packs: string;
    neededBy: string;
  }[];
}

const WORDS = {
  ru: {
    ...{ order: 'Заказ №', dated: 'от', hello: 'Здравствуйте!', phone: 'Телефон', date: 'Дата' },
    ...{ ask: 'Просим поставить товары из списка ниже. Тот же заказ — во вложении.', supplier: 'Поставщик' },
    ...{
      taxNumber: 'ИНН',
      buyer: 'Заказчик',
      deliver: 'Доставить',
      until: 'Не позднее',
      approved: 'Утвердил',
    },
    ...{ sku: 'Артикул', name: 'Наименование', quantity: 'Кол-во', packs: 'Упаковок', neededBy: 'К дате' },
    answer: 'Пожалуйста, подтвердите заказ и срок ответом на это письмо. Номер заказа укажите в накладной.',
    byItself: 'Заказ составлен по остаткам склада и действителен без подписи.',
    of: (size: string, unit: string) => `по ${size} ${unit}`,
    count: (lines: number) => `Позиций: ${String(lines)}`,
  },
  en: {
    ...{ order: 'Purchase order', dated: 'of', hello: 'Hello,', phone: 'Phone', date: 'Date' },
    ...{ ask: 'please deliver the goods listed below. The same order is attached.', supplier: 'Supplier' },
    ...{
      taxNumber: 'Tax number',
      buyer: 'Buyer',
      deliver: 'Deliver to',
      until: 'Not later than',
      approved: 'Approved by',
    },
    ...{ sku: 'SKU', name: 'Item', quantity: 'Quantity', packs: 'Packs', neededBy: 'Needed by' },
    answer:
      'Please confirm the order and its date by answering this letter. Name the number on the delivery note.',
    byItself: 'Made from the stock of the warehouse; valid without a signature.',
    of: (size: string, unit: string) => `of ${size} ${unit}`,
    count: (lines: number) => `Lines: ${String(lines)}`,
  },
} as const;

const UNITS: Readonly<Record<string, string>> = {
  ...{ pcs: 'шт.', pack: 'уп.', box: 'кор.', set: 'компл.', pair: 'пара', roll: 'рул.', sheet: 'лист' },
  ...{ kg: 'кг', g: 'г', l: 'л', ml: 'мл', m: 'м', cm: 'см', m2: 'м²' },
};
const unitOf = (unit: string, language: Language): string =>
  language === 'ru' ? (UNITS[unit] ?? unit) : unit === 'm2' ? 'm²' : unit;

/** Decimal places as the reader writes them. */
const written = (quantity: string, language: Language): string =>
  language === 'ru' ? quantity.replace('.', ',') : quantity;

/** The order as a page to keep. */
export function orderPaper(order: PaperOrder, language: Language): Omit<Document, 'currency'> {
  const words = WORDS[language];
  const { supplier, taxNumber, branch, phone, approvedAt, approvedBy, zone } = order;
  return {
    ...{ language, zone, createdAt: approvedAt, organisation: branch, footer: order.number },
    title: `${words.order} ${order.number}`,
    orientation: 'portrait',
    blocks: [
      {
        facts: [
          { title: words.date, value: dayOf(approvedAt, order, language) },
          { title: words.supplier, value: supplier },
          ...(taxNumber === null ? [] : [{ title: words.taxNumber, value: taxNumber }]),
          { title: words.buyer, value: branch },
          { title: words.deliver, value: placeOf(order) },
          ...(phone === null ? [] : [{ title: words.phone, value: phone }]),
          { title: words.until, kind: 'date', value: latest(order) },
        ],
      },
      { table: tableOf(order, language) },
      { paragraph: words.count(order.lines.length) },
      approvedBy === null
        ? { footnote: words.byItself }
        : { signatures: [{ title: words.approved, name: approvedBy }] },
    ],
  };
}

/** What the supplier reads first: the same list, without opening anything. */
export function orderLetter(
  order: PaperOrder,
  language: Language,
): { title: string; preheader: string; blocks: LetterBlock[] } {
  const words = WORDS[language];
  const until = formatValue('date', latest(order), { language, currency: 'RUB' });
  const { phone } = order;
  const contact = phone === null ? order.branch : `${order.branch}, ${phone}`;
  return {
    title: `${words.order} ${order.number}`,
    preheader: `${words.count(order.lines.length)} · ${words.until.toLowerCase()} ${until}`,
    blocks: [
      { paragraph: `${words.hello}\n${words.ask}` },
      { paragraph: `${words.deliver}: ${placeOf(order)}\n${words.until}: ${until}` },
      { table: tableOf(order, language) },
      { paragraph: words.answer },
      { footnote: contact },
    ],
  };
}

function tableOf(order: PaperOrder, language: Language): Table {
  const words = WORDS[language];
  return {
    columns: [
      { title: words.sku, kind: 'text' },
      { title: words.name, kind: 'text' },
      { title: words.quantity, kind: 'text', align: 'right' },
      { title: words.packs, kind: 'text', align: 'right' },
      { title: words.neededBy, kind: 'date' },
    ],
    rows: order.lines.map(({ sku, name, unit, quantity, packSize, packs, neededBy }) => {
      const of = unitOf(unit, language);
      const amount = `${written(quantity, language)} ${of}`;
      // A pack of one is no pack.
      const packed = `${written(packs, language)} ${words.of(written(packSize, language), of)}`;
      return [sku, name, amount, packSize === '1' ? null : packed, neededBy];
    }),
  };
}

const placeOf = ({ warehouse, address }: PaperOrder): string =>
  address === null ? warehouse : `${warehouse}, ${address}`;
/** By then everything is to be there; a line may be needed before. */
const latest = ({ lines }: PaperOrder): string | null =>
  lines
    .map(({ neededBy }) => neededBy)
    .sort()
    .at(-1) ?? null;
const dayOf = (instant: string, { zone }: PaperOrder, language: Language): string =>
  formatValue('instant', instant, { language, currency: 'RUB', zone });
