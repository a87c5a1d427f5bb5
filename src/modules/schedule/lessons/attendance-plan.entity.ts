import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('lesson_guests')
export class LessonGuestRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') lessonId: string;
  @Column('uuid') clientId: string;
  @Column('text') kind: string;
  @Column('uuid', { nullable: true }) missedLessonId: string | null;
  @Column('text', { nullable: true }) note: string | null;
  @Column('text', { nullable: true }) overrideReason: string | null;
  @Column('timestamptz', { nullable: true }) cancelledAt: string | null;
  @Column('text', { nullable: true }) cancelReason: string | null;
}

@Entity('lesson_absences')
export class LessonAbsenceRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') lessonId: string;
  @Column('uuid') clientId: string;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('boolean') isLate: boolean;
  @Column('timestamptz', { nullable: true }) withdrawnAt: string | null;
}
