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
    detail: 'There is a scheme of the same scope and family that takes effect on the same day.',
  },
  ru: {
    title: 'С этого дня схема уже есть',
    detail: 'Уже есть схема той же области и того же вида, действующая с того же дня.',
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
export const PaySchemeNeedsAll = defineError({
  code: 'pay-scheme.needs-all',
  kind: 'forbidden',
  en: {
    title: 'A scheme of all branches needs the whole centre',
    detail: 'Name a branch, or have the permission payroll:write with the scope all.',
  },
  ru: {
    title: 'Для схемы всех филиалов нужен весь центр',
    detail: 'Назовите филиал или получите право payroll:write на все филиалы.',
  },
});
export const PaySchemeEndsBeforePay = defineError({
  code: 'pay-scheme.ends-before-pay',
  kind: 'conflict',
  en: {
    title: 'Pay was accrued later',
    detail: 'This scheme paid work of {onDate}; it can end on the day after that at the earliest.',
  },
  ru: {
    title: 'Начислено и позже',
    detail: 'По этой схеме оплачена работа за {onDate}; закончить её можно не раньше следующего дня.',
  },
});
export const SalaryPeriodOverlaps = defineError({
  code: 'salary.period-overlaps',
  kind: 'conflict',
  en: {
    title: 'The period cuts a salary in two',
    detail: 'A salary was accrued for {from} to {to}, which lies in the period only partly.',
  },
  ru: {
    title: 'Период разрезает начисленный оклад',
    detail: 'Оклад уже начислен с {from} до {to}, и эти дни входят в период лишь частью.',
  },
});
export const PayAdjustmentNotFound = defineError({
  code: 'pay-adjustment.not-found',
  kind: 'not_found',
  en: { title: 'No such adjustment', detail: 'There is no adjustment {id}, or it is out of your reach.' },
  ru: { title: 'Нет такой корректировки', detail: 'Корректировки {id} нет, или она вам недоступна.' },
});
export const PayAdjustmentReversed = defineError({
  code: 'pay-adjustment.reversed',
  kind: 'conflict',
  en: { title: 'It was taken back already', detail: 'An adjustment is taken back once.' },
  ru: { title: 'Уже сторнировано', detail: 'Корректировку сторнируют один раз.' },
});

translateConstraint('pay_schemes_scope_key', PaySchemeTaken);
translateConstraint('accruals_scheme_id_fkey', PaySchemeUsed);
// Groups belong to the schedule, which stands above: only the database can look one up from here.
const groupUnknown = () => invalid([unknownReference('/groupId')]);
translateConstraint(
  'pay_schemes_group_fkey',
  Object.assign(groupUnknown, { definition: RequestInvalid.definition }),
);
// A branch that is out of reach is refused before; one that is not there is found by its foreign key.
const branchUnknown = () => invalid([unknownReference('/branchId')]);
translateConstraint(
  'pay_schemes_branch_id_fkey',
  Object.assign(branchUnknown, { definition: RequestInvalid.definition }),
);
