import { Injectable } from '@nestjs/common';
import type { Fault } from '../../kernel/errors.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../platform/database/versioned.js';
import { Events } from '../../platform/events/events.js';
import { BranchesService } from '../organisation/index.js';
import { guardianFaults, isMinor } from './client.rules.js';
import type { Client } from './clients.dto.js';
import { ClientGuardianRow, GuardianRow } from './clients.entity.js';
import { ClientNotFound, GuardianNotFound, GuardianPays, LastGuardian } from './clients.errors.js';
import { clientChanged } from './clients.events.js';
import { Clients } from './clients.permissions.js';
import { assertMayChange, assertMayGive, contactsSent } from './contacts.js';
import { ClientsQueries, clientReach } from './clients.queries.js';
import type { GuardianLinkPatch, GuardianPatch, GuardianRequest } from './guardian-requests.dto.js';
import type { ClientGuardian, Guardian } from './guardians.dto.js';
import { GuardiansQueries, guardianReach } from './guardians.queries.js';
import { ClientMerged, GuardianMerged } from './merges/merges.errors.js';
import { searchTextOf } from './search.rules.js';

/** Guardians and whom they stand for. Every change of a client's family happens under the lock of the client's row. */
/** Who stands for a client; `payer` is the place in the family of who pays. */
interface NewFamily {
  clientId: string;
  branchId: string;
  family: readonly GuardianRequest[];
  payer: number;
}

/** The rows of new guardians and of all links, with the ids of the guardians in the order they were given. */
export function familyRows({ clientId, branchId, family, payer }: NewFamily): {
  guardians: GuardianRow[];
  links: ClientGuardianRow[];
  guardianIds: string[];
} {
  const people = family.map((one) => ({ one, guardianId: one.guardianId ?? newId() }));
  return {
    guardians: people.flatMap(({ one, guardianId }) =>
      one.guardianId === undefined ? [guardianRow(guardianId, branchId, one)] : [],
    ),
    links: people.map(({ one, guardianId }, index) => ({
      ...{ id: newId(), clientId, guardianId, relation: one.relation, isPayer: index === payer },
      isLegalRepresentative: one.isLegalRepresentative ?? true,
      mayPickUp: one.mayPickUp ?? true,
    })),
    guardianIds: people.map(({ guardianId }) => guardianId),
  };
}

@Injectable()
export class GuardiansService {
  constructor(
    private readonly clients: ClientsQueries,
    private readonly queries: GuardiansQueries,
    private readonly branches: BranchesService,
    private readonly events: Events,
  ) {}

  /** Checks the guardians named by id, and gives their phones. */
  async known(
    tx: Tx,
    family: readonly GuardianRequest[],
    place = '/guardians',
  ): Promise<{ faults: Fault[]; phones: string[] }> {
    const ids = family.flatMap((one) => one.guardianId ?? []);
    if (ids.length === 0) return { faults: [], phones: [] };
    const rows = await tx.query<{ id: string; phones: string[] }>(sql`
      select r.id, r.phones from guardians r where r.id = any (${ids}::uuid[]) and ${guardianReach(tx.actor, Clients.write, 'r')}`);
    const faults = family.flatMap(({ guardianId }, index) =>
      guardianId === undefined || rows.some((row) => row.id === guardianId.toLowerCase())
        ? []
        : [unknownReference(`${place}/${String(index)}/guardianId`)],
    );
    return { faults, phones: rows.flatMap((row) => row.phones) };
  }

  /** Makes the new guardians and links them all. */
  async link(tx: Tx, family: NewFamily): Promise<void> {
    const { guardians, links } = familyRows(family);
    await tx.insertTogether([GuardianRow, guardians], [ClientGuardianRow, links]);
  }

  /** Adds a guardian to a client. One who pays takes over from whoever paid. */
  async add(tx: Tx, clientId: string, input: GuardianRequest): Promise<Client> {
    const client = await lockClient(tx, clientId);
    assertMayGive(tx, client.branchId, contactsSent(input));
    const known = await this.known(tx, [input], '');
    const faults = [
      ...guardianFaults(input, ''),
      ...known.faults.map((fault) => ({ ...fault, pointer: '/guardianId' })),
    ];
    if (faults.length > 0) throw invalid(faults);

    const family = await familyOf(tx, clientId);
    const minor = isMinor(client.birthDate, await this.branches.today(tx, client.branchId));
    const pays = input.isPayer ?? (minor !== false && !family.some((one) => one.isPayer));
    const payer = family.find((one) => one.isPayer);
    if (pays && payer !== undefined) await tx.update(ClientGuardianRow, payer.id, { isPayer: false });
    await this.link(tx, { clientId, branchId: client.branchId, family: [input], payer: pays ? 0 : -1 });
    return this.changed(tx, clientId, client.branchId);
  }

  /** Parts a guardian from a client; the guardian stays for the other children. */
  async remove(tx: Tx, clientId: string, guardianId: string): Promise<void> {
    const client = await lockClient(tx, clientId);
    const family = await familyOf(tx, clientId);
    const link = family.find((one) => one.guardianId === guardianId);
    if (link === undefined) throw GuardianNotFound({ id: guardianId });
    const minor = isMinor(client.birthDate, await this.branches.today(tx, client.branchId));
    if (minor === true && family.length === 1) throw LastGuardian();
    if (link.isPayer) throw GuardianPays();
    await tx.run(sql`delete from client_guardians where id = ${link.id}`);
    await this.changed(tx, clientId, client.branchId);
  }

