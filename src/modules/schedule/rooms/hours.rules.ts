import type { Fault } from '../../../kernel/errors.js';

/** Opening hours as they are sent: a weekday may have several stretches, which do not run into each other. */
export interface Hours {
  weekday: number;
  from: string;
  to: string;
}

export function faultsOfHours(hours: readonly Hours[] | null | undefined): Fault[] {
  return (hours ?? []).flatMap((one, index) => {
    const pointer = `/hours/${String(index)}/to`;
    if (one.to <= one.from) {
      return [{ pointer, code: 'hours.crossed', detail: 'It closes before it opens.' }];
    }
    const isDouble = (hours ?? [])
      .slice(0, index)
      .some((other) => other.weekday === one.weekday && other.from < one.to && one.from < other.to);
    return isDouble
      ? [{ pointer, code: 'hours.overlap', detail: 'Another stretch of this weekday holds these hours.' }]
      : [];
  });
}
