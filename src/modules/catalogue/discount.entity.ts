import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DiscountKind } from './discount.rules.js';

@Entity('discounts')
export class DiscountRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text') kind: DiscountKind;
  @Column('uuid', { nullable: true }) branchId: string | null;
  @Column('numeric', { nullable: true }) percent: string | null;
  @Column('bigint', { nullable: true }) amount: number | null;
  @Column('bigint', { nullable: true }) maxAmount: number | null;
  @Column('integer', { nullable: true }) minCount: number | null;
  @Column('text', { nullable: true }) promoCode: string | null;
  @Column('integer', { nullable: true }) maxUses: number | null;
  @Column('date') effectiveFrom: string;
  @Column('date', { nullable: true }) effectiveTo: string | null;
}

@Entity('discount_scopes')
export class DiscountScopeRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') discountId: string;
  @Column('uuid', { nullable: true }) planId: string | null;
  @Column('uuid', { nullable: true }) activityId: string | null;
}
