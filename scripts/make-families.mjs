// Makes the messy spreadsheet that the import is tested with, and its true answer, from a seed: the same files each time.
//   node scripts/make-families.mjs [folder] [families]      without arguments: 2,000 families into test/cases
// The answer is written from what was planted, never by reading the files back.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { makeRandom } from './random.mjs';

const [folder = 'test/cases', many = '2000'] = process.argv.slice(2);
const FAMILIES = Number(many);
const SEED = 20_261_123;

const random = makeRandom(SEED);
const pick = (list) => list[Math.floor(random() * list.length)];
const chance = (share) => random() < share;

// Prettier would give each word a line of its own.
const words = (text) => text.split(' ');
const stems = words(
  'Абрамов Белов Волков Громов Дроздов Ежов Жуков Зайцев Ильин Крылов Лебедев Морозов Носов Орлов Павлов Родин Соколов Титов Уваров Фомин Харитонов Чернов Шубин Щукин Юдин Яшин Алёхин Борисов Воробьёв Гусев Королёв Соловьёв Семёнов Киселёв Журавлёв',
);
const syllables = words('ка ро ми те ла ду ве со ни га бо ше');
const boys = words('Артём Иван Пётр Лев Марк Фёдор Егор Глеб Тимофей Степан Семён Матвей');
const girls = words('Анна Мария Софья Ева Дарья Алиса Вера Кира Майя Полина Юлия Злата');
const mothers = words('Елена Ольга Наталья Ирина Светлана Татьяна Анастасия Екатерина Оксана Людмила');
const fathers = words('Сергей Андрей Алексей Дмитрий Максим Николай Павел Роман Игорь Виктор');
const tags = words('шахматы рисование плавание лето танцы хор робототехника йога');

/** Families have names of their own, so that nobody is somebody else by chance. */
function surname(index) {
  const stem = stems[index % stems.length];
  let rest = Math.floor(index / stems.length);
  let middle = '';
  while (rest > 0) {
    middle += syllables[rest % syllables.length];
    rest = Math.floor(rest / syllables.length);
  }
  return middle === '' ? stem : `${middle[0].toUpperCase()}${middle.slice(1)}${stem.toLowerCase()}`;
}

const pad = (number, width = 2) => String(number).padStart(width, '0');

/** One number in one of the spellings people use; all of them mean +7 9xx… */
function spell(national) {
  const [a, b, c, d] = [national.slice(0, 3), national.slice(3, 6), national.slice(6, 8), national.slice(8)];
  return pick([
    `8 (${a}) ${b}-${c}-${d}`,
    `+7 ${a} ${b} ${c} ${d}`,
    `8${national}`,
    national,
    `7${national}`,
    `8-${a}-${b}-${c}-${d}`,
    `+7(${a})${b}${c}${d}`,
  ]);
}

const MONTHS = words('января февраля марта апреля мая июня июля августа сентября октября ноября декабря');

/** One day in one of the spellings; in the workbook some are typed. */
function spellDate({ year, month, day }) {
  return pick([
    `${pad(day)}.${pad(month)}.${year}`,
    `${day}.${month}.${pad(year % 100)}`,
    `${pad(day)}/${pad(month)}/${year}`,
    `${year}-${pad(month)}-${pad(day)}`,
    `${day} ${MONTHS[month - 1]} ${year} г.`,
    String((Date.UTC(year, month - 1, day) - Date.UTC(1899, 11, 30)) / 86_400_000),
  ]);
}

// Children stay under 18 and adults over it for years to come.
const childBorn = () => ({
  year: 2014 + Math.floor(random() * 9),
  month: 1 + Math.floor(random() * 12),
  day: 1 + Math.floor(random() * 28),
});
const adultBorn = () => ({ ...childBorn(), year: 1960 + Math.floor(random() * 40) });

const people = [];
const truth = { clients: 0, guardians: 0, sharedBySiblings: 0, faults: [] };
let phones = 0;
const newPhone = () => `916${pad((phones += 1), 7)}`;

function child(family, isFirst, taken) {
  const isGirl = chance(0.5);
  const names = (isGirl ? girls : boys).filter((name) => !taken.has(name));
  const firstName = pick(names);
  taken.add(firstName);
  const hasLeft = chance(0.03);
  return {
    lastName: isGirl ? `${family.name}а` : family.name,
    firstName,
    birthDate: childBorn(),
    sex: isGirl ? pick(['ж', 'жен', 'девочка', 'Ж', 'female']) : pick(['м', 'муж', 'мальчик', 'М', 'male']),
    mother: family.mother,
    motherPhones: family.motherPhones,
    father: family.father,
    fatherPhones: family.fatherPhones,
    payer: family.father !== '' && family.mother !== '' ? pick(['', 'мама', 'папа', '1', '2']) : '',
    status: hasLeft
      ? pick(['ушёл', 'архив'])
      : pick(['', '', 'занимается', 'пробное', 'active', 'лид', 'на паузе']),
    statusReason: hasLeft ? pick(['переехали', 'нет времени']) : '',
    email: isFirst && chance(0.3) ? `family${family.index}@example.org` : '',
    address: chance(0.3) ? `Садовая, ${1 + (family.index % 90)}; кв. ${1 + (family.index % 200)}` : '',
    tags: chance(0.4) ? [...new Set([pick(tags), pick(tags)])].join(', ') : '',
    note: chance(0.2) ? 'любит «рисовать»' : '',
  };
}

