import type { Fault } from '../../../kernel/errors.js';
import type { LocalDate } from '../../../kernel/local-date.js';

export const physicalGroups = ['main', 'preparatory', 'special_a', 'special_b', 'exempt'] as const;
export type PhysicalGroup = (typeof physicalGroups)[number];

export interface CertificateContent {
  number: string | null;
  issuedOn: LocalDate | null;
  expiresOn: LocalDate | null;
}

/** What is encrypted as one. */
export interface HealthContent {
  conditions: string[];
  allergies: string[];
  physicalGroup: PhysicalGroup | null;
  restrictions: string[];
  certificate: CertificateContent | null;
  emergencyNotes: string | null;
}

type Loose<T> = { [K in keyof T]?: T[K] | undefined };
export type HealthChange = Loose<Omit<HealthContent, 'certificate'>> & {
  certificate?: Loose<CertificateContent> | null | undefined;
};

export const nothingKnown: HealthContent = {
  conditions: [],
  allergies: [],
  physicalGroup: null,
  restrictions: [],
  certificate: null,
  emergencyNotes: null,
};

/** The record with a merge patch (RFC 7396) on it; the certificate is merged member by member. */
export function withChange(before: HealthContent, change: HealthChange): HealthContent {
  const { certificate } = change;
  return {
    conditions: change.conditions ?? before.conditions,
    allergies: change.allergies ?? before.allergies,
    physicalGroup: change.physicalGroup === undefined ? before.physicalGroup : change.physicalGroup,
    restrictions: change.restrictions ?? before.restrictions,
    certificate:
      certificate === undefined
        ? before.certificate
        : certificate === null
          ? null
          : withCertificate(before.certificate, certificate),
    emergencyNotes: change.emergencyNotes === undefined ? before.emergencyNotes : change.emergencyNotes,
  };
}

function withCertificate(
  before: CertificateContent | null,
  change: Loose<CertificateContent>,
): CertificateContent {
  const member = <K extends keyof CertificateContent>(key: K): CertificateContent[K] =>
    (change[key] === undefined ? before?.[key] : change[key]) ?? null;
  return { number: member('number'), issuedOn: member('issuedOn'), expiresOn: member('expiresOn') };
}

/** Faults name members and never repeat what was in them. */
export function healthFaults({ certificate }: HealthContent, today: LocalDate, place = ''): Fault[] {
  if (certificate === null) return [];
  const faults: Fault[] = [];
  const { issuedOn, expiresOn } = certificate;
  if (issuedOn !== null && issuedOn > today) {
    const pointer = `${place}/certificate/issuedOn`;
    faults.push({ pointer, code: 'certificate.issued-in-future', detail: 'It was issued today or earlier.' });
  }
  if (issuedOn !== null && expiresOn !== null && expiresOn < issuedOn) {
    const pointer = `${place}/certificate/expiresOn`;
    faults.push({ pointer, code: 'range.ends-before-start', detail: 'It cannot end before it was issued.' });
  }
  return faults;
}
