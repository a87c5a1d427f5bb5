import { defineError } from '../../kernel/errors.js';
import { translateConstraint } from '../../platform/database/constraints.js';

export const ActivityNotFound = defineError({
  code: 'activity.not-found',
  kind: 'not_found',
  en: { title: 'No such activity', detail: 'There is no activity {id}.' },
  ru: { title: 'Нет такого занятия', detail: 'Вида занятий {id} нет.' },
});
export const ActivityNameTaken = defineError({
  code: 'activity.name-taken',
  kind: 'conflict',
  en: { title: 'The name is taken', detail: 'Another activity has this name.' },
  ru: { title: 'Название занято', detail: 'Такое название есть у другого вида занятий.' },
});

translateConstraint('activities_name_key', ActivityNameTaken);
