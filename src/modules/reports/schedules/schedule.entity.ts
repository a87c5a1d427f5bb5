import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ScheduledReport } from './schedule.rules.js';

@Entity('report_schedules')
export class ReportScheduleRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('uuid') ownerId: string;
  @Column('jsonb') reports: ScheduledReport[];
  @Column('text') cron: string;
  @Column('text') timeZone: string;
  @Column('uuid', { array: true }) userIds: string[];
  @Column('text', { array: true }) emails: string[];
  @Column('text') language: string;
  @Column('text', { array: true }) formats: string[];
  @Column('text') catchUp: string;
  @Column('timestamptz', { nullable: true }) pausedAt: string | null;
  @Column('timestamptz', { nullable: true }) archivedAt: string | null;
}
