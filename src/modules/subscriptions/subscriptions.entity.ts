import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a plan promises and a sale copies. */
abstract class Terms {
  @Column('uuid', { array: true }) activityIds: string[];
  @Column('uuid', { array: true, nullable: true }) groupIds: string[] | null;
  @Column('integer', { nullable: true }) maxPerDay: number | null;
  @Column('integer', { nullable: true }) maxPerWeek: number | null;
  @Column('integer', { nullable: true }) validityCount: number | null;
  @Column('text') validityUnit: 'day' | 'month' | 'dates';
  @Column('date', { nullable: true }) validUntil: string | null;
  @Column('integer') freezeMaxDays: number;
  @Column('integer') freezeMaxTimes: number;
  @Column('integer') freezeMinDays: number;
  @Column('integer') freezeBackdateDays: number;
  @Column('text') leftovers: 'burn' | 'keep';
  @Column('integer') leftoversKeepDays: number;
  @Column('text') autoRenew: 'off' | 'same' | 'other';
  @Column('uuid', { nullable: true }) autoRenewPlanId: string | null;
  @Column('integer') autoRenewDaysBefore: number;
  @Column('boolean') autoRenewWhenDepleted: boolean;
  @Column('text') autoRenewPayment: 'due' | 'free_money';
  @Column('text') refundMethod: 'pro_rata' | 'single_price' | 'none';
  @Column('boolean') isTransferable: boolean;
}

@Entity('plans')
export class PlanRow extends Terms {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('bigint') price: number;
  @Column('integer', { nullable: true }) visits: number | null;
  @Column('date', { nullable: true }) validFrom: string | null;
  @Column('text') startRule: string;
  @Column('integer') startWithinDays: number;
  @Column('integer', { nullable: true }) instalmentParts: number | null;
  @Column('integer', { nullable: true }) instalmentEvery: number | null;
  @Column('text', { nullable: true }) instalmentUnit: string | null;
  @Column('integer', { nullable: true }) instalmentFirstPercent: number | null;
  @Column('text') vatCode: string;
  @Column('uuid', { nullable: true }) singleVisitOf: string | null;
  @Column('timestamptz', { nullable: true }) archivedAt: string | null;
}

@Entity('subscriptions')
export class SubscriptionRow extends Terms {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') branchId: string;
  @Column('uuid') clientId: string;
  @Column('uuid') planId: string;
  @Column('text') planName: string;
  @Column('text') vatCode: string;
  @Column('uuid', { nullable: true }) renewsId: string | null;
  @Column('uuid', { nullable: true }) transferredFromId: string | null;
  @Column('bigint') price: number;
  @Column('bigint') discount: number;
  @Column('uuid', { nullable: true }) discountId: string | null;
  @Column('text', { nullable: true }) discountReason: string | null;
  @Column('integer', { nullable: true }) visitsTotal: number | null;
  @Column('integer', { nullable: true }) visitsLeft: number | null;
  @Column('integer') visitsUsed: number;
  @Column('date') soldOn: string;
  @Column('date', { nullable: true }) startsOn: string | null;
  @Column('date', { nullable: true }) endsOn: string | null;
  @Column('date', { nullable: true }) activateBy: string | null;
  @Column('date', { nullable: true }) settledOn: string | null;
  @Column('date', { nullable: true }) cancelledOn: string | null;
  @Column('text', { nullable: true }) cancelReason: string | null;
}

@Entity('freezes')
export class FreezeRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') subscriptionId: string;
  @Column('date') startsOn: string;
  @Column('date') endsOn: string;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('timestamptz', { nullable: true }) liftedAt: string | null;
}

@Entity('visit_entries')
export class VisitEntryRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') subscriptionId: string;
  @Column('text') kind: string;
  @Column('integer') visits: number;
  @Column('bigint') value: number;
  @Column('date') onDate: string;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('uuid', { nullable: true }) transferId: string | null;
}

@Entity('visit_transfers')
export class VisitTransferRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') kind: 'client' | 'leftovers';
  @Column('uuid') fromSubscriptionId: string;
  @Column('uuid') toSubscriptionId: string;
  @Column('integer', { nullable: true }) visits: number | null;
  @Column('bigint') value: number;
  @Column('text', { nullable: true }) reason: string | null;
}

@Entity('subscription_extensions')
export class ExtensionRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') subscriptionId: string;
  @Column('integer') days: number;
  @Column('text') reason: string;
}

@Entity('subscription_refunds')
export class SubscriptionRefundRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') subscriptionId: string;
  @Column('text') method: string;
  @Column('date') onDate: string;
  @Column('integer', { nullable: true }) visits: number | null;
  @Column('bigint') amount: number;
  @Column('bigint') paidOut: number;
  @Column('text') reason: string;
}