/** A number spelled in each row anew: the same phone never looks the same. */
const cellOfPhones = (list) => list.map(spell).join(pick([', ', '; ', ' / ']));

function addFamily(index) {
  const name = surname(index);
  const hasMother = chance(0.9);
  const hasFather = !hasMother || chance(0.35);
  const motherPhones = hasMother ? [newPhone(), ...(chance(0.2) ? [newPhone()] : [])] : [];
  const fatherPhones = hasFather ? [newPhone()] : [];
  const family = {
    index,
    name,
    mother: hasMother ? `${name}а ${pick(mothers)}` : '',
    father: hasFather ? `${name} ${pick(fathers)}` : '',
    motherPhones,
    fatherPhones,
  };
  const children = 1 + (chance(0.3) ? 1 : 0) + (chance(0.08) ? 1 : 0);
  const taken = new Set();
  for (let n = 0; n < children; n += 1) people.push({ ...child(family, n === 0, taken), kind: 'good' });
  const guardians = (hasMother ? 1 : 0) + (hasFather ? 1 : 0);
  truth.clients += children;
  truth.guardians += guardians;
  if (children > 1) truth.sharedBySiblings += guardians;
}

function addAdult(index) {
  people.push({
    ...emptyPerson(index),
    firstName: pick(mothers),
    birthDate: adultBorn(),
    phones: [newPhone()],
    kind: 'good',
  });
  truth.clients += 1;
}

const emptyPerson = (index) => ({
  lastName: `${surname(index)}а`,
  firstName: pick(girls),
  birthDate: childBorn(),
  sex: 'ж',
  mother: '',
  motherPhones: [],
  father: '',
  fatherPhones: [],
  payer: '',
  status: '',
  statusReason: '',
  email: '',
  address: '',
  tags: '',
  note: '',
});

/** What people get wrong, each with the column it is found in. */
const mistakes = [
  [
    'birthDate',
    'date.not-valid',
    (one) => ({ ...one, birthDate: pick(['31.02.2016', '29.02.2015', '45.01.2017', 'вчера']) }),
  ],
  ['birthDate', 'birth-date.in-future', (one) => ({ ...one, birthDate: '01.01.2099' })],
  ['mother', 'guardian.required', (one) => ({ ...one, mother: '', motherPhones: [] })],
  ['mother', 'guardian.name-required', (one) => ({ ...one, mother: '' })],
  ['motherPhones', 'phone.not-valid', (one) => ({ ...one, motherPhones: '12345' })],
  ['sex', 'sex.unknown', (one) => ({ ...one, sex: 'икс' })],
  ['email', 'email.not-valid', (one) => ({ ...one, email: 'нет почты' })],
  ['firstName', 'value.required', (one) => ({ ...one, firstName: '' })],
  ['status', 'status.unknown', (one) => ({ ...one, status: 'кто знает' })],
  ['statusReason', 'status-reason.required', (one) => ({ ...one, status: 'ушла' })],
  ['payer', 'payer.unknown', (one) => ({ ...one, payer: 'дедушка' })],
  ['lastName', 'text.too-long', (one) => ({ ...one, lastName: 'Я'.repeat(201) })],
];

function addMistake(index, [field, code, spoil]) {
  const one = {
    ...emptyPerson(index),
    mother: `${surname(index)}а ${pick(mothers)}`,
    motherPhones: [newPhone()],
  };
  people.push({ ...spoil(one), kind: 'faulty', faults: [[field, code]] });
}

for (let index = 0; index < FAMILIES; index += 1) {
  if (chance(0.05)) addAdult(index);
  else addFamily(index);
  // Every fiftieth family is followed by a mistake of the next kind.
  if (index % 50 === 25) addMistake(FAMILIES + index, mistakes[Math.floor(index / 50) % mistakes.length]);
  if (index % 400 === 300) {
    const again = pick(people.filter(({ kind }) => kind === 'good'));
    people.push({ ...again, kind: 'repeated', faults: [['lastName', 'row.repeated']] });
  }
}
/** The same people as a table: a row of the sheet each, here and there an empty one between. */
function table(columns, { withId }) {
  const rows = [columns.map(([, header]) => header)];
  const faults = [];
  people.forEach((one, index) => {
    if (index % 500 === 499) rows.push(columns.map(() => ''));
    const number = rows.length + 1;
    // A repeated row says the same person under another id, or under none.
    const values = { ...one, externalId: withId && one.kind !== 'repeated' ? `F-${pad(index + 1, 5)}` : '' };
    rows.push(columns.map(([field]) => cell(field, values[field], index)));
    for (const [field, code] of one.faults ?? []) {
      const header = columns.find(([name]) => name === field)[1];
      faults.push({ row: number, column: header, code });
    }
  });
  return { rows, faults };
}

