import type { ScheduledReportShown } from './schedules.dto.js';

/** A schedule ready to be taken, with the reports that are open to you. */
export class ReportScheduleTemplate {
  /** @example "monday-digest" */
  code: string;
  /** @example "Weekly digest" */
  name: string;
  description: string;
  /** @example "0 9 * * 1" */
  cron: string;
  /** @example ["xlsx"] */
  formats: string[];
  reports: ScheduledReportShown[];
}

export class ReportScheduleTemplates {
  items: ReportScheduleTemplate[];
}
