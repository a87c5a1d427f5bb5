import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BracketMode, PayBasis, PayBracket, Proration } from './pay.types.js';

@Entity('pay_schemes')
export class PaySchemeRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { nullable: true }) employeeId: string | null;
  @Column('text', { nullable: true }) position: string | null;
  @Column('uuid', { nullable: true }) branchId: string | null;
  @Column('uuid', { nullable: true }) activityId: string | null;
  @Column('uuid', { nullable: true }) groupId: string | null;
  @Column('text') basis: PayBasis;
  @Column('text', { nullable: true }) name: string | null;
  @Column('bigint', { nullable: true }) rate: number | null;
  @Column('numeric', { precision: 5, scale: 2, nullable: true }) percent: string | null;
  @Column('jsonb', { nullable: true }) brackets: PayBracket[] | null;
  @Column('text', { nullable: true }) bracketMode: BracketMode | null;
  @Column('bigint', { nullable: true }) minAmount: number | null;
  @Column('bigint', { nullable: true }) maxAmount: number | null;
  @Column('integer', { nullable: true }) hourMinutes: number | null;
  @Column('text', { nullable: true }) proration: Proration | null;
  @Column('integer', { array: true, nullable: true }) weekdays: number[] | null;
  @Column('boolean') onHolidays: boolean;
  @Column('time', { nullable: true }) localFrom: string | null;
  @Column('time', { nullable: true }) localTo: string | null;
  @Column('boolean') coversSubstitutes: boolean;
  @Column('numeric', { precision: 5, scale: 2, nullable: true }) leadSharePercent: string | null;
  @Column('date') effectiveFrom: string;
  @Column('date', { nullable: true }) effectiveTo: string | null;
}

@Entity('lesson_pay_overrides')
export class LessonPayOverrideRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') lessonId: string;
  @Column('bigint', { nullable: true }) amount: number | null;
  @Column('text', { nullable: true }) basis: string | null;
  @Column('bigint', { nullable: true }) rate: number | null;
  @Column('text') reason: string;
}
