import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AgeBandShape } from './age-bands.rules.js';

@Entity('branches')
export class BranchRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') code: string;
  @Column('text') name: string;
  @Column('text') timeZone: string;
  @Column('text', { nullable: true }) address: string | null;
  @Column('text', { nullable: true }) phone: string | null;
  @Column('integer', { nullable: true }) paymentGraceDays: number | null;
  @Column('timestamptz', { nullable: true }) archivedAt: string | null;
}

@Entity('settings')
export class SettingsRow {
  @PrimaryColumn('uuid') id: string;
  @Column('boolean', { default: true }) onlyRow: boolean;
  @Column('integer', { default: 2 }) runningOutVisits: number;
  @Column('integer', { default: 7 }) expiringDays: number;
  @Column('integer', { default: 7 }) paymentDueDays: number;
  @Column('integer', { default: 8 }) scheduleHorizonWeeks: number;
  @Column('integer', { default: 0 }) paymentGraceDays: number;
  @Column('integer', { default: 0 }) loanGraceDays: number;
  @Column('boolean', { default: false }) cashShiftRequired: boolean;
  @Column('integer', { default: 30 }) certificateAlertDays: number;
  @Column('jsonb') ageBands: AgeBandShape[];
}
