import type { Fault } from '../../kernel/errors.js';
import { invalid } from '../../kernel/faults.js';
import type { HeaderMapping } from './columns.rules.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST_MAPPED = 300;

/** What the caller chose in the query or in the members of a form; every fault of it at once. */
export class ChoiceReader {
  private readonly faults: Fault[] = [];
  private readonly given: Record<string, string | undefined>;

  constructor(
    private readonly query: object,
    form: Readonly<Record<string, string>>,
    known: readonly string[],
  ) {
    for (const name of Object.keys(form).filter((one) => !known.includes(one)))
      this.faults.push({
        ...{ pointer: `/${name}`, code: 'member.unknown', detail: 'There is no such member here.' },
      });
    this.given = { ...form, ...query };
  }

  one<T extends string>(name: string, allowed: readonly T[], usual: T): T {
    const value = this.given[name];
    const found = allowed.find((each) => each === value);
    if (value !== undefined && found === undefined)
      this.blame(name, 'value.not-allowed', `Give one of: ${allowed.join(', ')}.`);
    return found ?? usual;
  }

  id(name: string): string | null {
    const value = this.given[name];
    if (value !== undefined && !UUID.test(value)) this.blame(name, 'id.not-uuid', 'An id is a UUID.');
    return value?.toLowerCase() ?? null;
  }

  sheet(): string | null {
    const sheet = this.given['sheet'];
    if (sheet !== undefined && (sheet.length > 100 || /[\u0000-\u001f]/.test(sheet)))
      this.blame('sheet', 'text.wrong-form', 'The name of a sheet is one line of at most 100 characters.');
    return sheet ?? null;
  }

  mapping<Field extends string>(fields: readonly Field[]): HeaderMapping<Field> {
    return readMappingOf(fields, this.given['mapping'], (code, detail) =>
      this.blame('mapping', code, detail),
    );
  }

  assertRight(): void {
    if (this.faults.length > 0) throw invalid(this.faults);
  }

  private blame(name: string, code: string, detail: string): void {
    this.faults.push(
      name in this.query ? { parameter: name, code, detail } : { pointer: `/${name}`, code, detail },
    );
  }
}

/** `{"Mum": "guardianName", "Remark": null}` as JSON: each header, and its field or null to pass it over. */
export function readMappingOf<Field extends string>(
  fields: readonly Field[],
  text: string | undefined,
  blame: (code: string, detail: string) => void,
): HeaderMapping<Field> {
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
