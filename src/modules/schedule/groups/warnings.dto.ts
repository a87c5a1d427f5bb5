/** A client who would be in two lessons at once. It refuses nothing. */
export class ScheduleWarning {
  /** @example "client.two-lessons" */
  code: string;
  clientId: string;
  /** Null when you may not see this client. */
  clientName: string | null;
  /** The lesson this answer is about. */
  lessonId: string;
  /** The other lesson, at the same time. */
  otherLessonId: string;
  /** When the other begins. */
  startsAt: string;
  /** When the other ends. */
  endsAt: string;
}
