import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('series')
export class SeriesRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') branchId: string;
  @Column('uuid') groupId: string;
  @Column('uuid') roomId: string;
  @Column('uuid') teacherId: string;
  @Column('uuid', { nullable: true }) secondTeacherId: string | null;
  @Column('text') rule: string;
  @Column('date') startsOn: string;
  @Column('date', { nullable: true }) endsOn: string | null;
  @Column('time') localStart: string;
  @Column('integer') minutes: number;
  @Column('text') timeZone: string;
  @Column('date', { nullable: true }) materialisedUntil: string | null;
  @Column('timestamptz', { nullable: true }) endedAt: string | null;
  @Column('uuid', { nullable: true }) splitFromId: string | null;
}

@Entity('series_exceptions')
export class SeriesExceptionRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') seriesId: string;
  @Column('date') onDate: string;
  @Column('text') kind: 'skip' | 'extra';
  @Column('text', { nullable: true }) reason: string | null;
}
