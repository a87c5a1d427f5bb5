import type { DomainError, Fault } from '../../kernel/errors.js';
import { RequestMalformed, invalid } from '../../kernel/faults.js';
import { isLocalDate, type LocalDate } from '../../kernel/local-date.js';
import { NAMED_PERIODS, type NamedPeriod } from './periods.rules.js';
import type { ParameterSpec, ParameterSpecs, Report } from './report.js';

export const FORMATS = ['json', 'csv', 'xlsx', 'pdf', 'html'] as const;
export type Format = (typeof FORMATS)[number];

/** Texts of a query, or values of a body: it says how a fault names its place. */
export type Source = 'query' | 'body';

/** What was asked for, each value read; nothing of it is looked up yet. */
export interface Asked {
  period: NamedPeriod | null;
  from: LocalDate | null;
  to: LocalDate | null;
  branchId: string | null;
  asOf: string | null;
  compare: boolean;
  format: Format | null;
  own: Record<string, string | number | boolean | null>;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const LONGEST_DAYS = 3700;

/** The parameters every report has, as far as it is of a period and can be asked for as of a moment. */
export const commonParameters = ({
  period,
  hasAsOf,
}: Pick<Report, 'period' | 'hasAsOf'>): readonly string[] => [
  ...(period === null ? [] : ['period', 'from', 'to', 'compare']),
  'branchId',
  ...(hasAsOf ? ['asOf'] : []),
  'format',
];

/** Reads what was sent; tells all faults at once. */
export function readParameters(
  report: Report,
  sent: Readonly<Record<string, unknown>>,
  source: Source,
): Asked {
  const reading = new Reading(sent, source);
  const known = [...commonParameters(report), ...Object.keys(report.parameters)];
  reading.refuseOthers(known);
  const own = Object.entries(report.parameters).map(([name, spec]) => [name, reading.own(name, spec)]);
  const asked: Asked = {
    period: reading.choice('period', NAMED_PERIODS),
    ...{ from: reading.day('from'), to: reading.day('to') },
    ...{ branchId: reading.id('branchId'), asOf: reading.instant('asOf') },
    compare: reading.yesNo('compare') ?? false,
    format: reading.choice('format', FORMATS),
    own: Object.fromEntries(own) as Asked['own'],
  };
  reading.days(asked);
  reading.end();
  return asked;
}

/** Where a value stood, as a fault names it. */
export const placeOf = (name: string, source: Source): Pick<Fault, 'pointer' | 'parameter'> =>
  source === 'query' ? { parameter: name } : { pointer: `/${name}` };

class Reading {
  private readonly faults: Fault[] = [];
  private unknown = false;

  constructor(
    private readonly sent: Readonly<Record<string, unknown>>,
    private readonly source: Source,
  ) {}

  refuseOthers(known: readonly string[]): void {
    for (const name of Object.keys(this.sent).filter((one) => !known.includes(one))) {
      this.unknown = true;
      this.fault(name, 'member.unknown', 'whitelistValidation', 'There is no such member here.');
    }
  }

  own(name: string, spec: ParameterSpec): string | number | boolean | null {
    switch (spec.kind) {
      case 'choice':
        return this.choice(name, spec.values) ?? spec.default ?? null;
      case 'integer':
        return this.integer(name, spec.min, spec.max) ?? spec.default;
      case 'yes-no':
        return this.yesNo(name) ?? spec.default;
      case 'id':
        return this.id(name);
    }
  }

  choice<V extends string>(name: string, values: readonly V[]): V | null {
    const list = values.join(', ');
    const isOne = (value: unknown): value is V => (values as readonly unknown[]).includes(value);
    return this.read(name, isOne, ['value.not-allowed', 'isIn', `Give one of: ${list}.`, list]);
  }

  day(name: string): LocalDate | null {
    const isDay = (value: unknown): value is string =>
      typeof value === 'string' && isLocalDate(value) && value >= '1900-01-01' && value < '2200-01-01';
    return this.read(name, isDay, ['date.not-valid', 'localDate', 'Give a day that exists, as YYYY-MM-DD.']);
  }

