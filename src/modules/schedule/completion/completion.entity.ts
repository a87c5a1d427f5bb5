import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('completions')
export class CompletionRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') lessonId: string;
  @Column('uuid') teacherId: string;
  @Column('uuid', { nullable: true }) secondTeacherId: string | null;
  @Column('uuid') workId: string;
  @Column('timestamptz', { nullable: true }) undoneAt: string | null;
  @Column('text', { nullable: true }) undoReason: string | null;
}

@Entity('attendances')
export class AttendanceRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') completionId: string;
  @Column('uuid') lessonId: string;
  @Column('uuid') clientId: string;
  @Column('text') mark: string;
  @Column('text') charged: string;
  @Column('uuid', { nullable: true }) visitId: string | null;
  @Column('boolean') countsForPay: boolean;
  @Column('boolean') givesMakeUp: boolean;
  @Column('uuid', { nullable: true }) missedLessonId: string | null;
  @Column('uuid', { nullable: true }) correctionId: string | null;
  @Column('timestamptz', { nullable: true }) reversedAt: string | null;
}

@Entity('attendance_corrections')
export class CorrectionRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') completionId: string;
  @Column('text') reason: string;
}
