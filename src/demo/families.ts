import type { ClientRequest } from '../modules/clients/index.js';
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

/** The n-th family: a child of 6 to 13 with a mother who pays; every fifth has an English name. */
export function family(n: number, branchId: string, today: LocalDate): ClientRequest {
  const isGirl = chance() < 0.5;
  const english = n % 5 === 4;
  const pair = pick(russianSurnames);
  const surname = english ? pick(englishSurnames) : '';
  const birthDate = addDays(today, -Math.floor(365.25 * (6 + chance() * 7)));
  return {
    branchId,
    lastName: english ? surname : pair[isGirl ? 1 : 0],
    firstName: english
      ? pick(isGirl ? englishGirls : englishBoys)
      : pick(isGirl ? russianGirls : russianBoys),
    birthDate,
    sex: isGirl ? 'female' : 'male',
    source: pick(['site', 'friends', 'poster', 'open day']),
    tags: chance() < 0.2 ? ['sibling'] : [],
    interests: [pick(['drawing', 'robots', 'dance', 'english', 'chess', 'theatre'])],
    guardians: [
      {
        lastName: english ? surname : pair[1],
        firstName: english ? pick(englishMothers) : pick(russianMothers),
        relation: 'mother',
        phones: [`+7916${String(5_550_000 + n * 37)}`],
      },
    ],
    allowDuplicate: true,
  };
}