  instant(name: string): string | null {
    const isInstant = (value: unknown): value is string =>
      typeof value === 'string' &&
      isLocalDate(INSTANT.exec(value)?.[1] ?? '') &&
      value >= '1900' &&
      value < '2200';
    const text = this.read(name, isInstant, ['instant.not-valid', 'instant', 'Give an RFC 3339 instant.']);
    return text === null ? null : new Date(text).toISOString();
  }

  id(name: string): string | null {
    const isId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);
    return this.read(name, isId, ['id.not-uuid', 'isUuid', 'An id is a UUID.']);
  }

  yesNo(name: string): boolean | null {
    const whole = { true: true, false: false } as const;
    const read = (value: unknown): boolean | undefined =>
      this.source === 'body'
        ? typeof value === 'boolean'
          ? value
          : undefined
        : whole[value as 'true' | 'false'];
    const is = (value: unknown): value is 'true' => read(value) !== undefined;
    const value = this.read(name, is, ['boolean.expected', 'isBoolean', 'Give true or false.']);
    return value === null ? null : (read(value) ?? null);
  }

  integer(name: string, min: number, max: number): number | null {
    const numberOf = (value: unknown): number =>
      typeof value === 'number'
        ? value
        : this.source === 'query' && typeof value === 'string' && /^-?\d{1,9}$/.test(value)
          ? Number(value)
          : Number.NaN;
    const isWhole = (value: unknown): value is number => Number.isInteger(numberOf(value));
    const value = this.read(name, isWhole, ['integer.expected', 'isInt', 'Give a whole number.']);
    if (value === null) return null;
    const number = numberOf(value);
    if (number < min)
      this.fault(name, 'number.too-small', 'min', `Give at least ${String(min)}.`, String(min));
    if (number > max)
      this.fault(name, 'number.too-large', 'max', `Give at most ${String(max)}.`, String(max));
    return number;
  }

  /** Days come in pairs, in order, and not beside the name of a period. */
  days({ period, from, to }: Asked): void {
    const isGiven = (name: string): boolean => this.sent[name] !== undefined;
    for (const [name, other] of [
      ['from', 'to'],
      ['to', 'from'],
    ] as const)
      if (isGiven(other) && !isGiven(name))
        this.fault(name, 'value.required', 'missing', 'This is required.');
    if (period !== null && (isGiven('from') || isGiven('to')))
      this.fault('period', 'period.given-twice', null, 'Give the name of a period, or its days.');
    if (from === null || to === null) return;
    if (to <= from) this.fault('to', 'period.empty', null, 'The day after the last comes after the first.');
    else if ((Date.parse(to) - Date.parse(from)) / 86_400_000 > LONGEST_DAYS)
      this.fault('to', 'period.too-long', null, 'Ten years at most.');
  }

  end(): void {
    if (this.faults.length === 0) return;
    throw this.unknown ? this.malformed() : invalid(this.faults);
  }

  /** As elsewhere: a request that names what is not there is of the wrong form. */
  private malformed(): DomainError {
    const faults = this.faults.map(({ pointer, ...fault }) => ({
      ...fault,
      ...(pointer === undefined ? {} : { pointer: `#${pointer}` }),
    }));
    return RequestMalformed({}, { faults });
  }

  private read<V>(
    name: string,
    is: (value: unknown) => value is V,
    [code, constraint, detail, limit]: [string, string, string, string?],
  ): V | null {
    const value = this.sent[name];
    if (value === undefined) return null;
    if (is(value)) return value;
    this.fault(name, code, constraint, detail, limit);
    return null;
  }

  private fault(name: string, code: string, constraint: string | null, detail: string, limit?: string): void {
    const params =
      constraint === null ? {} : { params: { constraint, ...(limit === undefined ? {} : { limit }) } };
    this.faults.push({ ...placeOf(name, this.source), code, detail, ...params });
  }
}

/** What a report calls its own values when none are sent. */
export const defaultsOf = (specs: ParameterSpecs): Record<string, string | number | boolean | null> =>
  Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [name, 'default' in spec ? (spec.default ?? null) : null]),
  );
