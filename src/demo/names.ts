/** Names of the demo centre's people; the feminine form stands beside the masculine one. */
export const russianSurnames: readonly (readonly [string, string])[] = [
  ['Смирнов', 'Смирнова'],
  ['Кузнецов', 'Кузнецова'],
  ['Попов', 'Попова'],
  ['Васильев', 'Васильева'],
  ['Соколов', 'Соколова'],
  ['Михайлов', 'Михайлова'],
  ['Новиков', 'Новикова'],
  ['Фёдоров', 'Фёдорова'],
  ['Морозов', 'Морозова'],
  ['Волков', 'Волкова'],
  ['Алексеев', 'Алексеева'],
  ['Лебедев', 'Лебедева'],
  ['Семёнов', 'Семёнова'],
  ['Егоров', 'Егорова'],
  ['Павлов', 'Павлова'],
  ['Козлов', 'Козлова'],
  ['Степанов', 'Степанова'],
  ['Николаев', 'Николаева'],
  ['Орлов', 'Орлова'],
  ['Андреев', 'Андреева'],
  ['Макаров', 'Макарова'],
  ['Никитин', 'Никитина'],
  ['Захаров', 'Захарова'],
  ['Зайцев', 'Зайцева'],
  ['Соловьёв', 'Соловьёва'],
];
export const russianGirls = [
  'Анна',
  'Мария',
  'Софья',
  'Алиса',
  'Ева',
  'Полина',
  'Варвара',
  'Дарья',
  'Ксения',
  'Вероника',
];
export const russianBoys = [
  'Артём',
  'Михаил',
  'Александр',
  'Лев',
  'Тимофей',
  'Иван',
  'Матвей',
  'Кирилл',
  'Роман',
  'Фёдор',
];
export const russianMothers = [
  'Ольга',
  'Елена',
  'Наталья',
  'Татьяна',
  'Ирина',
  'Светлана',
  'Юлия',
  'Екатерина',
];
export const englishSurnames = [
  'Carter',
  'Bennett',
  'Hughes',
  'Foster',
  'Reed',
  'Murphy',
  'Coleman',
  'Walsh',
  'Turner',
  'Hayes',
];
export const englishGirls = ['Emma', 'Olivia', 'Grace', 'Chloe', 'Lucy', 'Amelia'];
export const englishBoys = ['Oliver', 'Harry', 'Jack', 'Noah', 'Leo', 'Henry'];
export const englishMothers = ['Sarah', 'Laura', 'Claire', 'Rachel', 'Helen'];

/** A generator of the same numbers every time (mulberry32), so the demo centre is the same everywhere. */
export function repeatable(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
