import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('price_lists')
export class PriceListRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('uuid', { nullable: true }) branchId: string | null;
  @Column('date') effectiveFrom: string;
  @Column('date', { nullable: true }) effectiveTo: string | null;
}
