import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import type { SheetRow } from './sheet.js';
import { readSheet, styleOf } from './sheets.js';
import { harmless, writeSheet } from './write-sheet.js';
import { columnOf, dateText, numberText } from './xlsx-cells.js';

async function rowsOf(bytes: Buffer, sheet?: string): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of readSheet(bytes, { sheet })) rows.push(row);
  return rows;
}
const cellsOf = async (bytes: Buffer, sheet?: string) =>
  (await rowsOf(bytes, sheet)).map(({ cells }) => cells);
const codeOf = (work: () => unknown) =>
  Promise.resolve()
    .then(work)
    .then(
      () => 'fine',
      (fault: unknown) => (fault as { code?: string }).code ?? String(fault),
    );

describe('CSV', () => {
  const rows = [
    ['Фамилия', 'Имя', 'Адрес'],
    ['Орлова', 'Анна', 'Садовая; 5, кв. 7\nвход "с улицы"'],
  ];
  const csv = (mark: string, end: string) =>
    rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(mark)).join(end) + end;

  it.each([
    ['UTF-8', Buffer.from(csv(';', '\r\n'))],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${csv(',', '\n')}`)],
    ['Windows-1251', iconv.encode(csv(';', '\r\n'), 'windows-1251')],
    ['UTF-16LE', iconv.encode(csv('\t', '\r\n'), 'utf16le', { addBOM: true })],
    ['UTF-16LE without its mark', iconv.encode(csv('\t', '\r\n'), 'utf16le')],
    ['UTF-16BE', iconv.encode(csv(';', '\r\n'), 'utf16be', { addBOM: true })],
    ['a line that names the separator', Buffer.from(`sep=;\r\n${csv(';', '\r\n')}`)],
  ])('in %s is read as written', async (_, bytes) => expect(await cellsOf(bytes)).toEqual(rows));

  it('keeps the numbers of rows when one is empty', async () =>
    expect((await rowsOf(Buffer.from('а;б\r\n\r\n;\r\nв;г\r\n'))).map(({ number }) => number)).toEqual([
      1, 4,
    ]));

  it('does not cut a letter of two bytes between two pieces', async () => {
    const long = 'я'.repeat(200_001);
    expect(await cellsOf(Buffer.from(`a;${long}`))).toEqual([['a', long]]);
  });

  it('gives a quote that is never closed an end', async () => {
    const text = `a;b\n"never;${'x;y\n'.repeat(400_000)}`;
    expect(await codeOf(() => rowsOf(Buffer.from(text)))).toBe('sheet.broken');
  });
});

async function workbook(fill: (book: ExcelJS.Workbook) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  fill(book);
  return Buffer.from(await book.xlsx.writeBuffer());
}

describe('XLSX', () => {
  it('gives what a person reads: dates, phones, ids, formulas, rich text', async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet('Дети');
      sheet.addRow(['Текст', 'Дата', 'Телефон', 'Формула', 'Богатый', 'Дробь', 'Да']);
      const row = sheet.addRow([
        'a & <b> "c"',
        new Date(Date.UTC(2016, 2, 5)),
        79_161_234_567,
        { formula: '1+1', result: 2 },
        { richText: [{ text: 'Ор', font: { bold: true } }, { text: 'лова' }] },
        0.1 + 0.2,
        true,
      ]);
      row.getCell(2).numFmt = 'dd.mm.yyyy';
    });
    expect((await cellsOf(bytes))[1]).toEqual([
      'a & <b> "c"',
      '2016-03-05',
      '79161234567',
      '2',
      'Орлова',
      '0.3',
      'TRUE',
    ]);
  });

  it('takes the first sheet that is seen, or the named one', async () => {
    const bytes = await workbook((book) => {
      book.addWorksheet('Скрытый', { state: 'hidden' }).addRow(['скрыто']);
      book.addWorksheet('Первый').addRow(['первый']);
      book.addWorksheet('Второй').addRow(['второй']);
    });
    expect(await cellsOf(bytes)).toEqual([['первый']]);
    expect(await cellsOf(bytes, 'второй')).toEqual([['второй']]);
    expect(await codeOf(() => rowsOf(bytes, 'Третий'))).toBe('sheet.not-found');
  });

  it('keeps the numbers of rows and columns where cells are left out', async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet('A');
      sheet.getCell('C5').value = 'here';
    });
    expect(await rowsOf(bytes)).toEqual([{ number: 5, cells: ['', '', 'here'] }]);
  });

  it('reads what other programs write: no addresses, prefixes, absolute parts, inline rich text', async () => {
    const bytes = zip({
      'xl/workbook.xml':
        '<?xml version="1.0"?><x:workbook xmlns:x="a" xmlns:r="b"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="S" sheetId="1" r:id="rId7"/></x:sheets></x:workbook>',
      'xl/_rels/workbook.xml.rels':
        "<Relationships><Relationship Target='/xl/worksheets/other.xml' Id='rId7'/></Relationships>",
      'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
      'xl/worksheets/other.xml':
        '<x:worksheet><!-- > --><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:r><x:t>Ор</x:t></x:r><x:r><x:t>лов&#1072;</x:t></x:r></x:is></x:c><x:c/><x:c s="1"><x:v>40972</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    });
    expect(await rowsOf(bytes)).toEqual([{ number: 1, cells: ['Орлова', '', '2016-03-05'] }]);
  });

  it.each([
    [60_000, '2064-04-08'],
    [42_434, '2016-03-05'],
    [42_434.5, '2016-03-05 12:00'],
    [1, '1900-01-01'],
    [61, '1900-03-01'],
  ])('the day %d is %s', (serial, text) => expect(dateText(serial, false)).toBe(text));

  it.each([
    ['A1', 0],
    ['Z9', 25],
    ['AA1', 26],
    ['XFD1', 16_383],
  ])('%s is column %d', (address, column) => expect(columnOf(address)).toBe(column));

  it.each([
    [79_161_234_567, '79161234567'],
    [1e20, '100000000000000000000'],
    [1.5, '1.5'],
  ])('%d is written %s', (value, text) => expect(numberText(value)).toBe(text));
});

