import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('suppliers')
export class SupplierRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text', { nullable: true }) taxNumber: string | null;
  @Column('text', { nullable: true }) email: string | null;
  @Column('text', { nullable: true }) phone: string | null;
  @Column('text') language: string;
  @Column('text') orderPolicy: string;
  @Column('smallint', { array: true }) orderDays: number[];
  @Column('integer') leadDays: number;
  @Column('bigint', { nullable: true }) minOrderAmount: number | null;
  @Column('timestamptz', { nullable: true }) archivedAt: string | null;
}
