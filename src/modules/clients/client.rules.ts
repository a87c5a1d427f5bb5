import { ageOn, type LocalDate } from '../../kernel/local-date.js';
import type { Fault } from '../../kernel/errors.js';
import { foldName } from './search.rules.js';

/** Who may be registered how: ages, families, ways through the statuses, and who is the same person. */
export const statuses = ['lead', 'trial', 'active', 'paused', 'left'] as const;
export type ClientStatus = (typeof statuses)[number];

const ways: Readonly<Record<ClientStatus, readonly ClientStatus[]>> = {
  lead: ['trial', 'active', 'left'],
  trial: ['active', 'left'],
  active: ['paused', 'left'],
  paused: ['active', 'left'],
  left: ['active'],
};

export const canBecome = (from: ClientStatus, to: ClientStatus): boolean =>
  from === to || ways[from].includes(to);
export const nextStatuses = (from: ClientStatus): readonly ClientStatus[] => ways[from];

export const reasonKinds = ['refusal', 'departure', 'pause'] as const;
export type ReasonKind = (typeof reasonKinds)[number];

/** Whoever left refused or departed; whoever paused has a reason to pause; no other status has a reason of its own. */
export const reasonFits = (kind: ReasonKind, to: ClientStatus): boolean =>
  kind === 'pause' ? to === 'paused' : to === 'left';

export const ADULT_AGE = 18;

/** Null when the birth date is not known: then nothing is claimed about the age. */
export function isMinor(birthDate: LocalDate | null, today: LocalDate): boolean | null {
  return birthDate === null ? null : ageOn(birthDate, today) < ADULT_AGE;
}

export function birthDateFaults(birthDate: LocalDate | null, today: LocalDate): Fault[] {
  if (birthDate === null || birthDate <= today) return [];
  return [{ pointer: '/birthDate', code: 'birth-date.in-future', detail: 'Nobody is born after today.' }];
}

export interface GuardianDraft {
  guardianId?: string | undefined;
  lastName?: string | undefined;
  firstName?: string | undefined;
  middleName?: string | null | undefined;
  phones?: string[] | undefined;
  email?: string | null | undefined;
  isPayer?: boolean | undefined;
}

/** Every fault of a family as given. An adult, or somebody of unknown age, needs no guardian. */
export function familyFaults(minor: boolean | null, guardians: readonly GuardianDraft[]): Fault[] {
  const faults = guardians.flatMap((guardian, index) =>
    guardianFaults(guardian, `/guardians/${String(index)}`),
  );
  if (minor === true && guardians.length === 0) faults.push(guardianRequired);
  const payers = guardians.flatMap((guardian, index) => (guardian.isPayer === true ? [index] : []));
  for (const index of payers.slice(1)) {
    faults.push({
      pointer: `/guardians/${String(index)}/isPayer`,
      code: 'payer.second',
      detail: 'A client has one payer.',
    });
  }
  guardians.forEach(({ guardianId }, index) => {
    if (guardianId === undefined || guardians.findIndex((other) => other.guardianId === guardianId) === index)
      return;
    faults.push({
      pointer: `/guardians/${String(index)}/guardianId`,
      code: 'guardian.repeated',
      detail: 'This guardian stands here twice.',
    });
  });
  return faults;
}

export const guardianRequired: Fault = {
  pointer: '/guardians',
  code: 'guardian.required',
  detail: 'Somebody under 18 is registered with at least one guardian.',
};

/** An existing guardian by id, or a new one by name; not both. */
export function guardianFaults(guardian: GuardianDraft, place: string): Fault[] {
  const { guardianId, lastName, firstName, middleName, phones, email } = guardian;
  if (guardianId !== undefined) {
    const described = [lastName, firstName, middleName, phones, email].some((value) => value !== undefined);
    const detail = 'Name an existing guardian by id, or describe a new one; not both.';
    return described ? [{ pointer: `${place}/guardianId`, code: 'guardian.id-or-person', detail }] : [];
  }
  return Object.entries({ lastName, firstName }).flatMap(([member, value]) =>
    value === undefined
      ? [{ pointer: `${place}/${member}`, code: 'value.required', detail: 'This is required.' }]
      : [],
  );
}

/** Which guardian pays: the one who says so, else the first; for an adult nobody but whoever says so. */
export function payerIndex(minor: boolean | null, guardians: readonly GuardianDraft[]): number {
  const said = guardians.findIndex((guardian) => guardian.isPayer === true);
  return said >= 0 || minor === false ? said : guardians.length > 0 ? 0 : -1;
}

export interface Identity {
  lastName: string;
  firstName: string;
  birthDate: LocalDate | null;
  /** Of the client and of the guardians. */
  phones: readonly string[];
}

/** The same person: the same name and birth date, or the same first name at the same phone. */
export function isSamePerson(one: Identity, other: Identity): boolean {
  if (foldName(one.firstName) !== foldName(other.firstName)) return false;
  if (one.phones.some((phone) => other.phones.includes(phone))) return true;
  return (
    one.birthDate !== null &&
    one.birthDate === other.birthDate &&
    foldName(one.lastName) === foldName(other.lastName)
  );
}

/** What two registrations of the same person have in common; each is locked, so that one waits for the other. */
export function identityKeys(person: Identity): string[] {
  const first = foldName(person.firstName);
  const phones = person.phones.map((phone) => `client ${first} ${phone}`);
  const name = `client ${foldName(person.lastName)} ${first} ${person.birthDate ?? ''}`;
  return [...new Set([name, ...phones])].sort();
}
