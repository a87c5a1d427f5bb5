import { addDays, type LocalDate } from '../kernel/local-date.js';
import type { ClientRequest } from '../modules/clients/index.js';
import { ConsentTextsService } from '../modules/clients/consents/consent-texts.service.js';
import type { Tx } from '../platform/database/tx.js';
import type { Stage } from './stage.js';

type Papers = Pick<ClientRequest, 'health' | 'consents'>;

const TEXTS = {
  'personal-data': 'Я согласен на обработку персональных данных моего ребёнка для занятий в центре.',
  medical: 'Я согласен, чтобы центр хранил сведения о здоровье моего ребёнка и учитывал их на занятиях.',
  photo: 'Я согласен на фото- и видеосъёмку моего ребёнка на занятиях и праздниках центра.',
} as const;

/** What families sign here, in its words. */
export async function writeTexts(stage: Stage, tx: Tx, on: LocalDate): Promise<void> {
  for (const [purpose, text] of Object.entries(TEXTS))
    await stage.get(ConsentTextsService).addText(tx, { purpose, text, effectiveFrom: on });
}

/** Two dancers whose certificates tell something: one has ended, one ends soon; and one who never brought any. */
const EXPIRED = 3;
const EXPIRING = 15;
const WITHOUT_CERTIFICATE = 9;
const HEALTH = [
  { allergies: ['орехи'], emergencyNotes: 'Лекарство в боковом кармане рюкзака; сразу звонить маме.' },
  { conditions: ['asthma, mild'], restrictions: ['no running in the cold'], physicalGroup: 'preparatory' },
  { allergies: ['cat hair'] },
  { conditions: ['близорукость'], restrictions: ['сидит на первом ряду'], physicalGroup: 'main' },
] as const;

/** The papers of the n-th child. A few are without consent to personal data, some do not want to be photographed. */
export function papersOf(n: number, needsCertificate: boolean, on: LocalDate): Papers {
  const health = healthOf(n, needsCertificate, on);
  const purposes = [
    ...(n % 30 === 7 ? [] : ['personal-data']),
    ...(n % 3 === 2 ? [] : ['photo']),
    ...(health === undefined ? [] : ['medical']),
  ];
  const consents = purposes.map((purpose) => ({ purpose, how: 'paper' as const }));
  return { consents, ...(health === undefined ? {} : { health }) };
}

function healthOf(n: number, needsCertificate: boolean, on: LocalDate): Papers['health'] {
  const known = n % 6 === 0 ? HEALTH[((n / 6) % HEALTH.length) | 0] : undefined;
  if (!needsCertificate || n === WITHOUT_CERTIFICATE) return known === undefined ? undefined : copyOf(known);
  const days = n === EXPIRED ? 75 : n === EXPIRING ? 101 : 335;
  const number = `086-${String(100 + n)}`;
  return { certificate: { number, issuedOn: addDays(on, -20), expiresOn: addDays(on, days) } };
}

const copyOf = (health: object): Papers['health'] => structuredClone(health);