describe('what is refused', () => {
  const book = { 'xl/workbook.xml': '<workbook/>' };
  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'sheet.empty'],
    [
      'a picture',
      Buffer.from('89504e470d0a1a0a0000000d49484452000001000000010008060000', 'hex'),
      'sheet.unknown-format',
    ],
    ['another archive', zip({ 'a.txt': 'a' }), 'sheet.unknown-format'],
    ['a protected or an old workbook', Buffer.from('d0cf11e0a1b11ae1000000', 'hex'), 'sheet.protected'],
    ['half an archive', zip(book).subarray(0, 60), 'sheet.broken'],
    ['a bomb that says so', zip(book, { declared: 0xfffffff0 }), 'sheet.too-large'],
  ])('%s', async (_, bytes, code) => expect(await codeOf(() => styleOf(bytes))).toBe(code));

  const sheet = (data: string) => ({
    'xl/workbook.xml': '<workbook xmlns:r="b"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<R><Relationship Target="worksheets/s.xml" Id="r1"/></R>',
    'xl/worksheets/s.xml': data,
  });
  it.each<[string, Buffer, string]>([
    ['a bomb that lies', zip(sheet(' '.repeat(50_000_000)), { declared: 1_000 }), 'sheet.broken'],
    ['a document type', zip(sheet('<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>')), 'sheet.broken'],
    ['XML cut off', zip(sheet('<worksheet><sheetData><row><c')), 'sheet.broken'],
    ['a tag without an end', zip(sheet(`<worksheet ${'a '.repeat(1_000_000)}`)), 'sheet.broken'],
    ['ten thousand columns', Buffer.from('a;'.repeat(10_000)), 'sheet.too-large'],
    [
      'ten thousand columns of a workbook',
      zip(sheet('<worksheet><sheetData><row><c r="NTP1"><v>1</v></c></row></sheetData></worksheet>')),
      'sheet.too-large',
    ],
  ])('%s, when it is read', async (_, bytes, code) => expect(await codeOf(() => rowsOf(bytes))).toBe(code));
});

describe('a file written', () => {
  async function* some(): AsyncGenerator<string[]> {
    yield ['Имя', 'Телефон', 'Формула'];
    await Promise.resolve();
    yield ['Ан;на', '+7 916 123-45-67', '=HYPERLINK("x")'];
  }
  const written = async (style: Parameters<typeof writeSheet>[1]) => {
    const pieces: Buffer[] = [];
    for await (const piece of writeSheet(some(), style)) pieces.push(piece);
    return Buffer.concat(pieces);
  };

  it.each(['utf8', 'windows-1251'] as const)(
    'as CSV in %s runs nothing and reads back as it was',
    async (charset) => {
      const bytes = await written({ format: 'csv', charset, delimiter: ';' });
      expect(iconv.decode(bytes, charset)).toContain(`"Ан;на";'+7 916 123-45-67;"'=HYPERLINK(""x"")"`);
      expect(await cellsOf(bytes)).toEqual([
        ['Имя', 'Телефон', 'Формула'],
        ['Ан;на', '+7 916 123-45-67', '=HYPERLINK("x")'],
      ]);
    },
  );

  it('as XLSX has texts only', async () => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await written({ format: 'xlsx' })) as never);
    expect(book.worksheets[0]?.getRow(2).values).toEqual([
      undefined,
      'Ан;на',
      '+7 916 123-45-67',
      `'=HYPERLINK("x")`,
    ]);
  });

  it.each(['=1', '+1', '-1', '@a', '\t=1', '\r=1'])('never begins a cell like %j', (cell) =>
    expect(harmless(cell)).toBe(`'${cell}`),
  );
});

/** An archive by hand, with a size that may be a lie. */
function zip(files: Record<string, string>, { declared }: { declared?: number } = {}): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const packed = deflateRawSync(Buffer.from(text));
    const size = declared ?? Buffer.byteLength(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(offset, 42);
    bodies.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}
