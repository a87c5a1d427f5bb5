import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../kernel/faults.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { reach } from '../../platform/database/reach.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../platform/database/versioned.js';
import { Events } from '../../platform/events/events.js';
import { groupOf } from './lending.service.js';
import { termFaults } from './loan.rules.js';
import type { LoanPatch } from './loan-requests.dto.js';
import type { LoanCard } from './loans.dto.js';
import { LoanClosed, LoanNotFound } from './loans.errors.js';
import { loanDueDayMoved } from './loans.events.js';
import { Loans } from './loans.permissions.js';
import { LoansQueries } from './loans.queries.js';

interface LoanAsIs {
  branchId: string;
  clientId: string;
  groupId: string | null;
  lentOn: LocalDate;
  untilOn: LocalDate | null;
  closedOn: LocalDate | null;
}

/** What is changed of a loan: until when, for which group, and what is said of it. */
@Injectable()
export class LoansService {
  constructor(
    private readonly queries: LoansQueries,
    private readonly events: Events,
  ) {}

  async change(tx: Tx, id: string, patch: LoanPatch, base: EditBase): Promise<LoanCard> {
    let moved: LoanAsIs | null = null;
    await editRecord(tx, {
      table: 'loans',
      id,
      patch,
      base,
      notFound: LoanNotFound,
      reach: reach(tx.actor, Loans.write, { branch: sql`r.branch_id` }),
      check: async (after, before) => {
        const [merged, stood] = [after, before] as unknown as [LoanAsIs, LoanAsIs];
        if (merged.untilOn === stood.untilOn && merged.groupId === stood.groupId) return;
        if (stood.closedOn !== null) throw LoanClosed({ closedOn: stood.closedOn });
        await checkTerm(tx, merged);
        moved = merged;
      },
    });
    if (moved !== null)
      await this.events.record(tx, loanDueDayMoved({ loanId: id }), {
        ...{ subjectId: id, branchId: (moved as LoanAsIs).branchId },
      });
    return this.queries.get(tx, id);
  }
}

/** The term as it will be. A course or a membership that is over gives no time: a day does. */
async function checkTerm(tx: Tx, { clientId, groupId, lentOn, untilOn }: LoanAsIs): Promise<void> {
  const group = groupId === null ? null : await groupOf(tx, groupId, clientId, undefined);
  if (groupId !== null && group === null) throw invalid([unknownReference('/groupId')]);
  const faults = termFaults({ lentOn, untilOn, group });
  if (faults.length > 0) throw invalid(faults);
}
