/** Which column of a spreadsheet means what. Headers come in any order, in Russian or English, with any punctuation. */
export const fields = [
  'externalId',
  'lastName',
  'firstName',
  'middleName',
  'fullName',
  'birthDate',
  'sex',
  'phones',
  'email',
  'address',
  'tags',
  'branch',
  'guardianLastName',
  'guardianFirstName',
  'guardianMiddleName',
  'guardianName',
  'guardianPhones',
  'guardianEmail',
  'relation',
] as const;
export type Field = (typeof fields)[number];

const aliases: Readonly<Record<Field, string>> = {
  externalId: 'id|ид|код|кодклиента|idклиента|externalid|code|clientid',
  lastName: 'фамилия|фамилияребенка|фамилияклиента|lastname|surname|familyname',
  firstName: 'имя|имяребенка|имяклиента|firstname|givenname',
  middleName: 'отчество|отчестворебенка|отчествоклиента|middlename|patronymic',
  fullName:
    'фио|фиоребенка|фиоклиента|фиоученика|ребенок|клиент|ученик|имяфамилия|fullname|name|child|client|student',
  birthDate: 'датарождения|деньрождения|др|датарожд|рождение|birthdate|dateofbirth|dob|birthday',
  sex: 'пол|sex|gender',
  phones:
    'телефон|телефоны|тел|телефонребенка|телефонклиента|мобильный|phone|phones|mobile|childphone|clientphone',
  email: 'email|почта|электроннаяпочта|эпочта|емейл',
  address: 'адрес|адреспроживания|address',
  tags: 'теги|тег|метки|tags|tag|labels',
  branch: 'филиал|центр|branch|centre|center',
  guardianLastName: 'фамилияродителя|фамилияпредставителя|parentlastname|guardianlastname',
  guardianFirstName: 'имяродителя|имяпредставителя|parentfirstname|guardianfirstname',
  guardianMiddleName: 'отчествородителя|отчествопредставителя|parentmiddlename|guardianmiddlename',
  guardianName:
    'родитель|родители|фиородителя|представитель|фиопредставителя|законныйпредставитель|мама|parent|guardian|parentname|guardianname',
  guardianPhones:
    'телефонродителя|телефоныродителя|телродителя|телефонпредставителя|телефонмамы|parentphone|guardianphone|parentphones',
  guardianEmail: 'emailродителя|почтародителя|emailпредставителя|parentemail|guardianemail',
  relation: 'кемприходится|родство|степеньродства|ктоприходится|relation|relationship',
};

const byAlias = new Map(
  fields.flatMap((field) => aliases[field].split('|').map((alias): [string, Field] => [alias, field])),
);

/** What a header is compared by. */
const plain = (header: string): string =>
  header
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]/gu, '');

export interface Columns {
  /** Place of each field that the file has. */
  at: Partial<Record<Field, number>>;
  /** Header of each field, as written in the file. */
  header: Partial<Record<Field, string>>;
  /** Headers nobody here knows; their cells are not read. The row number (№) is expected and not among them. */
  ignored: string[];
}

export function readColumns(headers: readonly string[]): Columns {
  const columns: Columns = { at: {}, header: {}, ignored: [] };
  headers.forEach((header, index) => {
    const field = byAlias.get(plain(header));
    if (field === undefined || columns.at[field] !== undefined) {
      if (!['', 'пп', 'nпп', 'n', 'no'].includes(plain(header))) columns.ignored.push(header);
      return;
    }
    columns.at[field] = index;
    columns.header[field] = header;
  });
  return columns;
}

/** Whether the columns can name a client. */
export const namesClients = ({ at }: Columns): boolean =>
  at.fullName !== undefined || (at.lastName !== undefined && at.firstName !== undefined);

/** How a column is called that the file does not have. */
export const titles: Readonly<Record<Field, string>> = {
  externalId: 'ID',
  lastName: 'Фамилия',
  firstName: 'Имя',
  middleName: 'Отчество',
  fullName: 'ФИО',
  birthDate: 'Дата рождения',
  sex: 'Пол',
  phones: 'Телефон',
  email: 'Email',
  address: 'Адрес',
  tags: 'Теги',
  branch: 'Филиал',
  guardianLastName: 'Фамилия родителя',
  guardianFirstName: 'Имя родителя',
  guardianMiddleName: 'Отчество родителя',
  guardianName: 'Родитель',
  guardianPhones: 'Телефон родителя',
  guardianEmail: 'Email родителя',
  relation: 'Кем приходится',
};

/** Most characters of a cell; of every other field 200. */
export const LONGEST: Partial<Record<Field, number>> = { address: 500, tags: 2000, email: 254 };
