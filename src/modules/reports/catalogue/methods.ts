import type { Texts } from '../report.js';

/** How money comes and goes. */
export const METHODS: Readonly<Record<string, Texts>> = {
  cash: { ru: 'Наличные', en: 'Cash' },
  card: { ru: 'Карта', en: 'Card' },
  transfer: { ru: 'Перевод', en: 'Bank transfer' },
  online: { ru: 'Онлайн', en: 'Online' },
};

/** Several at once, as a view joins them: each choice of them, in the order of their codes. */
export const METHODS_TOGETHER: Readonly<Record<string, Texts>> = Object.fromEntries(
  Object.entries(METHODS)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .reduce<[string, Texts][]>(
      (choices, [code, { ru, en }]) => [
        ...choices,
        [code, { ru, en }],
        ...choices.map(([others, texts]): [string, Texts] => [
          `${others}, ${code}`,
          { ru: `${texts.ru}, ${ru.toLowerCase()}`, en: `${texts.en}, ${en.toLowerCase()}` },
        ]),
      ],
      [],
    ),
);
