import type { Language } from '../../../kernel/errors.js';
import {
  formatValue,
  type Document,
  type LetterBlock,
  type Table,
  type Value,
  type ValueKind,
} from '../../../platform/render/index.js';

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
    /** Of one, in minor units, as last paid; null: not known. */
    price: number | null;
    amount: number | null;
  }[];
}
type PaperLine = PaperOrder['lines'][number];

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
    ...{ price: 'Цена', amount: 'Сумма', total: 'Итого' },
    prices: 'Цены — последней поставки, с НДС. Если они изменились, сообщите об этом в ответе.',
    unpriced: (lines: number) => `Без цены: ${String(lines)}. В итог не вошли; назовите их цену в ответе.`,
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
    ...{ price: 'Price', amount: 'Amount', total: 'Total' },
    prices:
      'Prices are those of the last delivery, VAT included. If they have changed, please say so in your answer.',
    unpriced: (lines: number) =>
      `Without a price: ${String(lines)}. The total leaves them out; please name their price in your answer.`,
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
      { table: tableOf(order, paperColumns(order, language)) },
      { paragraph: words.count(order.lines.length) },
      ...pricesOf(order, language).map((footnote) => ({ footnote })),
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
      { table: tableOf(order, letterColumns(order, language)) },
      ...pricesOf(order, language).map((footnote) => ({ footnote })),
      { paragraph: words.answer },
      { footnote: contact },
    ],
  };
}

interface Column {
  title: string;
  kind: ValueKind;
  align?: 'right';
  of: (line: PaperLine) => Value;
  total?: Value;
}

/** What says nothing is left out: packs where nothing is packed, prices where none is known, days where all are the same. */
function paperColumns(order: PaperOrder, language: Language): Column[] {
  const words = WORDS[language];
  return [
    { title: words.sku, kind: 'text', of: ({ sku }) => sku },
    { title: words.name, kind: 'text', of: ({ name }) => name, total: words.total },
    {
      ...{ title: words.quantity, kind: 'text', align: 'right' },
      of: (line) => quantityOf(line, language),
    },
    ...(order.lines.some(isPacked)
      ? [
          {
            ...({ title: words.packs, kind: 'text', align: 'right' } as const),
            of: (line: PaperLine) => (isPacked(line) ? packed(line, language) : null),
          },
        ]
      : []),
    ...sumsAndDays(order, language),
  ];
}

/** A letter is narrow: seven columns leave a name no room. */
function letterColumns(order: PaperOrder, language: Language): Column[] {
  const words = WORDS[language];
  return [
    { title: words.name, kind: 'text', of: ({ sku, name }) => `${sku} · ${name}`, total: words.total },
    {
      ...{ title: words.quantity, kind: 'text', align: 'right' },
      of: (line) => quantityOf(line, language) + (isPacked(line) ? ` (${packed(line, language)})` : ''),
    },
    ...sumsAndDays(order, language),
  ];
}

function sumsAndDays(order: PaperOrder, language: Language): Column[] {
  const words = WORDS[language];
  const columns: Column[] = [];
  if (total(order) !== null)
    columns.push(
      { title: words.price, kind: 'money', of: ({ price }) => price },
      { title: words.amount, kind: 'money', of: ({ amount }) => amount, total: total(order) },
    );
  if (new Set(order.lines.map(({ neededBy }) => neededBy)).size > 1)
    columns.push({ title: words.neededBy, kind: 'date', of: ({ neededBy }) => neededBy });
  return columns;
}

const tableOf = (order: PaperOrder, columns: readonly Column[]): Table => ({
  columns: columns.map(({ title, kind, align }) => ({ title, kind, ...(align !== undefined && { align }) })),
  rows: order.lines.map((line) => columns.map(({ of }) => of(line))),
  ...(total(order) !== null && { totals: columns.map((column) => column.total ?? null) }),
});

/** A pack of one is no pack. */
const isPacked = ({ packSize }: PaperLine): boolean => packSize !== '1';
const quantityOf = ({ quantity, unit }: PaperLine, language: Language): string =>
  `${written(quantity, language)}\u00A0${unitOf(unit, language)}`;
const packed = ({ packs, packSize, unit }: PaperLine, language: Language): string =>
  `${written(packs, language)} ${WORDS[language].of(written(packSize, language), unitOf(unit, language))}`;

/** Of the lines whose price is known; null: of none. */
const total = ({ lines }: PaperOrder): number | null => {
  const known = lines.flatMap(({ amount }) => amount ?? []);
  return known.length === 0 ? null : known.reduce((sum, amount) => sum + amount, 0);
};

/** What prices are good for, where there are any. */
function pricesOf(order: PaperOrder, language: Language): string[] {
  if (total(order) === null) return [];
  const unpriced = order.lines.filter(({ amount }) => amount === null).length;
  return [WORDS[language].prices, ...(unpriced === 0 ? [] : [WORDS[language].unpriced(unpriced)])];
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
