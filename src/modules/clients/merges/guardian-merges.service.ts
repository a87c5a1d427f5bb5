import { Injectable } from '@nestjs/common';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { guardianMerged, guardianMergeUndone } from '../clients.events.js';
import { Clients } from '../clients.permissions.js';
import { assertMayChange, contactsSent } from '../contacts.js';
import { guardianReach } from '../guardians.queries.js';
import { closeMerge, holdMerge, keepMerge, membersTaken } from './merge-keeping.js';
import { holdPair, holdPeople } from './merge-pair.js';
import { MergeParts } from './merge-parts.js';
import { bringBack, obstaclesOf } from './merge-undo.js';
import { MergeWork } from './merge-work.js';
import { guardianLinkDecisions, type Link } from './merge.rules.js';
import type { GuardianMerge, GuardianMergeRequest } from './merges.dto.js';
import { GuardianMerged, MergeNotFound, MergeNotUndoable, MergeUndone } from './merges.errors.js';
import { MergesQueries } from './merges.queries.js';

/** Two records of one guardian become one. Their clients are locked first: whoever charges a family holds those. */
@Injectable()
export class GuardianMergesService {
  constructor(
    private readonly parts: MergeParts,
    private readonly queries: MergesQueries,
    private readonly events: Events,
  ) {}

  async merge(tx: Tx, input: GuardianMergeRequest): Promise<GuardianMerge> {
    const id = newId();
    const { survivorId, duplicateId, fields = {}, reason = null } = input;
    await lockChildren(tx, [survivorId, duplicateId]);
    const reach = (permission: string) => guardianReach(tx.actor, permission, 'r');
    const pair = await holdPair(tx, {
      table: 'guardians',
      survivorId,
      duplicateId,
      reach: reach(Clients.merge),
      merged: GuardianMerged,
    });
    const held = sql`from guardians r where r.id in (${survivorId}, ${duplicateId})`;
    await assertMayChange(tx, contactsSent(fields, [], '/fields'), held, reach);
    const work = new MergeWork(tx, 'guardian', pair.survivor.id, pair.duplicate.id, id, { ...fields });
    await this.joinLinks(work);
    await this.parts.before(work);
    await work.move('guardians', work.duplicateId, work.survivorId);
    await keepMerge(work, pair, { id, fields: { ...fields }, reason }, membersTaken(pair, { ...fields }));
    const merged = guardianMerged({
      mergeId: id,
      survivorId: work.survivorId,
      duplicateId: work.duplicateId,
    });
    await this.events.record(tx, merged, { subjectId: work.survivorId, branchId: pair.survivor.branchId });
    return this.queries.guardian(tx, tx.actor, id);
  }

  async undo(tx: Tx, id: string): Promise<void> {
    const seen = await this.queries.guardian(tx, tx.actor, id);
    const people = [seen.survivorId, seen.duplicateId];
    await lockChildren(tx, people);
    await holdPeople(tx, 'guardians', people);
    const merge = await holdMerge(tx, 'guardian', id);
    if (merge === null) throw MergeNotFound({ id });
    if (merge.undoneAt !== null) throw MergeUndone({ undoneAt: merge.undoneAt });
    const reasons = [...(await obstaclesOf(tx, merge)), ...(await this.parts.obstacles(tx, merge))];
    if (reasons.length > 0) throw MergeNotUndoable({ reasons });
    await this.parts.undo(tx, merge);
    await bringBack(tx, merge);
    await closeMerge(tx, merge);
    const { survivorId, duplicateId } = merge;
    const undone = guardianMergeUndone({ mergeId: id, survivorId, duplicateId });
    await this.events.record(tx, undone, { subjectId: survivorId, branchId: seen.branchId });
  }

  private async joinLinks(work: MergeWork): Promise<void> {
    const { tx, survivorId, duplicateId } = work;
    const links = await tx.query<Link & { clientId: string }>(sql`
      select id, client_id as "clientId", guardian_id as "guardianId", is_payer as "isPayer"
      from client_guardians where guardian_id in (${survivorId}, ${duplicateId}) order by id for update`);
    const of = (guardianId: string) => links.filter((link) => link.guardianId === guardianId);
    const { keep, payers } = guardianLinkDecisions(of(survivorId), of(duplicateId));
    work.keep('client_guardians', keep, 'same-client');
    for (const { id, isPayer } of payers) await work.change('client_guardians', id, { is_payer: isPayer });
  }
}

const lockChildren = (tx: Tx, guardianIds: readonly string[]): Promise<unknown> =>
  tx.query(sql`
    select id from clients
    where id in (select client_id from client_guardians where guardian_id = any (${guardianIds}::uuid[]))
    order by id for update`);
