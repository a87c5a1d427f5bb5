import { defineError } from '../../kernel/errors.js';
import { invalid, RequestInvalid, unknownReference } from '../../kernel/faults.js';
import { translateConstraint } from '../../platform/database/constraints.js';

export const PaySchemeNotFound = defineError({
  code: 'pay-scheme.not-found',
  kind: 'not_found',
  en: { title: 'No such pay scheme', detail: 'There is no pay scheme {id}, or it is out of your reach.' },
  ru: { title: 'Нет такой схемы оплаты', detail: 'Схемы оплаты {id} нет, или она вам недоступна.' },
});
export const PaySchemeTaken = defineError({
  code: 'pay-scheme.day-taken',
  kind: 'conflict',
  en: {
    title: 'There is a scheme from that day already',
    detail: 'The employee has a scheme of the same scope that takes effect on the same day.',
  },
  ru: {
    title: 'С этого дня схема уже есть',
    detail: 'У сотрудника уже есть схема той же области, действующая с того же дня.',
  },
});
export const PaySchemeUsed = defineError({
  code: 'pay-scheme.used',
  kind: 'conflict',
  en: {
    title: 'Pay was accrued by this scheme',
    detail: 'A scheme that paid something stays. Make a new one that takes effect on a later day.',
  },
  ru: {
    title: 'По этой схеме уже начислено',
    detail: 'Схема, по которой платили, остаётся. Заведите новую, действующую с более позднего дня.',
  },
});

translateConstraint('pay_schemes_scope_key', PaySchemeTaken);
translateConstraint('accruals_scheme_id_fkey', PaySchemeUsed);
// Groups belong to the schedule, which stands above: only the database can look one up from here.
const groupUnknown = () => invalid([unknownReference('/groupId')]);
translateConstraint(
  'pay_schemes_group_fkey',
  Object.assign(groupUnknown, { definition: RequestInvalid.definition }),
);
