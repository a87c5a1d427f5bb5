export { BillingModule } from './billing.module.js';
export { BillingService } from './billing.service.js';
export type { ChargeInput } from './billing.repository.js';
export type { CreditInput } from './credits.service.js';
export type { PaymentInput } from './payments.service.js';
export type { RefundInput } from './refunds.service.js';
export type { PaymentMethod } from './payment-methods.js';
export type { Payment } from './payments.dto.js';
export type { Refund } from './refunds.dto.js';
export { RefundExceedsFree } from './billing.errors.js';
export { Billing } from './billing.permissions.js';
export {
  CashNotEnough,
  CashShiftAmbiguous,
  CashShiftClosed,
  CashShiftNotOpen,
  CashShiftRequired,
} from './cash/cash.errors.js';
export { PAYMENT_METHODS } from './payment-methods.js';
export {
  chargeDueDayMoved,
  chargeDueSoon,
  chargeOverdue,
  chargeSplit,
  chargesCredited,
  chargesMade,
  chargesReversed,
  moneyMoved,
  paymentReceived,
  paymentReversed,
  refundGiven,
  refundReversed,
} from './billing.events.js';
export { expensePosted, expenseReversed } from './expenses/expenses.events.js';
export { cashShiftClosed, cashShiftOpened } from './cash/cash.events.js';
export { billingChecks } from './billing.checks.js';
