import type { Fault } from '../../../kernel/errors.js';
import { invalid } from '../../../kernel/faults.js';
import { dateOrders, type DateOrder } from './cells.rules.js';
import type { Mapping } from './columns.rules.js';
import { fields, type Field } from './fields.rules.js';
import type { ImportChoices } from './import-choices.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const KNOWN = ['branchId', 'mapping', 'onError', 'dateOrder', 'sheet'];
const MOST_MAPPED = 300;

type Choices = Pick<ImportChoices, 'branchId' | 'mapping' | 'onError' | 'dateOrder' | 'sheet'>;

/** What the caller chose in the query or in the members of a form; every fault of it at once. */
export function readChoices(query: object, form: Readonly<Record<string, string>>): Choices {
  const faults: Fault[] = [];
  for (const name of Object.keys(form).filter((one) => !KNOWN.includes(one)))
    faults.push({ pointer: `/${name}`, code: 'member.unknown', detail: 'There is no such member here.' });
  const given: Record<string, string | undefined> = { ...form, ...query };
  const blame = (name: string, code: string, detail: string): void => {
    faults.push(name in query ? { parameter: name, code, detail } : { pointer: `/${name}`, code, detail });
  };
  const one = <T extends string>(name: string, allowed: readonly T[], usual: T): T => {
    const value = given[name];
    const found = allowed.find((each) => each === value);
    if (value !== undefined && found === undefined)
      blame(name, 'value.not-allowed', `Give one of: ${allowed.join(', ')}.`);
    return found ?? usual;
  };
  const { branchId, sheet } = given;
  if (branchId !== undefined && !UUID.test(branchId)) blame('branchId', 'id.not-uuid', 'An id is a UUID.');
  const choices: Choices = {
    branchId: branchId?.toLowerCase() ?? null,
    mapping: readMapping(given['mapping'], (code, detail) => blame('mapping', code, detail)),
    onError: one('onError', ['skip', 'stop'], 'skip'),
    dateOrder: one<DateOrder>('dateOrder', dateOrders, 'dmy'),
    sheet: sheet ?? null,
  };
  if (sheet !== undefined && (sheet.length > 100 || /[\u0000-\u001f]/.test(sheet)))
    blame('sheet', 'text.wrong-form', 'The name of a sheet is one line of at most 100 characters.');
  if (faults.length > 0) throw invalid(faults);
  return choices;
}

/** `{"Mum": "guardianName", "Remark": null}` as JSON: each header, and its field or null to pass it over. */
export function readMapping(
  text: string | undefined,
  blame: (code: string, detail: string) => void,
): Mapping {
  if (text === undefined) return {};
  const given = parsed(text);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    blame('object.expected', 'Give a JSON object: header to field, or to null.');
    return {};
  }
  const entries = Object.entries(given as Record<string, unknown>);
  const wrong = entries.filter(
    ([, field]) => field !== null && !(fields as readonly unknown[]).includes(field),
  );
  if (wrong.length > 0)
    blame(
      'value.not-allowed',
      `No such field: ${wrong.map(([, field]) => String(field).slice(0, 40)).join(', ')}. There are: ${fields.join(', ')}.`,
    );
  const twice = entries.filter(
    ([, field], index) => field !== null && entries.findIndex(([, other]) => other === field) !== index,
  );
  if (twice.length > 0) blame('array.not-unique', 'Each field stands for one header.');
  if (entries.length > MOST_MAPPED) blame('array.too-long', `At most ${String(MOST_MAPPED)} headers.`);
  return Object.fromEntries(entries) as Record<string, Field | null>;
}

function parsed(text: string): unknown {
  try {
    return text.includes('\\u0000') ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
