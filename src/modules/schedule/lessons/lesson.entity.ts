import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('lessons')
export class LessonRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') branchId: string;
  @Column('uuid') groupId: string;
  @Column('uuid') activityId: string;
  @Column('uuid') teacherId: string;
  @Column('uuid') roomId: string;
  @Column('uuid', { nullable: true }) seriesId: string | null;
  @Column('date') onDate: string;
  @Column('timestamptz') startsAt: string;
  @Column('timestamptz') endsAt: string;
  @Column('text') status: string;
  @Column('text', { nullable: true }) cancelReason: string | null;
  @Column('text', { nullable: true }) topic: string | null;
}
