/** The words of a payslip on paper. */
export interface PayslipTexts {
  readonly title: string;
  readonly employee: string;
  readonly engagement: string;
  readonly engagements: Readonly<Record<string, string>>;
  readonly payOn: string;
  readonly receipt: string;
  readonly state: string;
  readonly draft: string;
  readonly income: string;
  readonly takenOff: string;
  readonly net: string;
  readonly accrued: string;
  readonly employerPays: string;
  readonly year: string;
  readonly yearIncome: string;
  readonly yearTax: string;
  readonly tax: string;
  readonly withheld: string;
  readonly debtBefore: string;
  readonly what: string;
  readonly madeOf: string;
  readonly amount: string;
  readonly total: string;
  readonly nothing: string;
  readonly notWithheld: string;
  readonly contributions: Readonly<Record<string, string>>;
  entries(count: number): string;
  entriesBefore(count: number): string;
  months(count: number): string;
  deductions(code: string): string;
  ofYear(steps: string, before: string): string;
  wanted(amount: string): string;
  carried(amount: string): string;
}

const ru: PayslipTexts = {
  title: 'Расчётный листок',
  employee: 'Сотрудник',
  engagement: 'Договор',
  engagements: { staff: 'трудовой', contractor: 'гражданско-правовой', self_employed: 'самозанятый' },
  payOn: 'День выплаты',
  receipt: 'Чек',
  state: 'Состояние',
  draft: 'черновик, не утверждён',
  income: 'Начислено',
  takenOff: 'Удержано',
  net: 'К выплате',
  accrued: 'Начислено',
  employerPays: 'Взносы работодателя (сверх зарплаты)',
  year: 'С начала года',
  yearIncome: 'Доход',
  yearTax: 'Налог',
  tax: 'НДФЛ',
  withheld: 'По исполнительным документам',
  debtBefore: 'Долг прошлой ведомости',
  what: 'Вид',
  madeOf: 'Из чего',
  amount: 'Сумма',
  total: 'Итого',
  nothing: 'Ничего',
  notWithheld: 'платит налог самостоятельно',
  contributions: { insurance: 'Страховые взносы', injury: 'Взносы на травматизм' },
  entries: (count) => `записей: ${String(count)}`,
  entriesBefore: (count) => `записей за прошлые периоды: ${String(count)}`,
  months: (count) => `месяцев: ${String(count)}`,
  deductions: (code) =>
    `Вычет ${code.replace('child_disabled', 'на ребёнка-инвалида').replace(/child_(\d)/, 'на ребёнка ($1-й)')}`,
  ofYear: (steps, before) => `с начала года ${steps === '' ? '0' : steps}, удержано раньше ${before}`,
  wanted: (amount) => `по документу ${amount}`,
  carried: (amount) => `Долг, переходящий в следующую ведомость: ${amount}.`,
};

const en: PayslipTexts = {
  title: 'Payslip',
  employee: 'Employee',
  engagement: 'Contract',
  engagements: { staff: 'employment', contractor: 'civil', self_employed: 'self-employed' },
  payOn: 'Day of payment',
  receipt: 'Receipt',
  state: 'State',
  draft: 'draft, not approved',
  income: 'Earned',
  takenOff: 'Withheld',
  net: 'To be paid',
  accrued: 'Earned',
  employerPays: 'Contributions of the employer (on top)',
  year: 'Year to date',
  yearIncome: 'Income',
  yearTax: 'Tax',
  tax: 'Income tax',
  withheld: 'By orders',
  debtBefore: 'Debt of the payslip before',
  what: 'Kind',
  madeOf: 'Made of',
  amount: 'Amount',
  total: 'Total',
  nothing: 'Nothing',
  notWithheld: 'pays their own tax',
  contributions: { insurance: 'Insurance', injury: 'Insurance against accidents' },
  entries: (count) => `entries: ${String(count)}`,
  entriesBefore: (count) => `entries of earlier periods: ${String(count)}`,
  months: (count) => `months: ${String(count)}`,
  deductions: (code) => `Deduction ${code}`,
  ofYear: (steps, before) => `of the year ${steps === '' ? '0' : steps}, withheld before ${before}`,
  wanted: (amount) => `asked for ${amount}`,
  carried: (amount) => `Debt carried to the next payslip: ${amount}.`,
};

export const TEXTS = { ru, en };

const KINDS: Readonly<Record<string, { ru: string; en: string }>> = {
  work: { ru: 'За занятия', en: 'For lessons' },
  premium: { ru: 'Надбавки', en: 'Premiums' },
  salary: { ru: 'Оклад', en: 'Salary' },
  payment: { ru: 'Процент с оплат', en: 'Share of payments' },
  sale: { ru: 'Процент с продаж', en: 'Share of sales' },
  bonus: { ru: 'Премия', en: 'Bonus' },
  penalty: { ru: 'Депремирование', en: 'Penalty' },
  advance: { ru: 'Выданный аванс', en: 'Advance handed out' },
  deduction: { ru: 'Удержание', en: 'Deduction' },
};

/** A kind nobody named here stands under its own code. */
export const kindName = (kind: string, language: 'ru' | 'en'): string => KINDS[kind]?.[language] ?? kind;
