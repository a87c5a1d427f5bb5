import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const PayrollRunNotFound = defineError({
  code: 'payroll-run.not-found',
  kind: 'not_found',
  en: { title: 'No such payroll run', detail: 'There is no payroll run {id}, or it is out of your reach.' },
  ru: { title: 'Нет такой ведомости', detail: 'Расчётной ведомости {id} нет, или она вам недоступна.' },
});
export const PayslipNotFound = defineError({
  code: 'payslip.not-found',
  kind: 'not_found',
  en: { title: 'No such payslip', detail: 'There is no payslip {id}, or it is out of your reach.' },
  ru: { title: 'Нет такого листка', detail: 'Расчётного листка {id} нет, или он вам недоступен.' },
});
export const PayrollRunOverlaps = defineError({
  code: 'payroll-run.overlaps',
  kind: 'conflict',
  en: {
    title: 'The period has a run',
    detail: 'The branch has a payroll run for some of these days; what came later goes into the next period.',
  },
  ru: {
    title: 'За период есть ведомость',
    detail: 'За часть этих дней у филиала есть ведомость; то, что пришло позже, войдёт в следующий период.',
  },
});
export const PayrollRunState = defineError({
  code: 'payroll-run.state',
  kind: 'conflict',
  en: { title: 'Not in this state', detail: 'The run is {status}; this needs it to be {needed}.' },
  ru: { title: 'Не в этом состоянии', detail: 'Ведомость в состоянии {status}, а нужно {needed}.' },
});
export const PayrollRunClosed = defineError({
  code: 'payroll-run.closed',
  kind: 'conflict',
  en: { title: 'The run is closed', detail: 'Nothing of an approved or paid run changes.' },
  ru: { title: 'Ведомость закрыта', detail: 'В утверждённой или оплаченной ведомости ничего не меняется.' },
});
export const PayrollRunStale = defineError({
  code: 'payroll-run.stale',
  kind: 'conflict',
  en: {
    title: 'The run was computed from other facts',
    detail: 'What it rests on changed: taxes, orders or an earlier run. Recalculate, look and approve again.',
  },
  ru: {
    title: 'Ведомость рассчитана по другим данным',
    detail:
      'Изменились данные: налоги, удержания или прежняя ведомость. Пересчитайте, проверьте и утвердите снова.',
  },
});
export const PayrollRunDigestDiffers = defineError({
  code: 'payroll-run.digest-differs',
  kind: 'conflict',
  en: { title: 'Not what you saw', detail: 'The run has the digest {digest}, not the one you approve.' },
  ru: { title: 'Не то, что вы видели', detail: 'Отпечаток ведомости {digest}, а вы утверждаете другой.' },
});
export const PayrollRunMakerApproves = defineError({
  code: 'payroll-run.four-eyes',
  kind: 'forbidden',
  en: {
    title: 'Somebody else has to approve',
    detail: 'The settings ask for four eyes: whoever drafted or recalculated the run does not approve it.',
  },
  ru: {
    title: 'Утвердить должен другой',
    detail: 'Настройки требуют «четырёх глаз»: кто составил или пересчитал ведомость, тот её не утверждает.',
  },
});
export const PayrollRunBuiltUpon = defineError({
  code: 'payroll-run.built-upon',
  kind: 'conflict',
  en: { title: 'A later run builds on it', detail: 'Take the approval of the later run back first.' },
  ru: { title: 'На ней стоит следующая', detail: 'Сначала отзовите утверждение более поздней ведомости.' },
});
export const PayrollRunPaidInPart = defineError({
  code: 'payroll-run.paid-in-part',
  kind: 'conflict',
  en: { title: 'Somebody was paid', detail: 'An approval is taken back only before the first payment.' },
  ru: { title: 'Часть выплачена', detail: 'Утверждение отзывается только до первой выплаты.' },
});
export const PayrollRunOutOfOrder = defineError({
  code: 'payroll-run.out-of-order',
  kind: 'conflict',
  en: {
    title: 'A later payment is approved',
    detail:
      'Somebody in the run has an approved payslip of {payOn}, after the day of this run: taxes are counted in order.',
  },
  ru: {
    title: 'Утверждена более поздняя выплата',
    detail:
      'У сотрудника есть утверждённый листок от {payOn}, позже дня этой ведомости: налоги считаются по порядку.',
  },
});
export const PayrollRunOtherYear = defineError({
  code: 'payroll-run.other-tax-year',
  kind: 'rule',
  en: {
    title: 'Another tax year',
    detail:
      'The taxes were computed for {year}. Take the approval back and draft the run with the new day of payment.',
  },
  ru: {
    title: 'Другой налоговый год',
    detail:
      'Налоги рассчитаны за {year} год. Отзовите утверждение и составьте ведомость с новым днём выплаты.',
  },
});
export const ReceiptRequired = defineError({
  code: 'payslip.receipt-required',
  kind: 'rule',
  en: {
    title: 'A receipt is missing',
    detail: 'The self-employed are paid against a receipt; receipts[] lacks {employeeIds}.',
  },
  ru: {
    title: 'Нет чека',
    detail: 'Самозанятым платят по чеку; в receipts[] нет {employeeIds}.',
  },
});
export const NothingToPay = defineError({
  code: 'payroll-run.nothing-to-pay',
  kind: 'conflict',
  en: { title: 'Nothing to pay', detail: 'Whoever was named is paid already or has nothing to get.' },
  ru: { title: 'Платить нечего', detail: 'Названным уже выплачено или им ничего не причитается.' },
});
export const TaxTableNotFound = defineError({
  code: 'tax-table.not-found',
  kind: 'not_found',
  en: { title: 'No such tax table', detail: 'There is no tax table {id}.' },
  ru: { title: 'Нет такой таблицы', detail: 'Налоговой таблицы {id} нет.' },
});
export const TaxTableDayTaken = defineError({
  code: 'tax-table.day-taken',
  kind: 'conflict',
  en: { title: 'The day has a table', detail: 'The country has a table of this kind from that day.' },
  ru: { title: 'Этот день занят', detail: 'С этого дня у страны уже есть таблица такого вида.' },
});
export const TaxTableDayUsed = defineError({
  code: 'tax-table.day-used',
  kind: 'conflict',
  en: {
    title: 'Runs were approved after that day',
    detail: 'A new table takes effect after {payOn}, the last day an approved run was computed for.',
  },
  ru: {
    title: 'После этого дня есть ведомости',
    detail: 'Новая таблица действует после {payOn}, последнего дня, на который рассчитаны ведомости.',
  },
});
export const TaxTableMissing = defineError({
  code: 'tax-table.missing',
  kind: 'rule',
  en: { title: 'A tax table is missing', detail: '{country} has no table of {kind} in effect on {onDate}.' },
  ru: {
    title: 'Нет налоговой таблицы',
    detail: 'Для {country} нет таблицы {kind}, действующей на {onDate}.',
  },
});
export const EmployerTermsNeedAll = defineError({
  code: 'employer-terms.need-all',
  kind: 'forbidden',
  en: {
    title: 'Terms of the whole organisation',
    detail: 'Terms without a branch are for whoever may write tax tables everywhere.',
  },
  ru: {
    title: 'Условия всей организации',
    detail: 'Условия без филиала задаёт тот, кто ведёт налоговые таблицы всей организации.',
  },
});
export const WithholdingOrderNotFound = defineError({
  code: 'withholding-order.not-found',
  kind: 'not_found',
  en: { title: 'No such order', detail: 'There is no withholding order {id}, or it is out of your reach.' },
  ru: { title: 'Нет такого удержания', detail: 'Удержания {id} нет, или оно вам недоступно.' },
});

translateConstraint('payroll_runs_period_excl', PayrollRunOverlaps);
translateConstraint('payroll_runs_closed_check', PayrollRunClosed);
translateConstraint('tax_tables_day_key', TaxTableDayTaken);
translateConstraint('payslip_payments_payslip_key', NothingToPay);
