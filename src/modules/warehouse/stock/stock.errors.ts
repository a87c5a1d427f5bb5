import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const StockInsufficient = defineError({
  code: 'stock.insufficient',
  kind: 'conflict',
  en: {
    title: 'Not enough in stock',
    detail: 'Some lines ask for more than there is; errors[] names each with what is wanted and available.',
  },
  ru: {
    title: 'Не хватает на складе',
    detail:
      'Некоторые строки просят больше, чем есть; errors[] называет каждую: сколько нужно и сколько есть.',
  },
});
export const StockValueSpent = defineError({
  code: 'stock.value-spent',
  kind: 'conflict',
  en: {
    title: 'The value has left already',
    detail:
      'The units are there, but their value has left at the moving average since; errors[] names each line. Correct it with a new waybill.',
  },
  ru: {
    title: 'Стоимость уже ушла',
    detail:
      'Единицы на месте, но их стоимость с тех пор ушла по средней; errors[] называет каждую строку. Исправьте новой накладной.',
  },
});

// The rule explains; these guarantee.
for (const constraint of ['on_hand', 'on_loan', 'reserved'])
  translateConstraint(`stock_balances_${constraint}_check`, StockInsufficient);
