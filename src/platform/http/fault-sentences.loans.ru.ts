/** Sentences of faults of loans, English and Russian side by side. */
export const loanSentences: readonly (readonly [en: string, ru: string])[] = [
  ['Only textbooks and equipment are lent.', 'Выдают на время только учебники и оборудование.'],
  ['It cannot be due before it is lent, {}.', 'Срок не может быть раньше дня выдачи, {}.'],
  [
    'Say until when: a day, or the group whose course it is for.',
    'Укажите срок: день или группу, на курс которой выдано.',
  ],
  ['The course of the group is over: name a day.', 'Курс группы закончился: укажите день.'],
  [
    'The client does not belong to the group on that day: name a day instead.',
    'В этот день клиент не состоит в группе: укажите день.',
  ],
  ['It was lent on {}.', 'Выдано {}.'],
  ['{} wanted, {} out.', 'запрошено {}, на руках {}.'],
  [
    'The item has no price: say what is charged for one.',
    'У товара нет цены: укажите, сколько взять за единицу.',
  ],
  ['All of it comes to more than can be charged.', 'Вместе это больше, чем можно начислить.'],
  [
    'The branch has no warehouse: name the one it is lent from.',
    'У филиала нет склада: укажите, с какого выдаётся.',
  ],
];
