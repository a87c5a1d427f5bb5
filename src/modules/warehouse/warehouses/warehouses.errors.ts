import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const WarehouseNotFound = defineError({
  code: 'warehouse.not-found',
  kind: 'not_found',
  en: { title: 'No such warehouse', detail: 'There is no warehouse {id}, or it is out of your reach.' },
  ru: { title: 'Нет такого склада', detail: 'Склада {id} нет, или он вам недоступен.' },
});
export const WarehouseCodeTaken = defineError({
  code: 'warehouse.code-taken',
  kind: 'conflict',
  en: { title: 'The code is taken', detail: 'Another warehouse has this code.' },
  ru: { title: 'Код занят', detail: 'Такой код есть у другого склада.' },
});
export const WarehouseNameTaken = defineError({
  code: 'warehouse.name-taken',
  kind: 'conflict',
  en: { title: 'The name is taken', detail: 'Another warehouse of the branch has this name.' },
  ru: { title: 'Название занято', detail: 'Такое название есть у другого склада филиала.' },
});
export const WarehouseArchived = defineError({
  code: 'warehouse.archived',
  kind: 'conflict',
  en: { title: 'The warehouse is archived', detail: 'No stock moves in the archived warehouse "{name}".' },
  ru: { title: 'Склад в архиве', detail: 'В архивном складе «{name}» запасы не движутся.' },
});
export const WarehouseInUse = defineError({
  code: 'warehouse.in-use',
  kind: 'conflict',
  en: {
    title: 'The warehouse is in use',
    detail: 'Something lies there or is lent, drafts are open, or it is the one its branch uses.',
  },
  ru: {
    title: 'Склад используется',
    detail: 'На нём есть запасы или выданное, открыты черновики, или филиал работает с ним по умолчанию.',
  },
});
export const WarehouseDefaultNeeded = defineError({
  code: 'warehouse.default-needed',
  kind: 'conflict',
  en: {
    title: 'A branch has one default warehouse',
    detail: 'Make another warehouse the default one instead.',
  },
  ru: { title: 'У филиала один основной склад', detail: 'Вместо этого сделайте основным другой склад.' },
});

translateConstraint('warehouses_code_key', WarehouseCodeTaken);
translateConstraint('warehouses_name_key', WarehouseNameTaken);
translateConstraint('warehouses_default_check', WarehouseInUse);
