/** How wrong passwords lock a login: the fifth locks for a minute, each further one twice as long, at most an hour. */
export const FREE_FAILURES = 4;
const LONGEST_LOCK_SECONDS = 3_600;

export function lockSeconds(failures: number): number {
  if (failures <= FREE_FAILURES) return 0;
  return Math.min(LONGEST_LOCK_SECONDS, 60 * 2 ** Math.min(failures - FREE_FAILURES - 1, 10));
}
