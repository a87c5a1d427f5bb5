import type { Client, ClientRequest } from '../modules/clients/index.js';
import { addDays, type LocalDate } from '../kernel/local-date.js';
import {
  englishBoys,
  englishGirls,
  englishMothers,
  englishSurnames,
  repeatable,
  russianBoys,
  russianGirls,
  russianMothers,
  russianSurnames,
} from './names.js';

const chance = repeatable(20_261_123);
const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;

/** Whose brother or sister comes next. */
export interface Household {
  surname: readonly [string, string];
  guardianId: string;
}

/** Every tenth child is the brother or sister of the one before. */
export const isSibling = (n: number): boolean => n % 10 === 9;

export interface Newcomer {
  branchId: string;
  today: LocalDate;
  household?: Household | undefined;
}

/** The n-th child, of 6 to 13, with a mother who pays; every fifth family has an English name. */
export function family(n: number, { branchId, today, household }: Newcomer): ClientRequest {
  const isGirl = chance() < 0.5;
  const english = n % 5 === 4 && household === undefined;
  const surname = household?.surname ?? (english ? bothOf(pick(englishSurnames)) : pick(russianSurnames));
  const birthDate = addDays(today, -Math.floor(365.25 * (6 + chance() * 7)));
  const names = english
    ? ([isGirl ? englishGirls : englishBoys, englishMothers] as const)
    : ([isGirl ? russianGirls : russianBoys, russianMothers] as const);
  const firstName = pick(names[0]);
  const guardian =
    household === undefined
      ? { lastName: surname[1], firstName: pick(names[1]), phones: [phoneOf(n)] }
      : { guardianId: household.guardianId };
  return {
    ...{ branchId, lastName: surname[isGirl ? 1 : 0], firstName, birthDate },
    sex: isGirl ? 'female' : 'male',
    source: pick(['site', 'friends', 'poster', 'open day']),
    tags: household === undefined ? [] : ['sibling'],
    interests: [pick(['drawing', 'robots', 'dance', 'english', 'chess', 'theatre'])],
    guardians: [{ ...guardian, relation: 'mother' }],
    allowDuplicate: true,
  };
}

/** The household of a child who was registered just now. */
export function householdOf({ lastName, guardians: [mother] }: Client): Household | undefined {
  if (mother === undefined) return undefined;
  const surname = russianSurnames.find((pair) => pair.includes(lastName)) ?? bothOf(lastName);
  return { surname, guardianId: mother.id };
}

const bothOf = (surname: string): readonly [string, string] => [surname, surname];

export const phoneOf = (n: number): string => `+7916${String(5_550_000 + n * 37)}`;
