import { defineEvent } from '../../platform/events/event.js';

export const loanMade = defineEvent<{ loanId: string; clientId: string; groupId: string | null }>(
  'loan.made',
);
/** Something came back; `isClosed` when it was the last of the loan. */
export const loanReturned = defineEvent<{ loanId: string; movementId: string; isClosed: boolean }>(
  'loan.returned',
);
export const loanLost = defineEvent<{ loanId: string; movementId: string; isClosed: boolean }>('loan.lost');
/** A return or a loss was taken back: the things are with the client again. */
export const loanMovementReversed = defineEvent<{ loanId: string; movementId: string; reversesId: string }>(
  'loan.movement-reversed',
);
export const loanDueDayMoved = defineEvent<{ loanId: string }>('loan.due-day-moved');
/** Told once for each day a loan was due. */
export const loanOverdue = defineEvent<{
  loanId: string;
  clientId: string;
  groupId: string | null;
  /** Who leads the group. */
  teacherId: string | null;
  /** The first item by name, and how many more there are. */
  itemId: string;
  others: number;
  dueOn: string;
}>('loan.overdue');
