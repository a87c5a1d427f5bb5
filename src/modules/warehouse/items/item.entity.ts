import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('item_categories')
export class ItemCategoryRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('uuid', { nullable: true }) parentId: string | null;
  @Column('timestamptz', { nullable: true }) archivedAt: string | null;
}

@Entity('items')
export class ItemRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') sku: string;
  @Column('text', { nullable: true }) barcode: string | null;
  @Column('text') name: string;
  @Column('text') kind: string;
  @Column('uuid', { nullable: true }) categoryId: string | null;
  @Column('text') unit: string;
  @Column('numeric') packSize: string;
  @Column('text') vat: string;
  @Column('bigint') price: number;
  @Column('bigint', { nullable: true }) replacementPrice: number | null;
  @Column('numeric', { nullable: true }) minQuantity: string | null;
  @Column('numeric', { nullable: true }) maxQuantity: string | null;
  @Column('numeric', { nullable: true }) orderQuantity: string | null;
  @Column('integer', { nullable: true }) leadDays: number | null;
  @Column('uuid', { nullable: true }) supplierId: string | null;
  @Column('uuid', { nullable: true }) responsibleId: string | null;
  @Column('timestamptz', { nullable: true }) archivedAt: string | null;
}
