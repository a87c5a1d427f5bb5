import type { CellWorld, SheetLimits, SheetRow } from './sheet.js';
import { SheetBroken, SheetNotFound } from './sheets.errors.js';
import { cellText, columnOf, dateStylesOf } from './xlsx-cells.js';
import { attribute, xmlEvents, type XmlEvent } from './xml.js';
import { readZip, type ZipEntry } from './zip.js';

/*
 * A reader of our own: the streaming reader of exceljs stops at cells without an address and at rich inline text, loses
 * the names of sheets that other programs wrote, and spills a sheet to disk before it reads it.
 */
interface Book {
  sheets: { name: string; part: string; isHidden: boolean }[];
  is1904: boolean;
}

type Parts = Map<string, ZipEntry>;

/** Rows of one sheet: the named one, or the first that is not hidden. Formulas give the value they had when saved. */
export async function* readXlsx(
  bytes: Buffer,
  { sheet, limits }: { sheet: string | undefined; limits: SheetLimits },
): AsyncGenerator<SheetRow> {
  const parts = readZip(bytes, limits.bytes);
  const book = await bookOf(parts);
  const entry = parts.get(chosen(book, sheet));
  if (entry === undefined) throw SheetBroken({ reason: 'a sheet is missing' });
  const texts = await textsOf(parts);
  const dateStyles = dateStylesOf(await eventsOf(parts, 'xl/styles.xml'));
  const reader = new RowReader({ texts, dateStyles, is1904: book.is1904 }, limits.columns);
  for await (const events of xmlEvents(entry.content())) yield* reader.read(events);
}

function chosen({ sheets }: Book, name: string | undefined): string {
  const found =
    name === undefined
      ? (sheets.find((one) => !one.isHidden) ?? sheets[0])
      : sheets.find((one) => one.name.trim().toLowerCase() === name.trim().toLowerCase());
  if (found !== undefined) return found.part;
  if (name === undefined) throw SheetBroken({ reason: 'no sheet' });
  throw SheetNotFound({ sheet: name, sheets: sheets.map((one) => one.name).join(', ') });
}

async function bookOf(parts: Parts): Promise<Book> {
  const targets = targetsIn(await eventsOf(parts, 'xl/_rels/workbook.xml.rels'));
  const book: Book = { sheets: [], is1904: false };
  for (const event of await eventsOf(parts, 'xl/workbook.xml')) {
    if (event.kind !== 'open') continue;
    const of = (name: string) => attribute(event.attributes, name) ?? '';
    if (event.name === 'workbookPr') book.is1904 = ['1', 'true'].includes(of('date1904'));
    if (event.name !== 'sheet') continue;
    const part = targets.get(of('id')) ?? '';
    book.sheets.push({ name: of('name'), part, isHidden: of('state').includes('idden') });
  }
  return book;
}

/** The part behind each id. */
function targetsIn(events: readonly XmlEvent[]): Map<string, string> {
  const targets = new Map<string, string>();
  for (const event of events) {
    if (event.kind !== 'open' || event.name !== 'Relationship') continue;
    const target = attribute(event.attributes, 'Target') ?? '';
    const part = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
    targets.set(attribute(event.attributes, 'Id') ?? '', part);
  }
  return targets;
}

/** The events of a small part; none when the part is not there. */
async function eventsOf(parts: Parts, name: string): Promise<XmlEvent[]> {
  const entry = parts.get(name);
  const events: XmlEvent[] = [];
  if (entry !== undefined) for await (const batch of xmlEvents(entry.content())) events.push(...batch);
  return events;
}

/** The texts that cells share. */
async function textsOf(parts: Parts): Promise<string[]> {
  const entry = parts.get('xl/sharedStrings.xml');
  const texts = new SharedTexts();
  if (entry !== undefined)
    for await (const events of xmlEvents(entry.content())) for (const event of events) texts.add(event);
  return texts.all;
}

/** Runs of a rich text are one text; phonetic hints are not part of it. */
class SharedTexts {
  readonly all: string[] = [];
  private current: string[] = [];
  private isText = false;
  private isHint = false;

  add(event: XmlEvent): void {
    if (event.kind === 'text') {
      if (this.isText && !this.isHint) this.current.push(event.text);
      return;
    }
    const isOpen = event.kind === 'open' && !event.isClosed;
    if (event.name === 't') this.isText = isOpen;
    else if (event.name === 'rPh') this.isHint = isOpen;
    else if (event.name === 'si' && !isOpen) {
      this.all.push(this.current.join(''));
      this.current = [];
    }
  }
}

/** Follows the tags of a sheet; cells and rows may leave out their own address and then stand next to the last one. */
class RowReader {
  private row: SheetRow = { number: 0, cells: [] };
  private column = -1;
  private cell = { type: '', style: 0 };
  private text = '';
  private isValue = false;
  private isData = false;

  constructor(
    private readonly world: CellWorld,
    private readonly widest: number,
  ) {}

  *read(events: readonly XmlEvent[]): Generator<SheetRow> {
    for (const event of events) {
      if (event.kind === 'text') {
        if (this.isValue) this.text += event.text;
      } else if (event.kind === 'open') {
        this.opened(event.name, event.attributes);
        if (event.isClosed && this.closed(event.name)) yield this.row;
      } else if (this.closed(event.name)) yield this.row;
    }
  }

  private opened(name: string, attributes: string): void {
    if (name === 'sheetData') this.isData = true;
    if (!this.isData) return;
    if (name === 'row') {
      const said = Number(attribute(attributes, 'r'));
      this.row = { number: said > this.row.number ? said : this.row.number + 1, cells: [] };
      this.column = -1;
    } else if (name === 'c') {
      const address = attribute(attributes, 'r');
      this.column = address === undefined ? this.column + 1 : columnOf(address);
      this.cell = {
        type: attribute(attributes, 't') ?? 'n',
        style: Number(attribute(attributes, 's') ?? 0),
      };
      this.text = '';
    } else if (name === 'v' || name === 't') this.isValue = true;
  }

  /** Whether a row ended here. */
  private closed(name: string): boolean {
    if (name === 'sheetData') this.isData = false;
    if (name === 'v' || name === 't') this.isValue = false;
    if (name === 'c' && this.text !== '') this.put(cellText(this.text, this.cell, this.world));
    return name === 'row' && this.isData;
  }

  private put(text: string): void {
    if (text === '' || this.column < 0) return;
    // Beyond the widest allowed only the first cell is kept: enough to be refused.
    const at = Math.min(this.column, this.widest);
    while (this.row.cells.length < at) this.row.cells.push('');
    this.row.cells[at] = text;
  }
}
