import type { Language } from '../../../kernel/errors.js';
import type { RowFault } from '../../../platform/imports/cells.rules.js';

/** The sentence of each fault a row may have; `{value}` is what the cell holds. */
const texts: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'value.required': { en: 'This is missing.', ru: 'Это обязательно.' },
  'text.too-long': { en: 'At most {limit} characters.', ru: 'Не больше {limit} символов.' },
  'text.control-character': { en: 'Control characters are not text.', ru: 'Управляющие символы — не текст.' },
  'sku.not-valid': {
    en: '"{value}": an SKU is letters, digits, ".", "_", "/" and "-".',
    ru: '«{value}»: артикул — буквы, цифры, «.», «_», «/» и «-».',
  },
  'barcode.not-ean': {
    en: '"{value}" is no EAN of 8 or 13 digits.',
    ru: '«{value}» — не EAN из 8 или 13 цифр.',
  },
  'barcode.check-digit': {
    en: '"{value}": the last digit should be {digit}.',
    ru: '«{value}»: последняя цифра должна быть {digit}.',
  },
  'barcode.taken': { en: 'Item {sku} has this barcode.', ru: 'Этот штрихкод у позиции {sku}.' },
  'unit.unknown': { en: '"{value}" is no unit we know.', ru: '«{value}» — неизвестная единица.' },
  'kind.unknown': {
    en: '"{value}" is no kind; write goods, material, textbook or equipment.',
    ru: '«{value}» — не вид; напишите: товар, материал, учебник или оборудование.',
  },
  'vat.unknown': {
    en: '"{value}" is no VAT; write 20%, none or exempt.',
    ru: '«{value}» — не ставка НДС; напишите: 20%, без НДС или освобождается.',
  },
  'quantity.not-valid': {
    en: '"{value}" is no quantity; write 12 or 1.5.',
    ru: '«{value}» — не количество; напишите 12 или 1,5.',
  },
  'quantity.not-whole': { en: 'It is counted in whole {unit}.', ru: 'Считается целыми: {unit}.' },
  'quantity.zero': { en: 'Give a quantity above zero.', ru: 'Нужно количество больше нуля.' },
  'range.reversed': { en: 'The most is not less than the least.', ru: 'Максимум не меньше минимума.' },
  'price.not-valid': {
    en: '"{value}" is no price; write 350 or 350.50.',
    ru: '«{value}» — не цена; напишите 350 или 350,50.',
  },
  'days.not-valid': { en: '"{value}" is no number of days.', ru: '«{value}» — не число дней.' },
  'category.unknown': { en: 'There is no category "{value}".', ru: 'Категории «{value}» нет.' },
  'supplier.unknown': { en: 'There is no supplier "{value}".', ru: 'Поставщика «{value}» нет.' },
  'warehouse.required': {
    en: 'Name the warehouse of opening balances by `warehouseId`.',
    ru: 'Назовите склад начальных остатков в `warehouseId`.',
  },
  'row.repeated': { en: 'The same item as in row {row}.', ru: 'Та же позиция, что в строке {row}.' },
};

export function itemFaultText(
  { code, params }: Pick<RowFault, 'code' | 'params'>,
  language: Language,
): string {
  const text = texts[code]?.[language] ?? code;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}
