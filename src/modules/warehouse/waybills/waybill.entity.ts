import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('waybills')
export class WaybillRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') branchId: string;
  @Column('text') kind: string;
  @Column('date') onDate: string;
  @Column('uuid') warehouseId: string;
  @Column('uuid', { nullable: true }) toWarehouseId: string | null;
  @Column('uuid', { nullable: true }) supplierId: string | null;
  @Column('uuid', { nullable: true }) purchaseOrderId: string | null;
  @Column('uuid', { nullable: true }) sourceId: string | null;
  @Column('boolean') isLoan: boolean;
  @Column('text', { nullable: true }) basisKind: string | null;
  @Column('uuid', { nullable: true }) basisId: string | null;
  @Column('text', { nullable: true }) comment: string | null;
}
