import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const CashDeskNotFound = defineError({
  code: 'cash-desk.not-found',
  kind: 'not_found',
  en: { title: 'No such cash desk', detail: 'There is no cash desk {id}, or it is out of your reach.' },
  ru: { title: 'Нет такой кассы', detail: 'Кассы {id} нет, или она вам недоступна.' },
});
export const CashDeskNameTaken = defineError({
  code: 'cash-desk.name-taken',
  kind: 'conflict',
  en: { title: 'The name is taken', detail: 'Another desk of the branch has this name.' },
  ru: { title: 'Название занято', detail: 'Такое название есть у другой кассы филиала.' },
});
export const CashDeskArchived = defineError({
  code: 'cash-desk.archived',
  kind: 'conflict',
  en: { title: 'The desk is archived', detail: 'No shift is opened at the archived desk "{name}".' },
  ru: { title: 'Касса в архиве', detail: 'У архивной кассы «{name}» смену не открыть.' },
});
export const CashDeskBusy = defineError({
  code: 'cash-desk.busy',
  kind: 'conflict',
  en: { title: 'A shift is open', detail: 'Close the shift of the desk first.' },
  ru: { title: 'Смена открыта', detail: 'Сначала закройте смену этой кассы.' },
});
export const CashShiftNotFound = defineError({
  code: 'cash-shift.not-found',
  kind: 'not_found',
  en: { title: 'No such shift', detail: 'There is no cash shift {id}, or it is out of your reach.' },
  ru: { title: 'Нет такой смены', detail: 'Кассовой смены {id} нет, или она вам недоступна.' },
});
export const CashShiftClosed = defineError({
  code: 'cash-shift.closed',
  kind: 'conflict',
  en: { title: 'The shift is closed', detail: 'No cash comes to a closed shift or leaves it.' },
  ru: { title: 'Смена закрыта', detail: 'В закрытую смену деньги не вносятся и не изымаются.' },
});
export const CashShiftNotOpen = defineError({
  code: 'cash-shift.not-open',
  kind: 'conflict',
  en: { title: 'No shift is open at the desk', detail: 'Open a shift at the desk first.' },
  ru: { title: 'У кассы нет открытой смены', detail: 'Сначала откройте смену у этой кассы.' },
});
export const CashShiftRequired = defineError({
  code: 'cash-shift.required',
  kind: 'conflict',
  en: {
    title: 'Cash goes through a shift',
    detail: 'The settings ask for a shift: open one, or name a desk that has one.',
  },
  ru: {
    title: 'Наличные — только через смену',
    detail: 'Настройки требуют смены: откройте её или назовите кассу с открытой сменой.',
  },
});
export const CashShiftAmbiguous = defineError({
  code: 'cash-shift.ambiguous',
  kind: 'conflict',
  en: { title: 'Name the desk', detail: 'You have several open shifts in the branch: give cashDeskId.' },
  ru: { title: 'Назовите кассу', detail: 'У вас несколько открытых смен в филиале: дайте cashDeskId.' },
});
export const CashNotEnough = defineError({
  code: 'cash-shift.not-enough',
  kind: 'conflict',
  en: {
    title: 'Not enough cash in the desk',
    detail: 'In the desk are {inDesk} (minor units); {asked} cannot leave it.',
  },
  ru: { title: 'В кассе недостаточно денег', detail: 'В кассе {inDesk} (в копейках); взять {asked} нельзя.' },
});
export const CashDifferenceUnexplained = defineError({
  code: 'cash-shift.difference-unexplained',
  kind: 'rule',
  en: {
    title: 'Say why the cash differs',
    detail: 'Expected {expected}, counted {counted} (minor units): give differenceReason.',
  },
  ru: {
    title: 'Объясните расхождение',
    detail: 'Ожидалось {expected}, посчитано {counted} (в копейках): дайте differenceReason.',
  },
});
export const CashMoveOfNothing = defineError({
  code: 'cash-shift.move-of-nothing',
  kind: 'rule',
  en: { title: 'Nothing moves', detail: 'Cash put in or taken out is above zero.' },
  ru: { title: 'Нечего перемещать', detail: 'Внесение и изъятие должны быть больше нуля.' },
});

translateConstraint('cash_desks_name_key', CashDeskNameTaken);
translateConstraint('cash_shifts_one_open_key', CashDeskBusy);
translateConstraint('cash_entries_open_shift_check', CashShiftClosed);