  /** Changes who a guardian is to a client. One who comes to pay takes over from whoever paid. */
  async changeLink(
    tx: Tx,
    { clientId, guardianId }: { clientId: string; guardianId: string },
    patch: GuardianLinkPatch,
    base: EditBase,
  ): Promise<ClientGuardian> {
    const client = await lockClient(tx, clientId);
    const family = await familyOf(tx, clientId);
    const link = family.find((one) => one.guardianId === guardianId.toLowerCase());
    if (link === undefined) throw GuardianNotFound({ id: guardianId });
    const payer = family.find((one) => one.isPayer);
    const minor = isMinor(client.birthDate, await this.branches.today(tx, client.branchId));
    const isChanged = await editRecord(tx, {
      table: 'client_guardians',
      id: link.id,
      patch,
      base,
      notFound: GuardianNotFound,
      reach: sql`true`,
      check: async (merged, before) => {
        if (merged['isPayer'] === true && payer !== undefined && payer !== link)
          await tx.update(ClientGuardianRow, payer.id, { isPayer: false });
        // Whoever is of age, and they alone, can go on without somebody who pays for them.
        if (before['isPayer'] === true && merged['isPayer'] === false && minor !== false)
          throw GuardianPays();
      },
    });
    if (isChanged)
      await this.events.record(tx, clientChanged({ clientId }), {
        subjectId: clientId,
        branchId: client.branchId,
      });
    return this.clients.guardian(tx, link.id);
  }

  async change(tx: Tx, id: string, patch: GuardianPatch, base: EditBase): Promise<Guardian> {
    const reach = (permission: string) => guardianReach(tx.actor, permission, 'r');
    const held = sql`from guardians r where r.id = ${id} and ${reach(Clients.write)} for update`;
    await assertMayChange(tx, contactsSent(patch), held, reach);
    const isChanged = await editRecord(tx, {
      table: 'guardians',
      id,
      patch,
      base,
      notFound: GuardianNotFound,
      reach: reach(Clients.write),
      check: ({ mergedIntoId }) => {
        if (mergedIntoId !== null) throw GuardianMerged({ id, mergedIntoId });
      },
      derive: (merged) => ({ searchText: searchTextOf(merged as unknown as GuardianRow) }),
    });
    if (!isChanged) return this.queries.get(tx, tx.actor, id, Clients.write);
    const children = await tx.query<{ clientId: string; branchId: string }>(sql`
      select c.id as "clientId", c.branch_id as "branchId" from client_guardians l join clients c on c.id = l.client_id
      where l.guardian_id = ${id} and c.merged_into_id is null order by c.id`);
    await this.events.recordMany(
      tx,
      children.map(({ clientId, branchId }) => ({
        event: clientChanged({ clientId }),
        place: { subjectId: clientId, branchId },
      })),
    );
    return this.queries.get(tx, tx.actor, id, Clients.write);
  }

  async hasGuardian(tx: Tx, clientId: string): Promise<boolean> {
    return (await familyOf(tx, clientId)).length > 0;
  }

  /** Somebody who turns out to be a child has one payer: whoever is said to be, else the first guardian. */
  async ensurePayer(tx: Tx, clientId: string): Promise<void> {
    const family = await familyOf(tx, clientId);
    const [first] = family;
    if (first !== undefined && !family.some((one) => one.isPayer))
      await tx.update(ClientGuardianRow, first.id, { isPayer: true });
  }

  private async changed(tx: Tx, clientId: string, branchId: string): Promise<Client> {
    await this.events.record(tx, clientChanged({ clientId }), { subjectId: clientId, branchId });
    return this.clients.get(tx, tx.actor, clientId, Clients.write);
  }
}

async function lockClient(tx: Tx, id: string): Promise<{ branchId: string; birthDate: string | null }> {
  const client = await tx.find<{
    branchId: string;
    birthDate: string | null;
    mergedIntoId: string | null;
  }>(sql`
    select branch_id as "branchId", birth_date as "birthDate", merged_into_id as "mergedIntoId" from clients r
    where r.id = ${id} and ${clientReach(tx.actor, Clients.write, 'r')} for update`);
  if (client === null) throw ClientNotFound({ id });
  if (client.mergedIntoId !== null) throw ClientMerged({ id, mergedIntoId: client.mergedIntoId });
  return client;
}

const familyOf = (
  tx: Tx,
  clientId: string,
): Promise<{ id: string; guardianId: string; isPayer: boolean }[]> =>
  tx.query(
    sql`select l.id, l.guardian_id as "guardianId", l.is_payer as "isPayer" from client_guardians l join guardians g on g.id = l.guardian_id
        where l.client_id = ${clientId} and g.merged_into_id is null order by l.id`,
  );

/** A guardian as a row of the table. */
export function guardianRow(id: string, branchId: string, person: Partial<GuardianRequest>): GuardianRow {
  const names = {
    lastName: person.lastName ?? '',
    firstName: person.firstName ?? '',
    middleName: person.middleName ?? null,
  };
  const phones = person.phones ?? [];
  return {
    id,
    branchId,
    ...names,
    phones,
    email: person.email ?? null,
    searchText: searchTextOf({ ...names, phones }),
  };
}
