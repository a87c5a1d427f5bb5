import type { MoneyDto } from '../../platform/http/money.dto.js';

export type AlertLevel = 'green' | 'amber' | 'red';

/** One reason for a colour. */
export class AlertReason {
  /** @example "running_out" */
  code:
    | 'payment_overdue'
    | 'payment_due'
    | 'subscription_depleted'
    | 'subscription_expired'
    | 'running_out'
    | 'expiring';
  /** @example "amber" */
  level: 'amber' | 'red';
  /** What is owed, when the reason is money; null without `billing:read`. */
  amount: MoneyDto | null;
  /** @example "2026-11-23" */
  since: string;
}

/** The colour of a subscription: the worst of its reasons, green without any. */
export class Alert {
  /** @example "amber" */
  level: AlertLevel;
  /** Why, the worst first. */
  reasons: AlertReason[];
}
