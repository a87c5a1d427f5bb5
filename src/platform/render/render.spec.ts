import { getDocumentProxy, extractText } from 'unpdf';
import type { Chart, Document, Letter, Table } from './blocks.js';
import { chartPng, chartSvg } from './chart.js';
import { fontRuns } from './fonts.js';
import {
  formatDuration,
  formatInstant,
  formatMoney,
  formatPercent,
  formatPeriod,
  formatValue,
} from './formats.js';
import { renderHtml } from './html.js';
import { letterPage } from './letter.js';
import { renderPdf } from './pdf.js';

const RU = { language: 'ru', currency: 'RUB', zone: 'Europe/Moscow' } as const;
const EN = { ...RU, language: 'en' } as const;
const plain = (text: string): string => text.replaceAll(/[\u00A0\u202F]/g, ' ');
const HOSTILE = '<script>alert("x")</script> & \'co\'';

const table: Table = {
  title: 'Платежи',
  columns: [
    { title: 'Способ', kind: 'text' },
    { title: 'Сумма', kind: 'money' },
    { title: 'Доля', kind: 'percent' },
  ],
  rows: [
    ['Наличные → ✓', 1_234_550, 40],
    [HOSTILE, -100, null],
  ],
  totals: ['Итого', 1_234_450, null],
};
const chart: Chart = {
  kind: 'bar',
  title: 'Выручка',
  categories: ['Ёлкина', HOSTILE],
  series: [{ name: 'Сумма', values: [100, null] }],
  valueKind: 'money',
};
const page = (blocks: Document['blocks']): Document => ({
  ...RU,
  title: 'Проба «Ёж»',
  createdAt: '2026-11-23T10:00:00.000Z',
  blocks,
});

async function textOf(pdf: Buffer): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false });
  return text.map((one) => plain(one));
}

describe('how values are written', () => {
  it.each([
    [formatMoney(123_456_750, RU), '1 234 567,50 ₽'],
    [formatMoney(-5, EN), '-₽0.05'],
    [formatMoney(1500, { ...EN, currency: 'JPY' }), '¥1,500'],
    [formatPercent(87.54, 'ru'), '87,5 %'],
    [formatPercent(0, 'en'), '0.0%'],
    [formatDuration(90, 'ru'), '1 ч 30 мин'],
    [formatDuration(0, 'en'), '0 min'],
    [formatDuration(-60, 'en'), '−1 h'],
    [formatPeriod('2026-11-01', '2026-12-01', 'ru'), '01.11.2026 – 30.11.2026'],
    [formatPeriod('2024-02-29', '2024-03-01', 'en'), '29 Feb 2024'],
    [formatInstant('2026-11-23T21:30:00.000Z', RU), '24.11.2026 00:30'],
    [formatValue('money', null, RU), '—'],
    [formatValue('integer', 1234567, EN), '1,234,567'],
  ])('%s', (written, expected) => expect(plain(written)).toBe(expected));

  it('gives each letter to a font that has it', () =>
    expect(fontRuns('Ёж → ₽')).toEqual([
      { text: 'Ёж ', isSpare: false },
      { text: '→', isSpare: true },
      { text: ' ₽', isSpare: false },
    ]));
});

describe('a PDF', () => {
  it('is the same for the same document', async () => {
    const document = page([{ chart }, { table }, { signatures: [{ title: 'Директор', name: 'Ёлкина' }] }]);
    const [first, second] = [await renderPdf(document), await renderPdf(document)];
    expect(first.equals(second)).toBe(true);
  });

  it('can be read back, letters and figures', async () => {
    const [text = ''] = await textOf(await renderPdf(page([{ paragraph: 'Съешь ещё 5 булок' }, { table }])));
    for (const part of ['Проба «Ёж»', 'Съешь ещё 5 булок', 'Платежи, ₽', '12 345,50', '40,0 %', '✓', '1 / 1'])
      expect(text).toContain(part);
  });

  it('repeats the head of a table on every page and numbers the pages', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => [`Строка ${String(index)}`, index, 1]);
    const pages = await textOf(await renderPdf(page([{ table: { ...table, rows } }])));
    expect(pages.length).toBeGreaterThan(2);
    for (const [index, text] of pages.entries()) {
      expect(text).toContain('Способ');
      expect(text).toContain(`${String(index + 1)} / ${String(pages.length)}`);
    }
  });

  it('lies down for a wide table', async () => {
    const columns = Array.from({ length: 14 }, (_, at) => ({
      title: `Посещаемость ${String(at)}`,
      kind: 'money' as const,
    }));
    const wide = await renderPdf(page([{ table: { columns, rows: [columns.map(() => 123_456_789)] } }]));
    expect(wide.toString('latin1')).toContain('[0 0 841.89 595.28]');
    expect((await renderPdf(page([{ table }]))).toString('latin1')).toContain('[0 0 595.28 841.89]');
  });
});

