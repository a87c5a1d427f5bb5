/** What a column of a spreadsheet may mean. Headers come in any order, in Russian or English, with any punctuation. */
export const fields = [
  'externalId',
  'lastName',
  'firstName',
  'middleName',
  'fullName',
  'birthDate',
  'sex',
  'phones',
  'phones2',
  'email',
  'address',
  'tags',
  'status',
  'statusReason',
  'source',
  'branch',
  'guardianLastName',
  'guardianFirstName',
  'guardianMiddleName',
  'guardianName',
  'guardianPhones',
  'guardianEmail',
  'relation',
  'guardian2LastName',
  'guardian2FirstName',
  'guardian2MiddleName',
  'guardian2Name',
  'guardian2Phones',
  'guardian2Email',
  'relation2',
  'payer',
] as const;
export type Field = (typeof fields)[number];

/** Fields of the first guardian and those of the second. */
export const GUARDIAN = {
  guardianLastName: 'guardian2LastName',
  guardianFirstName: 'guardian2FirstName',
  guardianMiddleName: 'guardian2MiddleName',
  guardianName: 'guardian2Name',
  guardianPhones: 'guardian2Phones',
  guardianEmail: 'guardian2Email',
  relation: 'relation2',
} as const satisfies Partial<Record<Field, Field>>;

/** Headers as they are compared: lower case, letters and digits only. Those of a second guardian follow from these. */
export const aliases: Readonly<Partial<Record<Field, string>>> = {
  externalId: 'id|ид|код|кодклиента|idклиента|externalid|code|clientid|внешнийкод',
  lastName: 'фамилия|фамилияребенка|фамилияклиента|фамилияученика|lastname|surname|familyname|childlastname',
  firstName: 'имя|имяребенка|имяклиента|имяученика|firstname|givenname|childfirstname',
  middleName: 'отчество|отчестворебенка|отчествоклиента|middlename|patronymic',
  fullName:
    'фио|фиоребенка|фиоклиента|фиоученика|ребенок|клиент|ученик|имяфамилия|fullname|name|child|client|student|childname',
  birthDate:
    'датарождения|деньрождения|др|датарожд|рождение|датарожденияребенка|birthdate|dateofbirth|dob|birthday|born',
  sex: 'пол|полребенка|sex|gender',
  phones:
    'телефон|телефоны|тел|телефонребенка|телефонклиента|мобильный|phone|phones|mobile|childphone|clientphone',
  phones2: 'доптелефон|дополнительныйтелефон|otherphone|extraphone',
  email: 'email|почта|электроннаяпочта|элпочта|эпочта|емейл|mail',
  address: 'адрес|адреспроживания|address',
  tags: 'теги|тег|метки|tags|tag|labels',
  status: 'статус|состояние|status|state',
  statusReason: 'причинаухода|причина|причинастатуса|statusreason|reason',
  source: 'источник|откудаузнали|source',
  branch: 'филиал|центр|branch|centre|center',
  guardianLastName:
    'фамилияродителя|фамилияпредставителя|фамилиямамы|parentlastname|guardianlastname|motherlastname',
  guardianFirstName: 'имяродителя|имяпредставителя|имямамы|parentfirstname|guardianfirstname|motherfirstname',
  guardianMiddleName: 'отчествородителя|отчествопредставителя|parentmiddlename|guardianmiddlename',
  guardianName:
    'родитель|родители|фиородителя|представитель|фиопредставителя|законныйпредставитель|мама|мать|фиомамы|фиоматери|parent|guardian|parentname|guardianname|mother|mothername',
  guardianPhones:
    'телефонродителя|телефоныродителя|телродителя|телефонпредставителя|телефонмамы|телефонматери|parentphone|guardianphone|parentphones|guardianphones|motherphone',
  guardianEmail:
    'emailродителя|почтародителя|emailпредставителя|emailмамы|parentemail|guardianemail|motheremail',
  relation:
    'кемприходится|родство|степеньродства|ктоприходится|родствородителя|relation|relationship|parentrelation|guardianrelation',
  guardian2LastName: 'фамилияпапы|фамилияотца|fatherlastname',
  guardian2FirstName: 'имяпапы|имяотца|fatherfirstname',
  guardian2Name: 'папа|отец|фиопапы|фиоотца|father|fathername',
  guardian2Phones: 'телефонпапы|телефонотца|fatherphone',
  guardian2Email: 'emailпапы|fatheremail',
  payer: 'плательщик|ктоплатит|платит|payer|pays|whopays',
};

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
  phones2: 'Телефон 2',
  email: 'Email',
  address: 'Адрес',
  tags: 'Теги',
  status: 'Статус',
  statusReason: 'Причина ухода',
  source: 'Источник',
  branch: 'Филиал',
  guardianLastName: 'Фамилия родителя',
  guardianFirstName: 'Имя родителя',
  guardianMiddleName: 'Отчество родителя',
  guardianName: 'Родитель',
  guardianPhones: 'Телефон родителя',
  guardianEmail: 'Email родителя',
  relation: 'Кем приходится',
  guardian2LastName: 'Фамилия родителя 2',
  guardian2FirstName: 'Имя родителя 2',
  guardian2MiddleName: 'Отчество родителя 2',
  guardian2Name: 'Родитель 2',
  guardian2Phones: 'Телефон родителя 2',
  guardian2Email: 'Email родителя 2',
  relation2: 'Кем приходится 2',
  payer: 'Плательщик',
};

/** Most characters of a cell; of every other field 200. */
export const LONGEST: Partial<Record<Field, number>> = { address: 500, tags: 2000, email: 254 };
