import { Injectable } from '@nestjs/common';
import type { Fault } from '../../../kernel/errors.js';
import { invalid } from '../../../kernel/faults.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { isMinor } from '../client.rules.js';
import { takeClient, type ClientInHand } from '../client-in-hand.js';
import { signingFaults, type SigningFacts, type Way } from './consent.rules.js';
import type { Consent, ConsentRequest, RevocationRequest } from './consents.dto.js';
import { ConsentRevocationRow, ConsentRow } from './consents.entity.js';
import { ConsentStanding } from './consents.errors.js';
import { consentRevoked, consentSigned } from './consents.events.js';
import { Consents } from './consents.permissions.js';
import { ConsentsQueries } from './consents.queries.js';

/** A consent as a request asks for it. */
export interface Draft {
  purpose: string;
  textId?: string | undefined;
  signedOn?: LocalDate | undefined;
  how: Way;
  representative: SigningFacts['representative'];
  place: string;
  signer: string;
}

/** A consent that may be written down. */
export interface Signing {
  purpose: string;
  purposeId: string;
  textId: string;
  signedOn: LocalDate;
  how: Way;
}

interface Words {
  purposeId: string | null;
  isArchived: boolean;
  textId: string | null;
  effectiveFrom: LocalDate | null;
  isOfPurpose: boolean;
}

/** What families agree to, written down and taken back; nothing of it is ever changed. */
@Injectable()
export class ConsentsService {
  constructor(
    private readonly queries: ConsentsQueries,
    private readonly events: Events,
  ) {}

  async sign(tx: Tx, clientId: string, input: ConsentRequest): Promise<Consent> {
    const client = await takeClient(tx, clientId, Consents.write);
    const { representativeId } = input;
    const representative = await guardianOf(tx, clientId, representativeId);
    const draft: Draft = { ...input, representative, place: '', signer: 'representativeId' };
    const { faults, signings } = await this.plan(tx, client, [draft]);
    if (faults.length > 0) throw invalid(faults);
    const [id = ''] = await this.write(
      tx,
      client,
      signings.map((signing) => ({ ...signing, representativeId: representativeId ?? null })),
    );
    return this.queries.get(tx, clientId, id, client.today);
  }

  /** What of these could be signed, and why the others could not. The texts cannot change any more until the end. */
  async plan(
    tx: Tx,
    client: Pick<ClientInHand, 'birthDate' | 'today'>,
    drafts: readonly Draft[],
  ): Promise<{ faults: Fault[]; signings: Signing[] }> {
    const faults: Fault[] = [];
    const signings: Signing[] = [];
    for (const draft of drafts) {
      const signedOn = draft.signedOn ?? client.today;
      const words = await wordsOf(tx, draft, signedOn);
      const { purposeId, textId, effectiveFrom, isOfPurpose, isArchived } = words;
      const found = signingFaults({
        place: draft.place,
        signer: draft.signer,
        signedOn,
        today: client.today,
        isMinor: isMinor(client.birthDate, signedOn),
        representative: draft.representative,
        purpose: purposeId === null ? 'unknown' : isArchived ? 'archived' : 'known',
        text: effectiveFrom === null ? null : { effectiveFrom, isOfPurpose },
        isTextNamed: draft.textId !== undefined,
      });
      if (signings.some((one) => one.textId === textId)) {
        const detail = 'The same is agreed to twice.';
        found.push({ pointer: `${draft.place}/purpose`, code: 'consent.repeated', detail });
      }
      faults.push(...found);
      if (purposeId !== null && textId !== null)
        signings.push({ purpose: draft.purpose, purposeId, textId, signedOn, how: draft.how });
    }
    return { faults, signings };
  }

  /** Under the client's lock, so of two equal signings the second sees the first. */
  async write(
    tx: Tx,
    client: ClientInHand,
    signings: readonly (Signing & { representativeId: string | null })[],
  ): Promise<string[]> {
    const standing = await tx.find(sql`
      select from consents s where s.client_id = ${client.id} and s.text_id = any (${signings.map((one) => one.textId)}::uuid[])
        and not exists (select from consent_revocations v where v.consent_id = s.id)`);
    if (standing !== null) throw ConsentStanding();
    const rows = signings.map(({ purpose, ...rest }) => ({
      purpose,
      row: { id: newId(), clientId: client.id, ...rest },
    }));
    await tx.insert(
      ConsentRow,
      rows.map(({ row }) => row),
    );
    await this.events.recordMany(
      tx,
      rows.map(({ row, purpose }) => ({
        event: consentSigned({ clientId: client.id, consentId: row.id, purpose }),
        place: { subjectId: client.id, branchId: client.branchId },
      })),
    );
    return rows.map(({ row }) => row.id);
  }

  async revoke(tx: Tx, clientId: string, id: string, input: RevocationRequest): Promise<Consent> {
    const client = await takeClient(tx, clientId, Consents.write);
    const consent = await this.queries.get(tx, clientId, id, client.today);
    const revokedOn = input.revokedOn ?? client.today;
    if (revokedOn > client.today || revokedOn < consent.signedOn) {
      const detail = 'A consent is revoked between its signing and today.';
      throw invalid([{ pointer: '/revokedOn', code: 'date.not-between', detail }]);
    }
    await tx.insert(ConsentRevocationRow, { id: newId(), consentId: id, revokedOn, reason: input.reason });
    const event = consentRevoked({ clientId, consentId: id, purpose: consent.purpose });
    await this.events.record(tx, event, { subjectId: clientId, branchId: client.branchId });
    return this.queries.get(tx, clientId, id, client.today);
  }
}

async function guardianOf(
  tx: Tx,
  clientId: string,
  guardianId: string | undefined,
): Promise<SigningFacts['representative']> {
  if (guardianId === undefined) return 'none';
  const link = await tx.find<{ isLegal: boolean }>(sql`
    select is_legal_representative as "isLegal" from client_guardians where client_id = ${clientId} and guardian_id = ${guardianId}`);
  return link === null ? 'unknown' : link.isLegal ? 'legal' : 'not-legal';
}

/** The text named, or the newest of the purpose on the day; locked, so that nobody changes what is being signed. */
async function wordsOf(tx: Tx, { purpose, textId }: Draft, signedOn: LocalDate): Promise<Words> {
  const found = await tx.find<{ id: string; isArchived: boolean }>(
    sql`select id, archived_at is not null as "isArchived" from consent_purposes where code = ${purpose}`,
  );
  const chosen =
    textId === undefined
      ? sql`t.purpose_id = ${found?.id ?? null} and t.effective_from <= ${signedOn}::date`
      : sql`t.id = ${textId}`;
  const text = await tx.find<{ id: string; purposeId: string; effectiveFrom: LocalDate }>(sql`
    select t.id, t.purpose_id as "purposeId", t.effective_from as "effectiveFrom" from consent_texts t
    where ${chosen} order by t.effective_from desc, t.text_version desc limit 1 for share`);
  return {
    purposeId: found?.id ?? null,
    isArchived: found?.isArchived ?? false,
    textId: text?.id ?? null,
    effectiveFrom: text?.effectiveFrom ?? null,
    isOfPurpose: text?.purposeId === found?.id,
  };
}
