import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('cost_norms')
export class CostNormRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') activityId: string;
  @Column('uuid', { nullable: true }) branchId: string | null;
  @Column('date') effectiveFrom: string;
  @Column('date', { nullable: true }) effectiveTo: string | null;
  @Column('integer') plannedMinutes: number;
  @Column('integer') plannedAttendees: number;
  @Column('bigint') plannedVisitPrice: number;
  @Column('integer') preparationMinutes: number;
  @Column('bigint') teacherRate: number;
  @Column('bigint') roomCost: number;
  @Column('numeric', { precision: 5, scale: 2 }) overheadPercent: string;
}

@Entity('cost_norm_materials')
export class CostNormMaterialRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') costNormId: string;
  @Column('uuid') itemId: string;
  @Column('numeric') perLesson: string;
  @Column('numeric') perAttendee: string;
  @Column('bigint') unitCost: number;
}

@Entity('cost_norm_rooms')
export class CostNormRoomRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') costNormId: string;
  @Column('uuid') roomId: string;
  @Column('bigint') roomCost: number;
}
