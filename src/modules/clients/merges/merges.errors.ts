import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const ClientMerged = defineError({
  code: 'client.merged',
  kind: 'conflict',
  en: { title: 'The client was merged', detail: 'This record became client {mergedIntoId}; go on there.' },
  ru: { title: 'Клиент объединён', detail: 'Эта запись стала клиентом {mergedIntoId}; продолжайте с ним.' },
});
export const GuardianMerged = defineError({
  code: 'guardian.merged',
  kind: 'conflict',
  en: {
    title: 'The guardian was merged',
    detail: 'This record became guardian {mergedIntoId}; go on there.',
  },
  ru: {
    title: 'Представитель объединён',
    detail: 'Эта запись стала представителем {mergedIntoId}; продолжайте с ним.',
  },
});
export const AccountMerged = defineError({
  code: 'payer-account.merged',
  kind: 'conflict',
  en: {
    title: 'The account was merged',
    detail: 'What was on this account is on account {mergedIntoId}; go on there.',
  },
  ru: {
    title: 'Счёт объединён',
    detail: 'Всё с этого счёта — на счёте {mergedIntoId}; продолжайте с ним.',
  },
});
export const MergeNotFound = defineError({
  code: 'merge.not-found',
  kind: 'not_found',
  en: { title: 'No such merge', detail: 'There is no merge {id}, or it is out of your reach.' },
  ru: { title: 'Нет такого объединения', detail: 'Объединения {id} нет, или оно вам недоступно.' },
});
export const MergeUndone = defineError({
  code: 'merge.undone',
  kind: 'conflict',
  en: { title: 'The merge is undone already', detail: 'It was undone at {undoneAt}.' },
  ru: { title: 'Объединение уже отменено', detail: 'Оно отменено {undoneAt}.' },
});
export const MergeNotUndoable = defineError({
  code: 'merge.not-undoable',
  kind: 'conflict',
  en: {
    title: 'The merge cannot be undone',
    detail: 'What happened since belongs to neither record alone; params.reasons names it.',
  },
  ru: {
    title: 'Объединение не отменить',
    detail: 'Случившееся с тех пор не отнести к одной из записей; params.reasons называет что именно.',
  },
});

translateConstraint('clients_merged', ClientMerged);
translateConstraint('guardians_merged', GuardianMerged);
translateConstraint('payer_accounts_merged', AccountMerged);
