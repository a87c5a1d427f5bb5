import { IsIn } from 'class-validator';
import { MoneyDto } from '../../platform/http/money.dto.js';
import { Optional } from '../../platform/http/validators.js';

export const levels = ['green', 'amber', 'red'] as const;
export type Level = (typeof levels)[number];

/** One reason for a client's colour. */
export class StandingReason {
  /** @example "payment_overdue" */
  code: string;
  /** @example "red" */
  level: 'amber' | 'red';
  /** The charge, the subscription, the loan or the health record that is the reason. */
  subjectId: string;
  /** What is owed, when the reason is money; null without `billing:read`. */
  amount: MoneyDto | null;
  /** @example "2026-11-20" */
  since: string;
}

/** A client's colour: the worst of its reasons, green without any. */
export class Standing {
  /** @example "red" */
  level: Level;
  /** Why, the worst first. */
  reasons: StandingReason[];
}

/** Whether to explain. */
export class StandingQuery {
  /** `true` adds the day and the settings that decided. */
  @IsIn(['true', 'false'])
  @Optional()
  explain?: string;
}

/** What decided a colour beside its reasons. */
export class StandingExplanation {
  /** The instant it was computed for. */
  at: string;
  /** @example "Europe/Moscow" */
  timeZone: string;
  /** @example "2026-11-23" */
  today: string;
  /** Visits left at which a subscription is running out. */
  runningOutVisits: number | null;
  /** Days left at which a subscription is expiring. */
  expiringDays: number | null;
  /** Days before its day at which a payment counts as due. */
  paymentDueDays: number | null;
  /** Days before its end at which a medical certificate is expiring. */
  certificateAlertDays: number | null;
  /** Days after its day before a loan is overdue. */
  loanGraceDays: number | null;
}

/** A colour, and on demand what decided it. */
export class ExplainedStanding extends Standing {
  /** With `explain=true`. */
  explanation?: StandingExplanation;
}
