import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('warehouses')
export class WarehouseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') branchId: string;
  @Column('text') name: string;
  @Column('text') code: string;
  @Column('boolean') isDefault: boolean;
  @Column('uuid', { nullable: true }) responsibleId: string | null;
  @Column('timestamptz', { nullable: true }) archivedAt: string | null;
}
