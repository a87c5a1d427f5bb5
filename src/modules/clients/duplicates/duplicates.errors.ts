import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const DismissedAlready = defineError({
  code: 'duplicate.dismissed-already',
  kind: 'conflict',
  en: { title: 'Said already', detail: 'These two are known not to be one person.' },
  ru: { title: 'Уже отмечено', detail: 'Про этих двоих уже сказано, что это разные люди.' },
});
export const DismissalNotFound = defineError({
  code: 'duplicate.dismissal-not-found',
  kind: 'not_found',
  en: { title: 'No such dismissal', detail: 'There is no dismissal {id}, or it is out of your reach.' },
  ru: { title: 'Нет такой отметки', detail: 'Отметки {id} нет, или она вам недоступна.' },
});

translateConstraint('duplicate_dismissals_pair_key', DismissedAlready);
