import { Injectable } from '@nestjs/common';
import { newId } from '../../../platform/database/ids.js';
import { reach } from '../../../platform/database/reach.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import { BranchesService } from '../../organisation/index.js';
import type { CashDesk, CashDeskPatch, CashDeskRequest } from './cash-desks.dto.js';
import { CashDeskRow } from './cash.entity.js';
import { CashDeskBusy, CashDeskNotFound } from './cash.errors.js';
import { Cash } from './cash.permissions.js';
import { CashQueries } from './cash.queries.js';

/** The desks of a branch. */
@Injectable()
export class CashDesksService {
  constructor(
    private readonly branches: BranchesService,
    private readonly queries: CashQueries,
  ) {}

  async create(tx: Tx, { branchId, name }: CashDeskRequest): Promise<CashDesk> {
    await this.branches.assertOpen(tx, Cash.manage, branchId);
    const id = newId();
    await tx.insert(CashDeskRow, { id, branchId, name, archivedAt: null });
    return this.queries.desk(tx, id);
  }

  async change(tx: Tx, id: string, patch: CashDeskPatch, base: EditBase): Promise<CashDesk> {
    const { isArchived, name } = patch;
    await editRecord(tx, {
      table: 'cash_desks',
      id,
      patch: { name, archivedAt: isArchived === undefined ? undefined : isArchived ? tx.now : null },
      base,
      notFound: CashDeskNotFound,
      reach: reach(tx.actor, Cash.manage, { branch: sql`r.branch_id` }),
      check: async ({ archivedAt }) => {
        const isBusy = (await this.queries.desk(tx, id)).openShiftId !== null;
        if (archivedAt !== null && isBusy) throw CashDeskBusy();
      },
    });
    return this.queries.desk(tx, id);
  }
}
