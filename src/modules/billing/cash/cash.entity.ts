import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('cash_desks')
export class CashDeskRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') branchId: string;
  @Column('text') name: string;
  @Column('timestamptz', { nullable: true }) archivedAt: string | null;
}

@Entity('cash_shifts')
export class CashShiftRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') cashDeskId: string;
  @Column('uuid') branchId: string;
  @Column('uuid', { nullable: true }) userId: string | null;
  @Column('timestamptz') openedAt: string;
  @Column('bigint') openingFloat: number;
  @Column('timestamptz', { nullable: true }) closedAt: string | null;
  @Column('bigint', { nullable: true }) expected: number | null;
  @Column('bigint', { nullable: true }) counted: number | null;
  @Column('text', { nullable: true }) differenceReason: string | null;
}

@Entity('cash_entries')
export class CashEntryRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') cashShiftId: string;
  @Column('text') kind: string;
  @Column('bigint') amount: number;
  @Column('uuid', { nullable: true }) paymentId: string | null;
  @Column('uuid', { nullable: true }) refundId: string | null;
  @Column('uuid', { nullable: true }) expenseId: string | null;
  @Column('text', { nullable: true }) reason: string | null;
}