describe('a chart', () => {
  it('is the same for the same figures, and brings nothing from strangers into the page', () => {
    expect(chartSvg(chart, RU)).toBe(chartSvg(chart, RU));
    expect(chartSvg(chart, RU)).not.toContain('<script');
    expect(chartSvg({ ...chart, kind: 'line' }, RU)).toBe(chartSvg({ ...chart, kind: 'line' }, RU));
  });

  it('names each of a few upright bars, in a narrow picture too', () => {
    const categories = ['Наличные', 'Карта', 'Банковский перевод', 'Онлайн'];
    const upright = { ...chart, kind: 'bar', horizontal: false, categories } as const;
    const series = [
      { name: 'Поступило', values: [1, 2, 3, 4] },
      { name: 'Возвращено', values: [0, 1, 0, 0] },
    ];
    const svg = chartSvg({ ...upright, series }, RU, 480);
    for (const word of ['Наличные', 'Карта', 'Банковский', 'перевод', 'Онлайн'])
      expect(svg).toMatch(new RegExp(`>${word} ?<`));
  });

  it('comes as a PNG of twice its size', () => {
    const png = chartPng(chart, RU);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1520, 680]);
  });
});

describe('an HTML page', () => {
  it('escapes whatever comes from outside', () => {
    const html = renderHtml(
      page([{ heading: HOSTILE }, { table }, { chart }, { facts: [{ title: HOSTILE, value: HOSTILE }] }]),
    );
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;co&#39;');
    expect(html).not.toMatch(/(src|href)="(?!data:)/);
  });
});

describe('a letter', () => {
  const letter: Letter = {
    ...RU,
    title: 'Сводка',
    preheader: HOSTILE,
    blocks: [
      { paragraph: HOSTILE },
      { figures: [{ title: 'Отказы', kind: 'integer', value: 6, before: 4, rise: 'bad' }] },
      { table },
      { cid: 'c1', alt: 'Выручка по дням' },
      { link: 'https://example.org/?a=1&b=2', label: 'Открыть' },
    ],
  };

  it('says in text what it says in HTML', () => {
    const { html, text } = letterPage(letter);
    for (const part of ['Сводка', 'больше на 50,0 %, было 4', '12 345,50', 'Выручка по дням', 'Открыть']) {
      expect(plain(html)).toContain(part);
      expect(text).toContain(part);
    }
    expect(text).toContain('https://example.org/?a=1&b=2');
  });

  it('escapes and asks nothing from outside', () => {
    const { html } = letterPage(letter);
    expect(html).not.toContain('<script');
    expect(html.match(/src="[^"]*"/g)).toEqual(['src="cid:c1"']);
    expect(html).toContain('href="https://example.org/?a=1&amp;b=2"');
  });

  it('refuses a link that would run', () =>
    expect(() => letterPage({ ...letter, blocks: [{ link: 'javascript:alert(1)', label: 'x' }] })).toThrow(
      'http',
    ));

  it('stands columns beneath each other, numbers at the right', () => {
    const { text } = letterPage({ ...letter, blocks: [{ table: { ...table, rows: [['Карта', 100, 60]] } }] });
    expect(text.split('\n').slice(3)).toEqual([
      'Платежи, ₽',
      'Способ      Сумма    Доля',
      '------  ---------  ------',
      'Карта        1,00  60,0 %',
      'Итого   12 344,50',
      '',
    ]);
  });
});
