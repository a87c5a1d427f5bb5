import type { LocalDate } from '../../../kernel/local-date.js';
import { foldName } from '../search.rules.js';

/** Siblings share a guardian who has the same name and one of the same phones. */
export const guardianKeys = (guardian: {
  lastName: string;
  firstName: string;
  phones: readonly string[];
}): string[] =>
  guardian.phones.map((phone) => `${foldName(guardian.lastName)} ${foldName(guardian.firstName)} ${phone}`);

export interface ImportIdentity {
  lastName: string;
  firstName: string;
  birthDate: LocalDate | null;
  phones: readonly string[];
}

/** The stable key of a row without an external id: name, birth date and a phone, as far as they are given. */
export function hasSameKey(one: ImportIdentity, other: ImportIdentity): boolean {
  const sameName =
    foldName(one.lastName) === foldName(other.lastName) &&
    foldName(one.firstName) === foldName(other.firstName);
  if (!sameName || one.birthDate !== other.birthDate) return false;
  return one.phones.length === 0 || one.phones.some((phone) => other.phones.includes(phone));
}
