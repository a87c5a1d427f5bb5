import { defineError } from '../../kernel/errors.js';
import { translateConstraint } from '../../platform/database/constraints.js';

export const LoanNotFound = defineError({
  code: 'loan.not-found',
  kind: 'not_found',
  en: { title: 'No such loan', detail: 'There is no loan {id}, or it is out of your reach.' },
  ru: { title: 'Нет такой выдачи', detail: 'Выдачи {id} нет, или она вам недоступна.' },
});
export const LoanMovementNotFound = defineError({
  code: 'loan-movement.not-found',
  kind: 'not_found',
  en: { title: 'No such movement', detail: 'The loan has no movement {id}.' },
  ru: { title: 'Нет такого движения', detail: 'У выдачи нет движения {id}.' },
});
export const LoanExceeded = defineError({
  code: 'loan.exceeded',
  kind: 'conflict',
  en: {
    title: 'More than is out',
    detail: 'Some lines ask for more than the client still has; errors[] names each.',
  },
  ru: {
    title: 'Больше, чем на руках',
    detail: 'Некоторые строки просят больше, чем осталось у клиента; errors[] называет каждую.',
  },
});
export const LoanClosed = defineError({
  code: 'loan.closed',
  kind: 'conflict',
  en: { title: 'The loan is closed', detail: 'Everything has come back or is lost since {closedOn}.' },
  ru: { title: 'Выдача закрыта', detail: 'Всё возвращено или утрачено с {closedOn}.' },
});
export const LoanMovementStands = defineError({
  code: 'loan-movement.not-reversible',
  kind: 'conflict',
  en: {
    title: 'The movement is not taken back',
    detail: 'Only a return or a loss that stands is taken back; what was lent is returned.',
  },
  ru: {
    title: 'Движение не отменяют',
    detail: 'Отменяют только действующий возврат или утрату; выданное возвращают.',
  },
});
export const LossPriceNotPermitted = defineError({
  code: 'loan.price-not-permitted',
  kind: 'forbidden',
  en: {
    title: 'You may not set the price of a loss',
    detail: 'Another price than the replacement price needs the permission {permission} in this branch.',
  },
  ru: {
    title: 'Нельзя задать цену утраты',
    detail: 'Чтобы взять не цену возмещения, нужно право {permission} в этом филиале.',
  },
});

// The rule explains; these guarantee.
translateConstraint('loan_lines_out_check', LoanExceeded);
translateConstraint('loan_movements_reverses_key', LoanMovementStands);
