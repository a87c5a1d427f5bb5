import { Injectable } from '@nestjs/common';
import type { Fault } from '../../kernel/errors.js';
import { invalid } from '../../kernel/faults.js';
import { localDateOf } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/ids.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../platform/database/versioned.js';
import { Events } from '../../platform/events/events.js';
import { BranchesService } from '../organisation/index.js';
import {
  birthDateFaults,
  canBecome,
  familyFaults,
  guardianRequired,
  identityKeys,
  isMinor,
  nextStatuses,
  payerIndex,
  type ClientStatus,
  type Identity,
} from './client.rules.js';
import type { ClientPatch } from './client-patches.dto.js';
import type { ClientRequest } from './client-requests.dto.js';
import type { Client } from './clients.dto.js';
import { ClientGuardianRow, ClientRow, GuardianRow } from './clients.entity.js';
import { ClientDuplicate, ClientNotFound, StatusNotReachable } from './clients.errors.js';
import { clientChanged, clientRegistered } from './clients.events.js';
import { Clients } from './clients.permissions.js';
import { assertMayChange, assertMayGive, contactsSent } from './contacts.js';
import { ClientsQueries, clientReach } from './clients.queries.js';
import { FirstPapers } from './first-papers.js';
import { familyRows, GuardiansService } from './guardians.service.js';
import { lockIdentities } from './identity-locks.js';
import { ClientMerged } from './merges/merges.errors.js';
import { searchTextOf } from './search.rules.js';
import { StatusesService } from './statuses/statuses.service.js';

/** What other modules need to know of a client. */
export interface ClientBrief {
  id: string;
  branchId: string;
  lastName: string;
  firstName: string;
  number: number;
}

@Injectable()
export class ClientsService {
  constructor(
    private readonly queries: ClientsQueries,
    private readonly guardians: GuardiansService,
    private readonly branches: BranchesService,
    private readonly papers: FirstPapers,
    private readonly statuses: StatusesService,
    private readonly events: Events,
  ) {}

  /** Registers a client with the whole family, their health and their consents. */
  async register(tx: Tx, input: ClientRequest): Promise<Client> {
    tx.keepPlans();
    const branch = await this.branches.assertOpen(tx, Clients.write, input.branchId);
    const today = localDateOf(tx.now, branch.timeZone);
    const birthDate = input.birthDate ?? null;
    const family = input.guardians ?? [];
    assertMayGive(tx, branch.id, contactsSent(input, family));
    const minor = isMinor(birthDate, today);
    const known = await this.guardians.known(tx, family);
    const facts = { branchId: branch.id, birthDate, today };
    const { faults, signings } = await this.papers.check(tx, input, facts);
    refuse([
      ...birthDateFaults(birthDate, today),
      ...familyFaults(minor, family),
      ...known.faults,
      ...faults,
    ]);

    const phones = [...(input.phones ?? []), ...family.flatMap((one) => one.phones ?? []), ...known.phones];
    await this.refuseDuplicates(tx, { ...input, birthDate, phones }, input.allowDuplicate === true);
    const id = newId();
    const payer = payerIndex(minor, family);
    const { guardians, links, guardianIds } = familyRows({
      clientId: id,
      branchId: branch.id,
      family,
      payer,
    });
    await tx.insertTogether(
      [ClientRow, rowOf(id, input)],
      [GuardianRow, guardians],
      [ClientGuardianRow, links],
    );
    await this.papers.keep(tx, { id, ...facts }, input, { signings, guardianIds });
    await this.events.record(tx, clientRegistered({ clientId: id }), { subjectId: id, branchId: branch.id });
    return this.queries.registered(tx, id);
  }

  /** Changes a client; edits of different fields by different people both stand. */
  async change(tx: Tx, id: string, patch: ClientPatch, base: EditBase): Promise<Client> {
    if (patch.branchId !== undefined) await this.branches.assertOpen(tx, Clients.write, patch.branchId);
    // A reason belongs to the status it was given with.
    const { statusReason, statusReasonId } =
      patch.status === undefined ? patch : { statusReason: null, statusReasonId: null, ...definedOf(patch) };
    const reach = (permission: string) => clientReach(tx.actor, permission, 'r');
    const held = sql`from clients r where r.id = ${id} and ${reach(Clients.write)} for update`;
    await assertMayChange(tx, contactsSent(patch), held, reach);
    const isChanged = await editRecord(tx, {
      table: 'clients',
      id,
      patch: { ...patch, statusReason, statusReasonId },
      base,
      notFound: ClientNotFound,
      reach: reach(Clients.write),
      check: (merged, before) =>
        this.checkWhole(tx, merged as unknown as ClientRow, before as unknown as ClientRow),
      derive: (merged) => ({ searchText: searchTextOf(merged as unknown as ClientRow) }),
    });
    const client = await this.queries.get(tx, tx.actor, id, Clients.write);
    if (isChanged) {
      const place = { subjectId: id, branchId: client.branchId };
      await this.events.record(tx, clientChanged({ clientId: id }), place);
    }
    return client;
  }

