export { LoansModule } from './loans.module.js';
export { Loans } from './loans.permissions.js';
export {
  loanDueDayMoved,
  loanLost,
  loanMade,
  loanMovementReversed,
  loanOverdue,
  loanReturned,
} from './loans.events.js';
export { loanChecks } from './loans.checks.js';
