import { invalid } from '../../../kernel/faults.js';
import { RunAgain } from '../../../platform/database/run-again.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { ClientOutcome } from './attendance.ledger.js';
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
  const held = await queries.holdClients(tx, lesson.id, namedIds);
  const roster = await queries.roster(tx, lesson, namedIds);
  // Who waited for a merge of clients finds on the list the one they became, whom nobody holds yet.
  if (roster.some(({ clientId }) => !held.has(clientId))) throw new RunAgain('the list of a lesson');
  const faults = faultsOfAttendance(attendance, roster);
  if (faults.length > 0) throw invalid(faults);
  const marks = new Map(attendance.map((one) => [one.clientId, one.mark]));
  return roster.map((entry) => {
    const mark = markOf(marks.get(entry.clientId), entry);
    const noShowOf = isNoShow(mark, entry) ? entry.guestKind : null;
    const { clientId, missedWasCharged } = entry;
    const outcome = outcomeOf(mark, lesson.chargingPolicy, lesson, { missedWasCharged, noShowOf });
    // The right is used by coming, and by not coming: another one may be given for that.
    const usesRight = mark === 'make_up' || noShowOf === 'make_up';
    return { ...outcome, clientId, missedLessonId: usesRight ? entry.missedLessonId : null };
  });
}
