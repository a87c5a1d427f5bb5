import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('payments')
export class PaymentRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') payerAccountId: string;
  @Column('uuid') branchId: string;
  @Column('bigint') amount: number;
  @Column('text') method: string;
  @Column('timestamptz') receivedAt: string;
  @Column('text', { nullable: true }) comment: string | null;
  @Column('timestamptz', { nullable: true }) reversedAt: string | null;
  @Column('text', { nullable: true }) reversalReason: string | null;
}

@Entity('refunds')
export class RefundRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') payerAccountId: string;
  @Column('uuid') branchId: string;
  @Column('bigint') amount: number;
  @Column('text') method: string;
  @Column('text') reason: string;
  @Column('timestamptz') paidAt: string;
  @Column('timestamptz', { nullable: true }) reversedAt: string | null;
  @Column('text', { nullable: true }) reversalReason: string | null;
}
