export { BillingModule } from './billing.module.js';
export { BillingService, type PaymentInput } from './billing.service.js';
export type { ChargeInput } from './billing.repository.js';
export type { Payment } from './billing.dto.js';
export { chargesMade, chargesReversed, paymentReceived, paymentReversed } from './billing.events.js';
export { billingChecks } from './billing.checks.js';