function cell(field, value, index) {
  if (field === 'no') return index + 1;
  if (value === undefined) return '';
  if (/phones/i.test(field)) return Array.isArray(value) ? cellOfPhones(value) : value;
  return value;
}

const russian = [
  ['no', '№'],
  ['lastName', 'Фамилия'],
  ['firstName', 'Имя'],
  ['birthDate', 'Дата рождения'],
  ['sex', 'Пол'],
  ['phones', 'Телефон'],
  ['mother', 'Мама'],
  ['motherPhones', 'Телефон мамы'],
  ['father', 'Папа'],
  ['fatherPhones', 'Телефон папы'],
  ['payer', 'Плательщик'],
  ['status', 'Статус'],
  ['statusReason', 'Причина ухода'],
  ['email', 'Эл. почта'],
  ['address', 'Адрес'],
  ['tags', 'Теги'],
  ['note', 'Примечание'],
];
const english = [
  ['externalId', 'Client ID'],
  ['father', 'Father'],
  ['fatherPhones', 'Father phone'],
  ['mother', 'Mother'],
  ['motherPhones', 'Mother phone'],
  ['birthDate', 'Date of birth'],
  ['firstName', 'First name'],
  ['lastName', 'Surname'],
  ['tags', 'Tags'],
  ['note', 'Remark'],
  ['status', 'Status'],
  ['statusReason', 'Status reason'],
  ['payer', 'Who pays'],
  ['phones', 'Phone'],
  ['sex', 'Gender'],
  ['email', 'E-mail'],
  ['address', 'Address'],
];

/** An archive says when each part was packed; ours always says the same. */
function timeless(bytes) {
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    bytes.writeUInt32LE(0x5d770000, at + 12);
    bytes.writeUInt32LE(0x5d770000, bytes.readUInt32LE(at + 42) + 10);
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return bytes;
}

const csv = table(russian, { withId: false });
const csvRows = csv.rows.map((row) =>
  row.map((value) => (typeof value === 'object' ? spellDate(value) : value)),
);
const text = stringify(csvRows, { delimiter: ';', record_delimiter: '\r\n' });
writeFileSync(join(folder, `families-${FAMILIES}.csv`), iconv.encode(text, 'windows-1251'));

const xlsx = table(english, { withId: true });
const book = new ExcelJS.Workbook();
// A workbook knows when it was made: always then.
book.created = new Date(Date.UTC(2026, 10, 23));
book.modified = book.created;
const sheet = book.addWorksheet('Families');
for (const row of xlsx.rows) {
  const added = sheet.addRow(
    row.map((value) => {
      if (typeof value === 'object') {
        const { year, month, day } = value;
        return chance(0.5) ? new Date(Date.UTC(year, month - 1, day)) : spellDate(value);
      }
      return /^\d{10,11}$/.test(String(value)) && chance(0.5) ? Number(value) : value;
    }),
  );
  added.eachCell((one) => {
    if (one.value instanceof Date) one.numFmt = 'dd.mm.yyyy';
  });
}
writeFileSync(
  join(folder, `families-${FAMILIES}.xlsx`),
  timeless(Buffer.from(await book.xlsx.writeBuffer())),
);

const faulty = people.filter(({ kind }) => kind !== 'good').length;
const answer = {
  families: FAMILIES,
  rows: people.length,
  created: truth.clients,
  unchanged: 0,
  faulty,
  clients: truth.clients,
  guardians: truth.guardians,
  guardiansSharedBySiblings: truth.sharedBySiblings,
  csv: { faults: csv.faults, ignoredColumns: ['Примечание'] },
  xlsx: { faults: xlsx.faults, ignoredColumns: ['Remark'] },
};
// In the form that the formatter leaves as it is.
const lines = JSON.stringify(answer, null, 2)
  .replace(
    /\{\s+"row": (\d+),\s+"column": ("[^"]*"),\s+"code": ("[^"]*")\s+\}/g,
    '{ "row": $1, "column": $2, "code": $3 }',
  )
  .replace(/\[\s+("[^"]*")\s+\]/g, '[$1]');
writeFileSync(join(folder, `families-${FAMILIES}.answer.json`), `${lines}\n`);
process.stdout.write(
  `${people.length} rows: ${truth.clients} clients, ${truth.guardians} guardians, ${faulty} faulty\n`,
);
