import { Injectable } from '@nestjs/common';
import { invalid } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { BranchesService } from '../../organisation/index.js';
import { guardianRequired, isMinor } from '../client.rules.js';
import { clientMerged, clientMergeUndone } from '../clients.events.js';
import { Clients } from '../clients.permissions.js';
import { clientReach } from '../clients.queries.js';
import { assertMayChange, contactsSent } from '../contacts.js';
import { closeMerge, holdMerge, keepMerge, membersTaken } from './merge-keeping.js';
import { holdPair, holdPeople, type Pair } from './merge-pair.js';
import { MergeParts, type MergeRecord, type Obstacle } from './merge-parts.js';
import { bringBack, obstaclesOf } from './merge-undo.js';
import { MergeWork } from './merge-work.js';
import { familyDecisions, type Link } from './merge.rules.js';
import type { ClientMerge, ClientMergeRequest } from './merges.dto.js';
import { ClientMerged, MergeNotFound, MergeNotUndoable, MergeUndone } from './merges.errors.js';
import { MergesQueries } from './merges.queries.js';

/** Two records of one person become one, and can become two again. */
@Injectable()
export class ClientMergesService {
  constructor(
    private readonly parts: MergeParts,
    private readonly queries: MergesQueries,
    private readonly branches: BranchesService,
    private readonly events: Events,
  ) {}

  /** The duplicate stays as a record that names the survivor; all that referred to it refers to the survivor. */
  async merge(tx: Tx, input: ClientMergeRequest): Promise<ClientMerge> {
    const id = newId();
    const { survivorId, duplicateId, fields = {}, reason = null } = input;
    const reach = (permission: string) => clientReach(tx.actor, permission, 'r');
    const pair = await holdPair(tx, {
      table: 'clients',
      survivorId,
      duplicateId,
      reach: reach(Clients.merge),
      merged: ClientMerged,
    });
    const held = sql`from clients r where r.id in (${survivorId}, ${duplicateId})`;
    await assertMayChange(tx, contactsSent(fields, [], '/fields'), held, reach);
    const work = new MergeWork(tx, 'client', pair.survivor.id, pair.duplicate.id, id, { ...fields });
    await this.joinFamilies(work);
    await this.parts.before(work);
    await work.move('clients', work.duplicateId, work.survivorId);
    const taken = membersTaken(pair, { ...fields });
    await this.checkFamily(work, { ...pair.survivor, ...taken });
    await keepMerge(work, pair, { id, fields: { ...fields }, reason }, taken);
    const merged = clientMerged({ mergeId: id, survivorId: work.survivorId, duplicateId: work.duplicateId });
    await this.events.record(tx, merged, { subjectId: work.survivorId, branchId: pair.survivor.branchId });
    return this.queries.client(tx, tx.actor, id);
  }

  /** Brings back what the merge moved, unless what happened since belongs to neither record alone. */
  async undo(tx: Tx, id: string): Promise<void> {
    const seen = await this.queries.client(tx, tx.actor, id);
    await holdPeople(tx, 'clients', [seen.survivorId, seen.duplicateId]);
    const merge = await holdMerge(tx, 'client', id);
    if (merge === null) throw MergeNotFound({ id });
    if (merge.undoneAt !== null) throw MergeUndone({ undoneAt: merge.undoneAt });
    refuse([...(await obstaclesOf(tx, merge)), ...(await this.parts.obstacles(tx, merge))]);
    await this.parts.undo(tx, merge);
    await bringBack(tx, merge);
    refuse(await this.familyObstacles(tx, merge));
    await closeMerge(tx, merge);
    const { survivorId, duplicateId } = merge;
    const undone = clientMergeUndone({ mergeId: id, survivorId, duplicateId });
    await this.events.record(tx, undone, { subjectId: survivorId, branchId: seen.branchId });
  }

  /** The survivor's payer stands. Who paid for whom before is noted for whoever keeps the accounts. */
  private async joinFamilies(work: MergeWork): Promise<void> {
    const { tx, survivorId, duplicateId } = work;
    const links = await tx.query<Link & { clientId: string }>(sql`
      select id, client_id as "clientId", guardian_id as "guardianId", is_payer as "isPayer"
      from client_guardians where client_id in (${survivorId}, ${duplicateId}) order by id for update`);
    const of = (clientId: string) => links.filter((link) => link.clientId === clientId);
    const [ours, theirs] = [of(survivorId), of(duplicateId)];
    const { keep, payers } = familyDecisions(ours, theirs);
    work.keep('client_guardians', keep, 'same-guardian');
    for (const { id, isPayer } of payers) await work.change('client_guardians', id, { is_payer: isPayer });
    const payer = (family: Link[]) => family.find((link) => link.isPayer)?.guardianId ?? null;
    work.notes['payers'] = {
      survivor: payer(ours),
      duplicate: payer(theirs),
      after: payer(ours) ?? payer(theirs),
    };
  }

  /** A birth date that came with the merge may say that the survivor is a child. */
  private async checkFamily(work: MergeWork, survivor: Pair['survivor']): Promise<void> {
    const today = await this.branches.today(work.tx, survivor.branchId);
    if (isMinor(survivor['birthDate'] as string | null, today) !== true) return;
    const [first, ...rest] = await familyOf(work.tx, survivor.id);
    if (first === undefined) throw invalid([{ ...guardianRequired, pointer: '/survivorId' }]);
    if (![first, ...rest].some((link) => link.isPayer))
      await work.change('client_guardians', first.id, { is_payer: true });
  }

  /** Both are families again: a child has a guardian who pays. */
  private async familyObstacles(tx: Tx, merge: MergeRecord): Promise<Obstacle[]> {
    const people = await tx.query<{ id: string; branchId: string; birthDate: string | null }>(sql`
      select id, branch_id as "branchId", birth_date as "birthDate" from clients
      where id in (${merge.survivorId}, ${merge.duplicateId}) order by id`);
    const found: Obstacle[] = [];
    for (const { id, branchId, birthDate } of people) {
      if (isMinor(birthDate, await this.branches.today(tx, branchId)) !== true) continue;
      const family = await familyOf(tx, id);
      if (family.length > 0 && !family.some((link) => link.isPayer))
        found.push({ code: 'payer-missing', table: 'clients', id });
      // A child without a guardian was so before, unless the merge had brought one.
      const brought = merge.moved.some(({ table }) => table === 'client_guardians');
      if (family.length === 0 && brought && id === merge.survivorId)
        found.push({ code: 'guardian-missing', table: 'clients', id });
    }
    return found;
  }
}

function refuse(reasons: readonly Obstacle[]): void {
  if (reasons.length > 0) throw MergeNotUndoable({ reasons });
}

const familyOf = (tx: Tx, clientId: string): Promise<{ id: string; isPayer: boolean }[]> =>
  tx.query(
    sql`select id, is_payer as "isPayer" from client_guardians where client_id = ${clientId} order by id`,
  );
