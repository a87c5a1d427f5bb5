import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('vat_rates')
export class VatRateRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') country: string;
  @Column('text') kind: string;
  @Column('text') code: string;
  @Column('date') effectiveFrom: string;
  @Column('text') source: string;
}
