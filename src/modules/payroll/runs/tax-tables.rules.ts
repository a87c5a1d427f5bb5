import type { Fault } from '../../../kernel/errors.js';
import type { Band, Bracket, ContributionTerms, DeductionTerms, IncomeTaxContent } from './tax.types.js';

/** What tables, deductions, contributions and tariffs are called. */
export const CODE = /^[a-z][a-z0-9_]{0,39}$/;
/** ISO 3166. */
export const COUNTRY = /^[A-Z]{2}$/;

/** As the staff module engages people. */
export const engagements = ['staff', 'contractor', 'self_employed'] as const;
export const taxTableKinds = ['income_tax', 'deductions', 'contributions'] as const;
export type TaxTableKind = (typeof taxTableKinds)[number];

/** A table as it is asked for: one member of three says what it is of. */
export interface TaxTableForm {
  readonly incomeTax?: IncomeTaxContent;
  readonly deductions?: readonly DeductionTerms[];
  readonly contributions?: readonly ContributionTerms[];
}

export function kindOf(form: TaxTableForm): TaxTableKind {
  if (form.incomeTax !== undefined) return 'income_tax';
  return form.deductions !== undefined ? 'deductions' : 'contributions';
}

/** What is kept of a table: the shape the calculation reads. */
export function contentOf(form: TaxTableForm): object {
  if (form.incomeTax !== undefined) return form.incomeTax;
  return form.deductions === undefined
    ? { contributions: form.contributions ?? [] }
    : { deductions: form.deductions };
}

export function tableFaults(form: TaxTableForm): Fault[] {
  const given = (['incomeTax', 'deductions', 'contributions'] as const).filter(
    (member) => form[member] !== undefined,
  );
  const extra = given.length === 0 ? ['incomeTax'] : given.slice(1);
  return [
    ...extra.map((member) =>
      fault(`/${member}`, 'Give exactly one of incomeTax, deductions, contributions.'),
    ),
    ...rising('/incomeTax/resident/brackets', form.incomeTax?.resident.brackets),
    ...rising('/incomeTax/nonResident/brackets', form.incomeTax?.nonResident.brackets),
    ...twice('/deductions', form.deductions),
    ...twice('/contributions', form.contributions),
    ...(form.contributions ?? []).flatMap(({ tariffs }, index) => [
      ...twice(`/contributions/${index}/tariffs`, tariffs),
      ...tariffs.flatMap(({ bands }, nth) => rising(`/contributions/${index}/tariffs/${nth}/bands`, bands)),
    ]),
  ];
}

function rising(pointer: string, steps: readonly (Bracket | Band)[] = []): Fault[] {
  const starts = steps.map((step) => ('from' in step ? step.from : step.monthlyFrom));
  const isRising = starts.every((start, index) =>
    index === 0 ? start === 0 : start > (starts[index - 1] ?? 0),
  );
  return isRising ? [] : [fault(pointer, 'The first begins at 0, each further above the one before.')];
}

function twice(pointer: string, coded: readonly { readonly code: string }[] = []): Fault[] {
  const codes = coded.map(({ code }) => code);
  return codes.flatMap((code, index) =>
    codes.indexOf(code) < index
      ? [fault(`${pointer}/${index}/code`, `The code ${code} stands there twice.`)]
      : [],
  );
}

const fault = (pointer: string, detail: string): Fault => ({ pointer, code: 'tax-table.not-valid', detail });
