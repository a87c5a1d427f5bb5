import { defineError, type DomainError, type Fault } from './errors.js';

export const RequestInvalid = defineError({
  code: 'request.invalid',
  kind: 'invalid',
  en: {
    title: 'Some values are not right',
    detail: 'The request was understood, but some of its values are not right; errors[] names each.',
  },
  ru: {
    title: 'Некоторые значения неверны',
    detail: 'Запрос понят, но некоторые значения неверны; errors[] называет каждое.',
  },
});

export const RequestMalformed = defineError({
  code: 'request.malformed',
  kind: 'malformed',
  en: {
    title: 'The request cannot be read',
    detail: 'The request is not of the form this operation takes; errors[] names each fault.',
  },
  ru: {
    title: 'Запрос не читается',
    detail: 'Запрос не той формы, которую принимает операция; errors[] называет каждую ошибку.',
  },
});

/** A request whose values are wrong; every fault at once. Pointers are given as `/guardians/0/phone`. */
export function invalid(faults: readonly Fault[]): DomainError {
  return RequestInvalid({}, { faults: faults.map(withFragment) });
}

/** A value names a record that is not there, or not within reach. */
export function unknownReference(pointer: string): Fault {
  return { pointer, code: 'reference.not-found', detail: 'No such record, or it is out of your reach.' };
}

/** RFC 6901 pointers travel as URI fragments in the contract. */
function withFragment(fault: Fault): Fault {
  const pointer = fault.pointer;
  return pointer === undefined || pointer.startsWith('#') ? fault : { ...fault, pointer: `#${pointer}` };
}
