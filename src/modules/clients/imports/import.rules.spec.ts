import iconv from 'iconv-lite';
import { readDate, relationOf, sexOf } from './cells.rules.js';
import { readColumns } from './columns.rules.js';
import { readTable } from './csv.js';
import { readFamily, type ImportWorld } from './import.rules.js';
import { readPhones } from './phones.js';

const branch = { id: 'b1', code: 'MAIN', name: 'Главный', today: '2026-11-23', isReached: true };
const world: ImportWorld = {
  branches: [branch, { ...branch, id: 'b2', code: 'FAR', name: 'Дальний', isReached: false }],
  branchId: 'b1',
  readPhones,
};

describe('dates', () => {
  it.each([
    ['05.03.2016', '2016-03-05'],
    ['5.3.16', '2016-03-05'],
    ['5.3.27', '1927-03-05'],
    ['2016-03-05', '2016-03-05'],
    ['5/3/2016', '2016-03-05'],
    ['2016-03-05 00:00:00', '2016-03-05'],
    ['29.02.2016', '2016-02-29'],
    ['29.02.2015', null],
    ['31.02.2016', null],
    ['13.13.2016', null],
    ['00.01.2016', null],
    ['вчера', null],
    ['05.03.216', null],
    ['05.03.1016', null],
  ])('%s is %s', (text, date) => expect(readDate(text, '2026-11-23')).toBe(date));
});

describe('phones', () => {
  it.each([
    ['8 (916) 123-45-67', ['+79161234567']],
    ['+7 916 123 45 67', ['+79161234567']],
    ['9161234567', ['+79161234567']],
    ['79161234567', ['+79161234567']],
    ['8-916-123-45-67, 8-903-123-45-67', ['+79161234567', '+79031234567']],
    ['89161234567 89031234567', ['+79161234567', '+79031234567']],
    ['8 916 123 45 67 8 903 123 45 67', ['+79161234567', '+79031234567']],
    ['89161234567; 8 (916) 123-45-67', ['+79161234567']],
    ['+353 86 123 4567', ['+353861234567']],
    ['12345', null],
    ['нет', null],
    ['89161234567 нет', null],
  ])('%s is %j', (cell, phones) => expect(readPhones(cell)).toEqual(phones));
});

describe('sex and kinship', () => {
  it.each([
    ['м', 'male'],
    ['Муж.', 'male'],
    ['девочка', 'female'],
    ['F', 'female'],
    ['икс', null],
  ])('%s is %s', (text, sex) => expect(sexOf(text)).toBe(sex));
  it.each([
    ['Мама', 'mother'],
    ['отец', 'father'],
    ['бабушка', 'grandparent'],
    ['сестра', 'sibling'],
    ['опекун', 'guardian'],
    ['друг', 'other'],
    [null, 'other'],
  ])('%s is %s', (text, relation) => expect(relationOf(text)).toBe(relation));
});

describe('a table', () => {
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
  ])('in %s is read as written', (_, bytes) => expect(readTable(bytes)).toEqual(rows));

  it('keeps the numbers of rows when one is empty', () =>
    expect(readTable(Buffer.from('а;б\r\n\r\nв;г\r\n'))[2]).toEqual(['в', 'г']));
});

describe('a row', () => {
  const read = (line: Record<string, string>) =>
    readFamily(7, Object.values(line), readColumns(Object.keys(line)), world);
  const faults = (line: Record<string, string>) => {
    const result = read(line);
    return Array.isArray(result)
      ? result.map(({ row, column, code }) => `${String(row)} ${column} ${code}`)
      : [];
  };
  const parent = { 'ФИО родителя': 'Орлова Мария', 'Телефон родителя': '89161234567' };

  it('with headers in English, in any order', () =>
    expect(
      read({
        'Parent phone': '8 916 123-45-67',
        'First Name': 'Ann',
        Surname: 'Fox',
        Parent: 'Fox Mary',
        'Date of birth': '2016-03-05',
      }),
    ).toMatchObject({
      row: 7,
      lastName: 'Fox',
      firstName: 'Ann',
      birthDate: '2016-03-05',
      branchId: 'b1',
      guardian: { lastName: 'Fox', firstName: 'Mary', phones: ['+79161234567'], relation: 'other' },
    }));
  it('with a whole name in one cell', () =>
    expect(read({ 'ФИО ребёнка': 'Орлова Анна Ивановна', ...parent })).toMatchObject({
      lastName: 'Орлова',
      firstName: 'Анна',
      middleName: 'Ивановна',
    }));
  it('names all its faults at once', () =>
    expect(
      faults({
        Фамилия: '',
        Имя: 'Анна',
        'Дата рождения': '31.02.2016',
        Пол: 'икс',
        Email: 'нет',
        Телефон: '12',
        Филиал: 'FAR',
        Теги: 'а\u0000',
      }),
    ).toEqual([
      '7 Филиал branch.unknown',
      '7 Фамилия value.required',
      '7 Дата рождения date.not-valid',
      '7 Пол sex.unknown',
      '7 Телефон phone.not-valid',
      '7 Email email.not-valid',
      '7 Теги text.control-character',
    ]));
  it('of a child without a guardian', () =>
    expect(faults({ Фамилия: 'О', Имя: 'А', 'Дата рождения': '05.03.2016' })).toEqual([
      '7 Родитель guardian.required',
    ]));
  it('of a child whose guardian has a phone only', () =>
    expect(
      faults({
        Фамилия: 'О',
        Имя: 'А',
        'Дата рождения': '05.03.2016',
        'ФИО родителя': '',
        'Телефон родителя': '89161234567',
      }),
    ).toEqual(['7 ФИО родителя guardian.name-required']));
  it('of a guardian with one name only', () =>
    expect(faults({ ФИО: 'Орлова Анна', 'Дата рождения': '05.03.2016', 'ФИО родителя': 'Мария' })).toEqual([
      '7 ФИО родителя name.incomplete',
    ]));
  it('of somebody not born yet', () =>
    expect(faults({ ФИО: 'Орлова Анна', 'Дата рождения': '05.03.2030', ...parent })).toEqual([
      '7 Дата рождения birth-date.in-future',
    ]));
  it('passes over the row number and reports unknown headers', () =>
    expect(readColumns(['№', '№ п/п', 'Фамилия', 'Имя', 'Примечание']).ignored).toEqual(['Примечание']));
});
