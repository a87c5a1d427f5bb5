import { invalid } from '../../../kernel/faults.js';
import { RunAgain } from '../../../platform/database/run-again.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { VisitOutcome } from '../../subscriptions/index.js';
import type { ClientOutcome } from './attendance.ledger.js';
import type { CompletionOutcome } from './completion.dto.js';
import { faultsOfAttendance, type CompletionQueries } from './completion.queries.js';
import type { AttendanceInput, LessonInHand } from './completion.types.js';
import { isNoShow, markOf, outcomeOf } from './outcome.rules.js';

/** What a lesson means for each client it concerns, by the marks given, those planned, and the policy of the activity. */
export async function decideOutcomes(
  tx: Tx,
  queries: CompletionQueries,
  lesson: LessonInHand,
  given: readonly AttendanceInput[],
): Promise<ClientOutcome[]> {
  const attendance = given.map((one) => ({ ...one, clientId: one.clientId.toLowerCase() }));
  const namedIds = attendance.map((one) => one.clientId);
  const [held, roster] = await Promise.all([
    queries.holdClients(tx, lesson.id, namedIds),
    queries.roster(tx, lesson, attendance),
  ]);
  // Who waited for a merge of clients finds on the list the one they became, whom nobody holds yet.
  if (roster.some(({ clientId }) => !held.has(clientId))) throw new RunAgain('the list of a lesson');
  const faults = faultsOfAttendance(attendance, roster);
  if (faults.length > 0) throw invalid(faults);
  const marks = new Map(attendance.map((one) => [one.clientId, one.mark]));
  return roster.map((entry) => {
    const mark = markOf(marks.get(entry.clientId), entry);
    const noShowOf = isNoShow(mark, entry) ? entry.guestKind : null;
    const { clientId, clientName, place, missedWasCharged } = entry;
    const outcome = outcomeOf(mark, lesson.chargingPolicy, lesson, { missedWasCharged, noShowOf });
    // The right is used by coming, and by not coming: another one may be given for that.
    const usesRight = mark === 'make_up' || noShowOf === 'make_up';
    return {
      ...outcome,
      clientId,
      clientName,
      place,
      missedLessonId: usesRight ? entry.missedLessonId : null,
    };
  });
}

/** What completing a lesson answers of each client, in order of their names: what was just written. */
export function completionOutcomes(
  outcomes: readonly ClientOutcome[],
  charged: readonly VisitOutcome[],
): CompletionOutcome[] {
  const visits = new Map(charged.map((visit) => [visit.clientId, visit]));
  return outcomes
    .toSorted((a, b) => a.place - b.place)
    .map(({ clientId, clientName, mark }) => {
      const { charged = 'none', subscriptionId = null, visitsLeft = null } = visits.get(clientId) ?? {};
      return { clientId, clientName, mark, charged, subscriptionId, visitsLeft };
    });
}
