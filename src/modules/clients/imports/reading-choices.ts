import { ChoiceReader, readMappingOf } from '../../../platform/imports/choice-reader.js';
import { dateOrders, type DateOrder } from './cells.rules.js';
import type { Mapping } from './columns.rules.js';
import { fields } from './fields.rules.js';
import type { ImportChoices } from './import-choices.js';

const KNOWN = ['branchId', 'mapping', 'onError', 'dateOrder', 'sheet'];

type Choices = Pick<ImportChoices, 'branchId' | 'mapping' | 'onError' | 'dateOrder' | 'sheet'>;

/** What the caller chose in the query or in the members of a form; every fault of it at once. */
export function readChoices(query: object, form: Readonly<Record<string, string>>): Choices {
  const reader = new ChoiceReader(query, form, KNOWN);
  const choices: Choices = {
    branchId: reader.id('branchId'),
    mapping: reader.mapping(fields),
    onError: reader.one('onError', ['skip', 'stop'], 'skip'),
    dateOrder: reader.one<DateOrder>('dateOrder', dateOrders, 'dmy'),
    sheet: reader.sheet(),
  };
  reader.assertRight();
  return choices;
}

export const readMapping = (
  text: string | undefined,
  blame: (code: string, detail: string) => void,
): Mapping => readMappingOf(fields, text, blame);
