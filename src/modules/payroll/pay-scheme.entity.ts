import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PayBasis } from './pay.rules.js';

@Entity('pay_schemes')
export class PaySchemeRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') employeeId: string;
  @Column('uuid', { nullable: true }) activityId: string | null;
  @Column('uuid', { nullable: true }) groupId: string | null;
  @Column('text') basis: PayBasis;
  @Column('bigint', { nullable: true }) rate: number | null;
  @Column('numeric', { precision: 5, scale: 2, nullable: true }) percent: string | null;
  @Column('bigint', { nullable: true }) minAmount: number | null;
  @Column('bigint', { nullable: true }) maxAmount: number | null;
  @Column('date') effectiveFrom: string;
}