  /** The clients with these ids, in no order; ids of nobody are passed over, one that was merged is a fault. */
  async getMany(reader: Reader, ids: readonly string[]): Promise<ClientBrief[]> {
    const found = await reader.query<ClientBrief & { mergedIntoId: string | null }>(sql`
      select id, branch_id as "branchId", last_name as "lastName", first_name as "firstName", number,
             merged_into_id as "mergedIntoId"
      from clients where id = any (${ids}::uuid[])`);
    return found.map(({ mergedIntoId, ...brief }) => {
      if (mergedIntoId !== null) throw ClientMerged({ id: brief.id, mergedIntoId });
      return brief;
    });
  }

  /** The guardian who pays for the client; null when they pay for themselves. */
  async payerOf(reader: Reader, clientId: string): Promise<{ guardianId: string | null }> {
    const row = await reader.find<{ guardianId: string | null }>(sql`
      select l.guardian_id as "guardianId" from clients c
      left join client_guardians l on l.client_id = c.id and l.is_payer where c.id = ${clientId}`);
    if (row === null) throw ClientNotFound({ id: clientId });
    return row;
  }

  /** Registrations of the same person wait for each other here, so the second one sees the first. */
  private async refuseDuplicates(tx: Tx, person: Identity, isAllowed: boolean): Promise<void> {
    lockIdentities(tx, identityKeys(person));
    if (isAllowed) return;
    const candidates = await this.queries.duplicates(tx, tx.actor, person);
    if (candidates.length > 0) throw ClientDuplicate({ candidates });
  }

  /** Rules that span fields, on the record as it will be. */
  private async checkWhole(tx: Tx, merged: ClientRow, before: ClientRow): Promise<void> {
    refuseMerged(before);
    const [from, to] = [before.status as ClientStatus, merged.status as ClientStatus];
    if (!canBecome(from, to)) throw StatusNotReachable({ from, to, allowed: nextStatuses(from) });
    const faults: Fault[] = [];
    const reasonId = merged.statusReasonId ?? null;
    if (reasonId !== (before.statusReasonId ?? null) || to !== from)
      faults.push(...(await this.statuses.faultsOf(tx, reasonId, to)));
    if (to === 'left' && merged.statusReason === null && reasonId === null) {
      faults.push({
        pointer: '/statusReason',
        code: 'status-reason.required',
        detail: 'Say why the client left.',
      });
    }
    if (merged.birthDate !== before.birthDate || merged.branchId !== before.branchId) {
      const today = await this.branches.today(tx, merged.branchId);
      faults.push(...birthDateFaults(merged.birthDate, today));
      const minor = isMinor(merged.birthDate, today) === true;
      if (minor && !(await this.guardians.hasGuardian(tx, merged.id)))
        faults.push({ ...guardianRequired, pointer: '/birthDate' });
      if (minor && faults.length === 0) await this.guardians.ensurePayer(tx, merged.id);
    }
    refuse(faults);
  }
}

/** The members that were sent. */
const definedOf = ({ statusReason, statusReasonId }: ClientPatch): Partial<ClientPatch> => ({
  ...(statusReason === undefined ? {} : { statusReason }),
  ...(statusReasonId === undefined ? {} : { statusReasonId }),
});

function refuseMerged({ id, mergedIntoId = null }: ClientRow): void {
  if (mergedIntoId !== null) throw ClientMerged({ id, mergedIntoId });
}

function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw invalid(faults);
}

/** The row of a new client; its number is given by the database. */
export function rowOf(
  id: string,
  input: Omit<ClientRequest, 'guardians' | 'allowDuplicate' | 'health' | 'consents'>,
): Omit<ClientRow, 'number'> {
  return {
    id,
    branchId: input.branchId,
    externalId: input.externalId ?? null,
    lastName: input.lastName,
    firstName: input.firstName,
    middleName: input.middleName ?? null,
    birthDate: input.birthDate ?? null,
    sex: input.sex ?? null,
    phones: input.phones ?? [],
    email: input.email ?? null,
    address: input.address ?? null,
    status: input.status ?? 'active',
    statusReason: null,
    source: input.source ?? null,
    tags: input.tags ?? [],
    interests: input.interests ?? [],
    preferences: input.preferences ?? null,
    wishes: input.wishes ?? null,
    searchText: searchTextOf(input),
  };
}
