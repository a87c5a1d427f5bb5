import type { Db } from '../../../src/platform/database/db.js';

/** What transactions were run again for. */
export interface Collisions {
  count(): { circles: number; serialization: number };
  /** Where each deadlock was: what was being locked, and by which statements of ours. */
  told(): Record<string, number>;
}

interface Fault {
  code?: string;
  where?: string;
  stack?: string;
  driverError?: Fault;
}

type Once = (...given: unknown[]) => Promise<unknown>;

/** Listens at the place where one attempt at a transaction ends. */
export function collisionsOf(db: Db): Collisions {
  const attempt = db as unknown as { once: Once };
  const once = attempt.once.bind(db);
  const found: Fault[] = [];
  attempt.once = async (...given) => {
    try {
      return await once(...given);
    } catch (error) {
      const fault = (error as Fault).driverError ?? (error as Fault);
      if (fault.code === '40P01' || fault.code === '40001')
        found.push({ ...fault, stack: String((error as Error).stack) });
      throw error;
    }
  };
  const circles = () => found.filter(({ code }) => code === '40P01');
  return {
    count: () => ({ circles: circles().length, serialization: found.length - circles().length }),
    told: () => {
      const places = circles().map(
        ({ where, stack }) =>
          `${where?.replace(/\(\d+,\d+\)/, '(…)') ?? 'no place'} ← ${(stack?.match(/modules\/[^):]+:\d+/g) ?? []).slice(0, 3).join(' ← ')}`,
      );
      return Object.fromEntries(
        [...new Set(places)].map((place) => [place, places.filter((one) => one === place).length]),
      );
    },
  };
}
