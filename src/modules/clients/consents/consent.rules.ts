import type { Fault } from '../../../kernel/errors.js';
import type { LocalDate } from '../../../kernel/local-date.js';

export const ways = ['paper', 'electronic', 'verbal'] as const;
export type Way = (typeof ways)[number];

export interface SigningFacts {
  /** Pointer to the consent in the request. */
  place: string;
  /** Name of the member that says who signed. */
  signer: string;
  signedOn: LocalDate;
  today: LocalDate;
  /** On the day of signing; null when the age is not known. */
  isMinor: boolean | null;
  representative: 'none' | 'unknown' | 'not-legal' | 'legal';
  purpose: 'unknown' | 'archived' | 'known';
  /** The text that was signed; null when there is none. */
  text: { effectiveFrom: LocalDate; isOfPurpose: boolean } | null;
  isTextNamed: boolean;
}

/** Why a consent cannot be written down: every reason at once. */
export function signingFaults(facts: SigningFacts): Fault[] {
  const { place, signedOn, today } = facts;
  const faults: Fault[] = [];
  const add = (member: string, code: string, detail: string) =>
    faults.push({ pointer: `${place}/${member}`, code, detail });

  if (facts.purpose === 'unknown') add('purpose', 'reference.not-found', 'There is no such purpose.');
  if (facts.purpose === 'archived')
    add('purpose', 'consent-purpose.archived', 'Nobody is asked this any more.');
  if (signedOn > today) add('signedOn', 'date.in-future', 'It was signed today or earlier.');
  if (facts.purpose === 'known') faults.push(...textFaults(facts));
  if (facts.representative === 'unknown')
    add(facts.signer, 'reference.not-found', 'There is no such guardian of the client.');
  if (facts.representative === 'not-legal')
    add(facts.signer, 'representative.not-legal', 'This guardian may not sign for the client.');
  if (facts.representative === 'none' && facts.isMinor === true)
    add(facts.signer, 'representative.required', 'For somebody under 18 a legal representative signs.');
  return faults;
}

function textFaults({ place, text, isTextNamed, signedOn }: SigningFacts): Fault[] {
  const pointer = `${place}/${isTextNamed ? 'textId' : 'purpose'}`;
  if (text === null && isTextNamed)
    return [{ pointer, code: 'reference.not-found', detail: 'There is no such text.' }];
  if (text === null)
    return [
      { pointer, code: 'consent-text.none', detail: 'No text of this purpose was in effect that day.' },
    ];
  if (!text.isOfPurpose)
    return [{ pointer, code: 'consent-text.other-purpose', detail: 'The text is of another purpose.' }];
  if (text.effectiveFrom > signedOn)
    return [{ pointer, code: 'consent-text.not-yet', detail: 'The text was not in effect that day.' }];
  return [];
}
