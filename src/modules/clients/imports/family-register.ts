import { Injectable } from '@nestjs/common';
import { reachesBranch, type Actor } from '../../../kernel/actor.js';
import { localDateOf, type Instant } from '../../../platform/clock/clock.js';
import { newId } from '../../../platform/database/ids.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { ClientGuardianRow, ClientRow, GuardianRow } from '../clients.entity.js';
import { clientRegistered } from '../clients.events.js';
import { Clients } from '../clients.permissions.js';
import { Contacts } from '../contacts.js';
import { rowOf } from '../clients.service.js';
import { guardianRow } from '../guardians.service.js';
import type { ImportBranch, ImportedFamily } from './import.rules.js';
import { KnownGuardians, verdicts } from './known-people.js';
import type { RowFault } from './row-cells.rules.js';

/** What came of some rows. */
export interface Taken {
  created: number;
  unchanged: number;
  /** Guardians who were not known before. */
  guardians: number;
  /** Rows that look like somebody else who is there. */
  faults: RowFault[];
}

/** Takes families into the register: those that are new, whatever else has been said of them before. */
@Injectable()
export class FamilyRegister {
  constructor(private readonly events: Events) {}

  /** `nameColumn` is blamed for a client who may be somebody else. */
  async take(
    tx: Tx,
    families: readonly ImportedFamily[],
    { nameColumn, reached }: { nameColumn: string; reached: readonly string[] },
  ): Promise<Taken> {
    const answers = await verdicts(tx, families);
    const taken: Taken = { created: 0, unchanged: 0, guardians: 0, faults: [] };
    const fresh: ImportedFamily[] = [];
    for (const family of families) {
      const verdict = answers.get(family.row);
      if (verdict?.kind === 'known') taken.unchanged += 1;
      else if (verdict?.kind === 'similar') {
        const params = { number: verdict.number };
        taken.faults.push({ row: family.row, column: nameColumn, code: 'client.duplicate', params });
      } else fresh.push(family);
    }
    taken.created = fresh.length;
    taken.guardians = await this.register(tx, fresh, reached);
    return taken;
  }

  private async register(
    tx: Tx,
    families: readonly ImportedFamily[],
    reached: readonly string[],
  ): Promise<number> {
    if (families.length === 0) return 0;
    const known = new KnownGuardians();
    await known.load(tx, families, reached);
    const guardians: GuardianRow[] = [];
    const links: ClientGuardianRow[] = [];
    const clients = families.map(({ guardians: family, payer, status, statusReason, ...client }) => {
      const id = newId();
      family.forEach((guardian, index) => {
        const knownId = known.find(guardian);
        const guardianId = knownId ?? newId();
        if (knownId === null) guardians.push(guardianRow(guardianId, client.branchId, guardian));
        known.remember(guardianId, guardian);
        addLink(links, { clientId: id, guardianId, relation: guardian.relation, isPayer: index === payer });
      });
      return { ...rowOf(id, client), status, statusReason };
    });
    await tx.insert(GuardianRow, guardians);
    await tx.insert(ClientRow, clients);
    await tx.insert(ClientGuardianRow, links);
    await this.events.recordMany(
      tx,
      clients.map(({ id, branchId }) => ({
        event: clientRegistered({ clientId: id }),
        place: { subjectId: id, branchId },
      })),
    );
    return guardians.length;
  }
}

/** Somebody who stands in a row twice is one guardian, and pays if either of them does. */
function addLink(
  links: ClientGuardianRow[],
  link: Omit<ClientGuardianRow, 'id' | 'isLegalRepresentative' | 'mayPickUp'>,
): void {
  const same = links.find((one) => one.clientId === link.clientId && one.guardianId === link.guardianId);
  if (same !== undefined) same.isPayer ||= link.isPayer;
  else links.push({ id: newId(), ...link, isLegalRepresentative: true, mayPickUp: true });
}

/** Every open branch, with its day at an instant, and whether the actor may import into it: families come with their contacts. */
export async function branchesFor(reader: Reader, actor: Actor, at: Instant): Promise<ImportBranch[]> {
  const rows = await reader.query<{ id: string; code: string; name: string; timeZone: string }>(
    sql`select id, code, name, time_zone as "timeZone" from branches where archived_at is null order by code`,
  );
  return rows.map(({ timeZone, ...branch }) => ({
    ...branch,
    today: localDateOf(at, timeZone),
    isReached: [Clients.import, Contacts.read, Contacts.write].every((needed) =>
      reachesBranch(actor, needed, branch.id),
    ),
  }));
}
