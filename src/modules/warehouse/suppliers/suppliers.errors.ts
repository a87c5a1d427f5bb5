import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const SupplierNotFound = defineError({
  code: 'supplier.not-found',
  kind: 'not_found',
  en: { title: 'No such supplier', detail: 'There is no supplier {id}.' },
  ru: { title: 'Нет такого поставщика', detail: 'Поставщика {id} нет.' },
});
export const SupplierNameTaken = defineError({
  code: 'supplier.name-taken',
  kind: 'conflict',
  en: { title: 'The name is taken', detail: 'Another supplier has this name.' },
  ru: { title: 'Название занято', detail: 'Такое название есть у другого поставщика.' },
});
export const SupplierTaxNumberTaken = defineError({
  code: 'supplier.tax-number-taken',
  kind: 'conflict',
  en: { title: 'The taxpayer number is taken', detail: 'Another supplier has this taxpayer number.' },
  ru: { title: 'ИНН занят', detail: 'Такой ИНН есть у другого поставщика.' },
});

translateConstraint('suppliers_name_key', SupplierNameTaken);
translateConstraint('suppliers_tax_number_key', SupplierTaxNumberTaken);
