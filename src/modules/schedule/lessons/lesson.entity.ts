import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('lessons')
export class LessonRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') branchId: string;
  @Column('uuid', { nullable: true }) groupId: string | null;
  @Column('uuid', { array: true }) groupIds: string[];
  @Column('uuid') activityId: string;
  @Column('uuid') teacherId: string;
  @Column('uuid', { nullable: true }) plannedTeacherId: string | null;
  @Column('uuid', { nullable: true }) secondTeacherId: string | null;
  @Column('uuid', { nullable: true }) plannedSecondTeacherId: string | null;
  @Column('uuid') roomId: string;
  @Column('uuid', { nullable: true }) seriesId: string | null;
  @Column('date') onDate: string;
  @Column('timestamptz') startsAt: string;
  @Column('timestamptz') endsAt: string;
  @Column('text') status: string;
  @Column('text', { nullable: true }) cancelReason: string | null;
  @Column('text', { nullable: true }) topic: string | null;
  @Column('uuid') roomOverlapId: string;
  @Column('uuid') teacherOverlapId: string;
}

@Entity('lesson_clients')
export class LessonClientRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') lessonId: string;
  @Column('uuid') clientId: string;
}

@Entity('lesson_overrides')
export class LessonOverrideRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') lessonId: string;
  @Column('text') what: string;
  @Column('uuid', { nullable: true }) overLessonId: string | null;
  @Column('uuid', { nullable: true }) teacherId: string | null;
  @Column('text') reason: string;
}
