import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('plans')
export class PlanRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('uuid', { array: true }) activityIds: string[];
  @Column('bigint') price: number;
  @Column('integer', { nullable: true }) visits: number | null;
  @Column('integer') validityCount: number;
  @Column('text') validityUnit: string;
  @Column('text') startRule: string;
  @Column('integer') startWithinDays: number;
  @Column('integer') freezeMaxDays: number;
  @Column('integer') freezeMaxTimes: number;
  @Column('integer') freezeMinDays: number;
  @Column('timestamptz', { nullable: true }) archivedAt: string | null;
}

@Entity('subscriptions')
export class SubscriptionRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') branchId: string;
  @Column('uuid') clientId: string;
  @Column('uuid') planId: string;
  @Column('text') planName: string;
  @Column('uuid') chargeId: string;
  @Column('uuid', { array: true }) activityIds: string[];
  @Column('bigint') price: number;
  @Column('bigint') discount: number;
  @Column('text', { nullable: true }) discountReason: string | null;
  @Column('integer', { nullable: true }) visitsTotal: number | null;
  @Column('integer', { nullable: true }) visitsLeft: number | null;
  @Column('integer') visitsUsed: number;
  @Column('date') soldOn: string;
  @Column('date', { nullable: true }) startsOn: string | null;
  @Column('date', { nullable: true }) endsOn: string | null;
  @Column('date', { nullable: true }) activateBy: string | null;
  @Column('integer') validityCount: number;
  @Column('text') validityUnit: string;
  @Column('integer') freezeMaxDays: number;
  @Column('integer') freezeMaxTimes: number;
  @Column('integer') freezeMinDays: number;
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
}
