/** A holiday as a centre takes it over. */
export interface Holiday {
  code: string;
  name: string;
  fromOn: string;
  toOn: string;
}

/**
 * Non-working holidays of the Labour Code of Russia, art. 112. Days off that a decree moves are not among them: a centre
 * that teaches on Saturdays does not close because an office has a free Monday.
 */
const RUSSIA = [
  { from: '01-01', to: '01-08', name: 'Новогодние каникулы и Рождество Христово' },
  { from: '02-23', to: '02-23', name: 'День защитника Отечества' },
  { from: '03-08', to: '03-08', name: 'Международный женский день' },
  { from: '05-01', to: '05-01', name: 'Праздник Весны и Труда' },
  { from: '05-09', to: '05-09', name: 'День Победы' },
  { from: '06-12', to: '06-12', name: 'День России' },
  { from: '11-04', to: '11-04', name: 'День народного единства' },
];

export function russianHolidays(year: number): Holiday[] {
  return RUSSIA.map(({ from, to, name }) => ({
    code: `RU-${year}-${from}`,
    name,
    fromOn: `${year}-${from}`,
    toOn: `${year}-${to}`,
  }));
}
