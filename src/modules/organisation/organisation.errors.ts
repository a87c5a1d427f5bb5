import { defineError } from '../../kernel/errors.js';
import { translateConstraint } from '../../platform/database/constraints.js';

export const BranchNotFound = defineError({
  code: 'branch.not-found',
  kind: 'not_found',
  en: { title: 'No such branch', detail: 'There is no branch {id}, or it is out of your reach.' },
  ru: { title: 'Нет такого филиала', detail: 'Филиала {id} нет, или он вам недоступен.' },
});
export const BranchCodeTaken = defineError({
  code: 'branch.code-taken',
  kind: 'conflict',
  en: { title: 'The code is taken', detail: 'Another branch has this code.' },
  ru: { title: 'Код занят', detail: 'Такой код есть у другого филиала.' },
});
export const BranchArchived = defineError({
  code: 'branch.archived',
  kind: 'conflict',
  en: { title: 'The branch is archived', detail: 'Nothing new can be put into the archived branch {id}.' },
  ru: { title: 'Филиал в архиве', detail: 'В архивный филиал {id} нельзя добавлять новое.' },
});
export const SettingsNotFound = defineError({
  code: 'settings.not-found',
  kind: 'not_found',
  en: { title: 'No settings yet', detail: 'The organisation is not set up yet: run the prepare command.' },
  ru: { title: 'Настроек ещё нет', detail: 'Организация ещё не подготовлена: выполните команду prepare.' },
});

translateConstraint('branches_code_key', BranchCodeTaken);
