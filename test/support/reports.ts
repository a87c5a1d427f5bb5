import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { extractText, getDocumentProxy } from 'unpdf';
import type { Caller, TestApp } from './app.js';
import type { Json } from './centre.js';

export const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);
export const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1000) / 10;

/** A row with its money as numbers. */
export const bare = (row: Json): Json =>
  Object.fromEntries(
    Object.entries(row as Record<string, Json>).map(([code, value]) => [code, value?.amount ?? value]),
  );

const plain = (text: string): string => text.replaceAll(/[\s\u00A0\u202F]+/g, ' ');

/** A cell of a workbook as the API gives it: kopecks, percents, minutes. */
function numberIn(value: unknown, kind: string): number {
  const scale = { money: 100, percent: 100, duration: 1440 }[kind] ?? 1;
  return (value instanceof Date ? value.getTime() / 86_400_000 + 25_569 : Number(value)) * scale;
}

/** Reports asked for over HTTP, and read back from every format. `common` goes with each question. */
export function reportsOf(test: TestApp, common: () => Record<string, string>) {
  const ask = (code: string, query: object = {}, by: Caller = test.owner) =>
    by.get(`/v1/reports/${code}?${new URLSearchParams({ ...common(), ...query }).toString()}`);
  const answer = async (code: string, query: object = {}, by?: Caller): Promise<Json> => {
    const { status, body } = await ask(code, query, by);
    if (status !== 200) throw new Error(`${code} answered ${String(status)}: ${JSON.stringify(body)}`);
    return body;
  };
  const bytesOf = async (code: string, query: object): Promise<Buffer> =>
    (
      await ask(code, query)
        .set('accept-language', 'ru')
        .buffer(true)
        .parse((response, done) => {
          const pieces: Buffer[] = [];
          response.on('data', (piece: Buffer) => pieces.push(piece));
          response.on('end', () => done(null, Buffer.concat(pieces)));
        })
        .expect(200)
    ).body as Buffer;

  /** Columns that stand in sheets. */
  const written = ({ columns }: Json): Json[] =>
    columns.filter(({ code }: Json) => code !== 'login' && !/[a-z]Id$/.test(code as string));

  async function sameAsCsv(code: string, told: Json, query: object): Promise<void> {
    const bytes = await bytesOf(code, { ...query, format: 'csv' });
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from('\uFEFF'));
    const cells: Record<string, string>[] = parse(bytes, {
      ...{ bom: true, delimiter: ';', columns: true },
    });
    const titles = await titlesOf(code, query);
    const numberOf = (text: string) => (text === '' ? null : Number(text.replace(',', '.')));
    expect(cells).toHaveLength(Number(told.rows.length));
    for (const [index, row] of (told.rows as Json[]).entries())
      for (const column of written(told)) {
        const text = cells[index]?.[titles[column.code] ?? ''];
        const value = row[column.code];
        expect(text).toBeDefined();
        if (value === null) expect(text).toBe('');
        else if (column.kind === 'money')
          expect(Math.round((numberOf(text ?? '') ?? NaN) * 100)).toBe(value.amount);
        else if (column.kind === 'duration')
          expect(text).toBe(`${String(Math.floor(value / 60))}:${String(value % 60).padStart(2, '0')}`);
        else if (['integer', 'decimal', 'percent'].includes(column.kind as string))
          expect(numberOf(text ?? '')).toBe(value);
        else expect(text).not.toBe('');
      }
  }

  async function sameAsXlsx(code: string, told: Json, query: object): Promise<void> {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await bytesOf(code, { ...query, format: 'xlsx' })) as never);
    const sheet = book.worksheets[0];
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    const titles = await titlesOf(code, query);
    const places = new Map<string, number>();
    sheet?.getRow(1).eachCell((cell, place) => places.set(cell.text, place));
    const rows = [...(told.rows as Json[]), ...(told.totals === null ? [] : [told.totals])];
    for (const [index, row] of rows.entries())
      for (const column of written(told)) {
        const value = row[column.code];
        if (['text', 'date', 'instant'].includes(column.kind as string) || value === null) continue;
        const cell = sheet?.getCell(index + 2, places.get(titles[column.code] ?? '') ?? 0);
        expect(numberIn(cell?.value, column.kind as string)).toBeCloseTo(value?.amount ?? value, 2);
      }
  }

  /** Every amount and every name of the rows stands on the pages. */
  async function sameOnPages(code: string, told: Json, query: object): Promise<void> {
    const html = plain((await bytesOf(code, { ...query, format: 'html' })).toString());
    const pdf = await bytesOf(code, { ...query, format: 'pdf' });
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
    const ru = new Intl.NumberFormat('ru-RU', { minimumFractionDigits: 2 });
    const shown = await onPages(code, query);
    for (const row of told.rows as Json[])
      for (const [column, value] of Object.entries(row as Record<string, Json>))
        if (value?.amount !== undefined && shown.includes(column)) {
          const amount = plain(ru.format(value.amount / 100));
          expect(html).toContain(amount);
          expect(plain(text)).toContain(amount);
        }
    const title = told.title as string;
    expect(html).toContain(title);
    expect(plain(text)).toContain(title);
    expect(html).not.toContain('<script');
  }

  const inRussian = async (code: string, query: object): Promise<Json> =>
    (await ask(code, query).set('accept-language', 'ru').expect(200)).body;
  const titlesOf = async (code: string, query: object): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await inRussian(code, query)).columns.map((column: Json) => [column.code, column.title]),
    );
  /** Columns whose titles stand on the page. */
  const onPages = async (code: string, query: object): Promise<string[]> => {
    const html = plain((await bytesOf(code, { ...query, format: 'html' })).toString());
    const titles = Object.entries(await titlesOf(code, query));
    return titles.filter(([, title]) => html.includes(`>${title}`)).map(([column]) => column);
  };

  /** How many rows were compared. */
  async function sameInEveryFormat(code: string, query: object = {}): Promise<number> {
    const told = await inRussian(code, query);
    expect(told.rows.length).toBeGreaterThan(0);
    await sameAsCsv(code, told, query);
    await sameAsXlsx(code, told, query);
    await sameOnPages(code, told, query);
    return told.rows.length;
  }

  /** A director of another branch gets no row of this one, and nobody without a right gets anything. */
  async function expectToEndAtTheBranch(
    code: string,
    query: object,
    away: string,
    ours: RegExp,
  ): Promise<void> {
    const director = await test.as(['director'], [away]);
    const refused = await ask(code, query, director).expect(422);
    expect(refused.body.errors).toMatchObject([{ parameter: 'branchId', code: 'reference.not-found' }]);
    const own = new URLSearchParams(query as Record<string, string>).toString();
    const { rows } = (await director.get(`/v1/reports/${code}?${own}`).expect(200)).body;
    expect(JSON.stringify(rows)).not.toMatch(ours);
    await ask(code, query, await test.as([], [])).expect(403);
  }

  return { ask, answer, bytesOf, expectToEndAtTheBranch, sameInEveryFormat };
}
