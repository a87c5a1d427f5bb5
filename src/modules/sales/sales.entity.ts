import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('services')
export class ServiceRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('bigint') price: number;
  @Column('text') vatCode: string;
  @Column('timestamptz', { nullable: true }) archivedAt: string | null;
}

@Entity('sales')
export class SaleRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') branchId: string;
  @Column('integer') year: number;
  @Column('integer') sequence: number;
  @Column('date') onDate: string;
  @Column('timestamptz') soldAt: string;
  @Column('uuid', { nullable: true }) clientId: string | null;
  @Column('text', { nullable: true }) buyerName: string | null;
  @Column('uuid') payerAccountId: string;
  @Column('uuid', { nullable: true }) waybillId: string | null;
  @Column('uuid', { nullable: true }) sellerId: string | null;
  @Column('uuid', { nullable: true }) cashierId: string | null;
  @Column('bigint') gross: number;
  @Column('bigint') discount: number;
  @Column('bigint') total: number;
  @Column('bigint') vat: number;
  @Column('text', { nullable: true }) comment: string | null;
}

@Entity('sale_lines')
export class SaleLineRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') saleId: string;
  @Column('uuid') branchId: string;
  @Column('integer') nth: number;
  @Column('text') kind: string;
  @Column('uuid', { nullable: true }) itemId: string | null;
  @Column('uuid', { nullable: true }) planId: string | null;
  @Column('uuid', { nullable: true }) activityId: string | null;
  @Column('uuid', { nullable: true }) serviceId: string | null;
  @Column('uuid', { nullable: true }) subscriptionId: string | null;
  @Column('uuid', { nullable: true }) waybillLineId: string | null;
  @Column('text') name: string;
  @Column('numeric') quantity: string;
  @Column('bigint') unitPrice: number;
  @Column('bigint') gross: number;
  @Column('bigint') discount: number;
  @Column('text', { nullable: true }) discountReason: string | null;
  @Column('uuid', { nullable: true }) discountId: string | null;
  @Column('bigint') net: number;
  @Column('text') vatCode: string;
  @Column('numeric', { nullable: true }) vatPercent: string | null;
  @Column('bigint') vat: number;
  @Column('bigint', { nullable: true }) cost: number | null;
  @Column('text', { nullable: true }) note: string | null;
}

@Entity('sale_payments')
export class SalePaymentRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') saleId: string;
  @Column('uuid') paymentId: string;
}

@Entity('sale_returns')
export class SaleReturnRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') saleId: string;
  @Column('uuid') branchId: string;
  @Column('integer') year: number;
  @Column('integer') sequence: number;
  @Column('date') onDate: string;
  @Column('timestamptz') returnedAt: string;
  @Column('text') reason: string;
  @Column('uuid', { nullable: true }) waybillId: string | null;
  @Column('bigint') net: number;
  @Column('bigint') paidOut: number;
}

@Entity('sale_return_lines')
export class SaleReturnLineRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') returnId: string;
  @Column('uuid') saleLineId: string;
  @Column('uuid') branchId: string;
  @Column('uuid', { nullable: true }) waybillLineId: string | null;
  @Column('numeric') quantity: string;
  @Column('bigint') net: number;
  @Column('bigint') vat: number;
  @Column('bigint', { nullable: true }) cost: number | null;
}

@Entity('sale_refunds')
export class SaleRefundRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') returnId: string;
  @Column('uuid') refundId: string;
}
