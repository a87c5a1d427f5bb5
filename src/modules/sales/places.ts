import { DomainError } from '../../kernel/errors.js';

/** What a lower module says against a line is said at the place of that line in the request. */
export async function at<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (fault) {
    throw fault instanceof DomainError ? placed(fault, place) : fault;
  }
}

function placed({ definition, params, extras }: DomainError, place: string): DomainError {
  const faults = extras.faults?.map(({ pointer = '#', ...fault }) => ({
    ...fault,
    pointer: `#${place}${pointer.slice(1)}`,
  }));
  const detail = 'This line is refused; the problem itself says why.';
  const whole = [{ pointer: `#${place}`, code: definition.code, detail, params }];
  return new DomainError(definition, params, { ...extras, faults: faults ?? whole });
}
