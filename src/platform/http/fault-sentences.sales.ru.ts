/** Sentences of faults of the register of sales, English and Russian side by side. */
export const saleSentences: readonly (readonly [en: string, ru: string])[] = [
  [
    'Give exactly one of itemId, planId, activityId and serviceId.',
    'Нужно ровно одно: itemId, planId, activityId или serviceId.',
  ],
  ['Only a plan starts on a chosen day.', 'В выбранный день начинается только абонемент.'],
  [
    'A walk-in buyer gets goods and services; a plan or a visit is sold to a client: give clientId.',
    'Покупателю без карточки продают товары и услуги; абонемент или посещение — клиенту: дайте clientId.',
  ],
  [
    'A line sells one plan or one visit: give a line for each.',
    'Строка — один абонемент или одно посещение: дайте строку на каждый.',
  ],
  [
    'A plan or a visit costs what the price lists say: take a discount off.',
    'Абонемент и посещение стоят столько, сколько в прайс-листе: дайте скидку.',
  ],
  [
    'The buyer is the client: give a name only without one.',
    'Покупатель — клиент: имя указывают только без него.',
  ],
  [
    'A walk-in buyer pays at once: name a client to let money be owed.',
    'Покупатель без карточки платит сразу: укажите клиента, чтобы остался долг.',
  ],
  [
    'It is shared by goods and services without a discount of their own, and there are none.',
    'Она делится между товарами и услугами без своей скидки, а таких нет.',
  ],
  ['Only one of them may be the rest: give an amount.', 'Остатком может быть только одна: укажите сумму.'],
  ['Give an amount above zero.', 'Укажите сумму больше нуля.'],
  ['No more is taken off than it costs.', 'Скидка не больше цены.'],
  ['It is archived, and not sold any more.', 'Это в архиве и больше не продаётся.'],
  [
    'A plan or a visit is sold in the branch of the client.',
    'Абонемент и посещение продают в филиале клиента.',
  ],
  ['Each line may stand once.', 'Каждая строка — только один раз.'],
  ['{} comes back, {} is left of what was sold.', 'Возвращают {}, из проданного осталось {}.'],
  ['This line is refused; the problem itself says why.', 'Эта строка отклонена; причина — в самой ошибке.'],
];
