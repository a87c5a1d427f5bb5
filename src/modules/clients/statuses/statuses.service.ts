import { Injectable } from '@nestjs/common';
import type { Fault } from '../../../kernel/errors.js';
import { unknownReference } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import { reasonFits, type ClientStatus, type ReasonKind } from '../client.rules.js';
import { StatusReasonRow } from '../clients.entity.js';
import type { StatusReason, StatusReasonPatch, StatusReasonRequest } from './statuses.dto.js';
import { StatusReasonNotFound } from './statuses.errors.js';
import { StatusesQueries } from './statuses.queries.js';

/** The dictionary of reasons why clients come to a status. */
@Injectable()
export class StatusesService {
  constructor(private readonly queries: StatusesQueries) {}

  async create(tx: Tx, input: StatusReasonRequest): Promise<StatusReason> {
    const id = newId();
    await tx.insert(StatusReasonRow, { ...input, id, archivedAt: null });
    return this.queries.get(tx, id);
  }

  async change(tx: Tx, id: string, patch: StatusReasonPatch, base: EditBase): Promise<StatusReason> {
    const { isArchived, ...rest } = patch;
    const archivedAt = isArchived === undefined ? undefined : isArchived ? tx.now : null;
    await editRecord(tx, {
      table: 'status_reasons',
      id,
      patch: { ...rest, archivedAt },
      base,
      notFound: StatusReasonNotFound,
      reach: sql`true`,
    });
    return this.queries.get(tx, id);
  }

  /** What is wrong with giving this reason for coming to this status. */
  async faultsOf(tx: Tx, reasonId: string | null, to: ClientStatus): Promise<Fault[]> {
    if (reasonId === null) return [];
    const reason = await tx.find<{ kind: ReasonKind }>(
      sql`select kind from status_reasons where id = ${reasonId} and archived_at is null for share`,
    );
    if (reason === null) return [unknownReference('/statusReasonId')];
    if (reasonFits(reason.kind, to)) return [];
    const detail = 'This reason is not one for coming to this status.';
    return [
      {
        pointer: '/statusReasonId',
        code: 'status-reason.not-fitting',
        detail,
        params: { kind: reason.kind, status: to },
      },
    ];
  }
}
