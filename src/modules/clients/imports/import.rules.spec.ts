import { payerOf, readDate, relationOf, sexOf, statusOfWord } from './cells.rules.js';
import { missingHeaders } from '../../../platform/imports/columns.rules.js';
import { readColumns } from './columns.rules.js';
import { faultText } from './fault-texts.rules.js';
import { readFamily, type ImportWorld } from './import.rules.js';
import { readPhones } from './phones.js';
import type { RowFault } from './row-cells.rules.js';

const branch = { id: 'b1', code: 'MAIN', name: 'Главный', today: '2026-11-23', isReached: true };
const world: ImportWorld = {
  branches: [branch, { ...branch, id: 'b2', code: 'FAR', name: 'Дальний', isReached: false }],
  branchId: 'b1',
  dateOrder: 'dmy',
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
    ['5 марта 2016 г.', '2016-03-05'],
    ['5 мая 2016', '2016-05-05'],
    ['5-Mar-2016', '2016-03-05'],
    ['March 5, 2016', '2016-03-05'],
    ['30 февраля 2016', null],
    ['20160305', '2016-03-05'],
    ['20161305', null],
    ['42434', '2016-03-05'],
    ['42434.0', '2016-03-05'],
    ['2016', null],
    ['05.03.2016 00:00', '2016-03-05'],
    ['05.03.2016 года', '2016-03-05'],
  ])('%s is %s', (text, date) => expect(readDate(text, '2026-11-23')).toBe(date));
  it.each([
    ['03/05/2016', 'mdy', '2016-03-05'],
    ['03/05/2016', 'dmy', '2016-05-03'],
    ['13/05/2016', 'mdy', null],
    ['16.03.05', 'ymd', '2016-03-05'],
    ['2016-03-05', 'mdy', '2016-03-05'],
  ] as const)('%s in the order %s is %s', (text, order, date) =>
    expect(readDate(text, '2026-11-23', order)).toBe(date),
  );
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
    ['тел. 8(916)123-45-67', ['+79161234567']],
    ['8 916 123 45 67 (мама)', ['+79161234567']],
    ['79161234567.0', ['+79161234567']],
    ['89161234567 или 89031234567', ['+79161234567', '+79031234567']],
    ['7,91612E+10', null],
    ['1 '.repeat(500), null],
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

describe('status and payer', () => {
  it.each([
    ['Занимается', 'active'],
    ['пробное', 'trial'],
    ['Лид', 'lead'],
    ['на паузе', 'paused'],
    ['ушла', 'left'],
    ['Active', 'active'],
    ['кто знает', null],
  ])('%s is %s', (text, status) => expect(statusOfWord(text)).toBe(status));
  it.each([
    ['1', 1],
    ['родитель 2', 2],
    ['второй', 2],
    ['да', 1],
    ['сам', 'self'],
    ['мама', null],
    ['Орлова', null],
  ])('%s is %s', (text, payer) => expect(payerOf(text)).toBe(payer));
});

describe('headers', () => {
  it.each([
    ['Телефон 2-го родителя', 'guardian2Phones'],
    ['ФИО родителя (2)', 'guardian2Name'],
    ['Родитель 1', 'guardianName'],
    ['Parent 2 phone', 'guardian2Phones'],
    ['Parent1 email', 'guardianEmail'],
    ['Second guardian', 'guardian2Name'],
    ['Папа', 'guardian2Name'],
    ['Телефон 2', 'phones2'],
    ['Фамилия ребёнка', 'lastName'],
    ['First name', 'firstName'],
    ['Примечание 2', undefined],
  ])('%s is %s', (header, field) => expect(Object.keys(readColumns([header]).at)[0]).toBe(field));
  it('are what the mapping says, whatever they are called', () =>
    expect(readColumns(['Кто', 'Фамилия', 'Имя'], { кто: 'lastName', Фамилия: null }).header).toEqual({
      lastName: 'Кто',
      firstName: 'Имя',
    }));
  it('of the mapping that the file does not have are named', () =>
    expect(missingHeaders(['Имя'], { ИМЯ: 'firstName', Нет: 'email' })).toEqual(['Нет']));
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
      guardians: [{ lastName: 'Fox', firstName: 'Mary', phones: ['+79161234567'], relation: 'other' }],
      payer: 0,
      status: 'active',
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
  const both = {
    Фамилия: 'Орлова',
    Имя: 'Анна',
    'Дата рождения': '05.03.2016',
    Мама: 'Орлова Мария',
    'Телефон мамы': '89161234567',
    Папа: 'Орлов Пётр',
    'Телефон папы': '89031234567',
  };
  it.each([
    ['', 0],
    ['папа', 1],
    ['мама', 0],
    ['2', 1],
    ['Орлов Пётр', 1],
  ])('with both parents and the payer "%s"', (payer, index) =>
    expect(read({ ...both, Плательщик: payer })).toMatchObject({
      guardians: [{ relation: 'mother' }, { relation: 'father', phones: ['+79031234567'] }],
      payer: index,
    }),
  );
  it('with the father alone', () =>
    expect(read({ ...both, Мама: '', 'Телефон мамы': '' })).toMatchObject({
      guardians: [{ relation: 'father' }],
      payer: 0,
    }));
  it.each([
    ['дедушка', '7 Плательщик payer.unknown'],
    ['сам', '7 Плательщик payer.minor'],
  ])('of a child for whom %s pays', (payer, fault) =>
    expect(faults({ ...both, Плательщик: payer })).toEqual([fault]),
  );
  it('of somebody who left without a reason', () =>
    expect(faults({ ...both, Статус: 'ушла' })).toEqual(['7 Причина ухода status-reason.required']));
  it('tells each fault in both languages', () => {
    const [fault] = read({ ...both, 'Дата рождения': '31.02.2016' }) as RowFault[];
    expect(faultText(fault!, 'en')).toBe('"31.02.2016" is not a day that exists; write 05.03.2016.');
    expect(faultText(fault!, 'ru')).toContain('«31.02.2016» — не существующий');
  });
  it('of somebody not born yet', () =>
    expect(faults({ ФИО: 'Орлова Анна', 'Дата рождения': '05.03.2030', ...parent })).toEqual([
      '7 Дата рождения birth-date.in-future',
    ]));
  it('passes over the row number and reports unknown headers', () =>
    expect(readColumns(['№', '№ п/п', 'Фамилия', 'Имя', 'Примечание']).ignored).toEqual(['Примечание']));
});
