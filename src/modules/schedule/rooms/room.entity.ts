import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('rooms')
export class RoomRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') branchId: string;
  @Column('text') name: string;
  @Column('integer') capacity: number;
  @Column('jsonb', { nullable: true }) hours: object[] | null;
  @Column('text', { array: true }) equipment: string[];
  @Column('timestamptz', { nullable: true }) archivedAt: string | null;
}
