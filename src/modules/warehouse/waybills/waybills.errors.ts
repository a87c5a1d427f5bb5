import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const WaybillNotFound = defineError({
  code: 'waybill.not-found',
  kind: 'not_found',
  en: { title: 'No such waybill', detail: 'There is no waybill {id}, or it is out of your reach.' },
  ru: { title: 'Нет такой накладной', detail: 'Накладной {id} нет, или она вам недоступна.' },
});
export const WaybillLineNotFound = defineError({
  code: 'waybill-line.not-found',
  kind: 'not_found',
  en: { title: 'No such line', detail: 'The waybill has no line {id}.' },
  ru: { title: 'Нет такой строки', detail: 'В накладной нет строки {id}.' },
});
export const WaybillNotDraft = defineError({
  code: 'waybill.not-draft',
  kind: 'conflict',
  en: {
    title: 'The waybill is no draft',
    detail: 'The waybill is {status}: only drafts are changed and posted.',
  },
  ru: {
    title: 'Накладная — не черновик',
    detail: 'Накладная в состоянии {status}: меняют и проводят только черновики.',
  },
});
export const WaybillNotPosted = defineError({
  code: 'waybill.not-posted',
  kind: 'conflict',
  en: {
    title: 'The waybill is not posted',
    detail: 'The waybill is {status}: only posted ones are reversed.',
  },
  ru: {
    title: 'Накладная не проведена',
    detail: 'Накладная в состоянии {status}: сторнируют только проведённые.',
  },
});
export const WaybillOfAnother = defineError({
  code: 'waybill.has-basis',
  kind: 'conflict',
  en: {
    title: 'The waybill belongs to another document',
    detail: 'It documents {kind} {id}: undo that, and the waybill is reversed with it.',
  },
  ru: {
    title: 'Накладная принадлежит другому документу',
    detail: 'Она оформляет {kind} {id}: отмените его, и накладная сторнируется вместе с ним.',
  },
});
export const WaybillReturned = defineError({
  code: 'waybill.has-returns',
  kind: 'conflict',
  en: { title: 'Goods of it were returned', detail: 'Reverse the returns of this issue first.' },
  ru: { title: 'По ней есть возвраты', detail: 'Сначала сторнируйте возвраты по этой выдаче.' },
});
export const ReturnExceedsIssue = defineError({
  code: 'waybill.return-exceeds',
  kind: 'conflict',
  en: {
    title: 'More is returned than was issued',
    detail: 'Some lines return more than is left of what was issued; errors[] names each.',
  },
  ru: {
    title: 'Возвращают больше, чем выдано',
    detail: 'Некоторые строки возвращают больше, чем осталось от выданного; errors[] называет каждую.',
  },
});
export const LineKeyTaken = defineError({
  code: 'waybill-line.key-taken',
  kind: 'conflict',
  en: {
    title: 'The key is taken',
    detail: 'Another line of the waybill has this key; PUT the lines to change it.',
  },
  ru: { title: 'Ключ занят', detail: 'Этот ключ у другой строки накладной; чтобы изменить её, пошлите PUT.' },
});
export const LineCountedTwice = defineError({
  code: 'waybill-line.counted-twice',
  kind: 'conflict',
  en: {
    title: 'The item is counted already',
    detail: 'A stocktake has one line for an item; change that one.',
  },
  ru: {
    title: 'Позиция уже посчитана',
    detail: 'В инвентаризации у позиции одна строка; измените её.',
  },
});
export const WaybillFull = defineError({
  code: 'waybill.full',
  kind: 'conflict',
  en: { title: 'The waybill is full', detail: 'A waybill has at most {limit} lines.' },
  ru: { title: 'Накладная заполнена', detail: 'В накладной не больше {limit} строк.' },
});

translateConstraint('waybills_posted_check', WaybillNotDraft);
translateConstraint('waybill_lines_posted_check', WaybillNotDraft);
translateConstraint('waybill_lines_key_key', LineKeyTaken);
translateConstraint('waybill_lines_counted_key', LineCountedTwice);
