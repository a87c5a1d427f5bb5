import type { Fault } from '../../kernel/errors.js';

export interface AgeBandShape {
  code: string;
  under: number | null;
}

/** Bands follow one another and leave nobody out: ages rise, the last band alone has no end, each code stands once. */
export function ageBandFaults(bands: readonly AgeBandShape[]): Fault[] {
  return bands.flatMap(({ code, under }, index): Fault[] => {
    const place = `/ageBands/${String(index)}`;
    const isLast = index === bands.length - 1;
    const before = bands[index - 1]?.under ?? 0;
    const faults: Fault[] = [];
    if (bands.findIndex((band) => band.code === code) !== index)
      faults.push({ pointer: `${place}/code`, code: 'age-band.repeated', detail: 'Each code stands once.' });
    if (isLast !== (under === null)) {
      const detail = 'The last band, and no other, has no end: under is null.';
      faults.push({ pointer: `${place}/under`, code: 'age-band.open', detail });
    } else if (under !== null && under <= before) {
      const detail = 'Each band ends at a later age than the one before.';
      faults.push({ pointer: `${place}/under`, code: 'age-band.not-rising', detail });
    }
    return faults;
  });
}
