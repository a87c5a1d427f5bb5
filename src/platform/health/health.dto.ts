/** How the process is. */
export class HealthState {
  /** @example "ok" */
  status: string;
}
