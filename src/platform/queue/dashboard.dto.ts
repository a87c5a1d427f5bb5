/** A way into the queue dashboard. */
export class QueueDashboardSession {
  id: string;
  /**
   * Open it in a browser within a minute; the look lasts half an hour.
   * @example "/queues/?ticket=eyJ1c2VySWQiOiJ4In0.c2lnbmF0dXJl"
   */
  href: string;
  /** Until when the link opens. */
  expiresAt: string;
}
