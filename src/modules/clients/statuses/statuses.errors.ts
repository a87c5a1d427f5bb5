import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const StatusReasonNotFound = defineError({
  code: 'status-reason.not-found',
  kind: 'not_found',
  en: { title: 'No such reason', detail: 'There is no reason {id} in the dictionary.' },
  ru: { title: 'Нет такой причины', detail: 'Причины {id} нет в справочнике.' },
});
export const StatusReasonCodeTaken = defineError({
  code: 'status-reason.code-taken',
  kind: 'conflict',
  en: { title: 'The code is taken', detail: 'Another reason has this code.' },
  ru: { title: 'Код занят', detail: 'Этот код — у другой причины.' },
});

translateConstraint('status_reasons_code_key', StatusReasonCodeTaken);
