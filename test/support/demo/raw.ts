import { addDays, type LocalDate } from '../../../src/kernel/local-date.js';
import { instantOf } from '../../../src/platform/clock/clock.js';
import type { Json } from '../centre.js';

export interface Period {
  from: LocalDate;
  to: LocalDate;
}
export type Question = Period & Record<string, string>;

/**
 * The lists and cards of a centre as anybody gets them over HTTP, each asked for once. Everything of the reports is counted
 * from these, and from nothing else.
 */
export class Raw {
  private readonly known = new Map<string, Promise<unknown>>();
  private readonly zones = new Map<string, string>();

  private constructor(
    private readonly get: (path: string) => Promise<Json>,
    /** The moment all reports are asked of. */
    readonly now: string,
  ) {}

  static async of(get: (path: string) => Promise<Json>, now: string): Promise<Raw> {
    const raw = new Raw(get, now);
    for (const { id, timeZone } of await raw.list('/v1/branches')) raw.zones.set(id, timeZone);
    return raw;
  }

  card(path: string): Promise<Json> {
    return this.once(path, () => this.get(path));
  }

  /** Every page of a list. */
  list(path: string): Promise<Json[]> {
    return this.once(path, async () => {
      const found: Json[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const more = `limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`;
        const { items, page } = await this.get(`${path}${path.includes('?') ? '&' : '?'}${more}`);
        found.push(...items);
        cursor = page.nextCursor;
      }
      return found;
    });
  }

  async named(path: string): Promise<Map<string, Json>> {
    return new Map((await this.list(path)).map((one) => [one.id, one]));
  }

  /** What is made of several of them, made once. */
  once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const known = this.known.get(name) ?? make();
    this.known.set(name, known);
    return known as Promise<T>;
  }

  zoneOf(branchId: string): string {
    const zone = this.zones.get(branchId);
    if (zone === undefined) throw new Error(`no branch ${branchId}`);
    return zone;
  }

  /** The day of an instant by the clock of a branch. */
  dayOf(instant: string, branchId: string): LocalDate {
    return dayIn(instant, this.zoneOf(branchId));
  }

  today(branchId: string): LocalDate {
    return this.dayOf(this.now, branchId);
  }

  /** The last day a question looks at: one that has not come is not looked at. */
  lastDay({ to }: Period, branchId: string): LocalDate {
    const [last, today] = [addDays(to, -1), this.today(branchId)];
    return last < today ? last : today;
  }

  startOf(day: LocalDate, branchId: string): string {
    return instantOf(day, '00:00', this.zoneOf(branchId));
  }

  /** The instant up to which a question looks. */
  endOf({ to }: Period, branchId: string): string {
    const end = this.startOf(to, branchId);
    return end < this.now ? end : this.now;
  }

  /** The last instant of a question that is still of its last day. */
  lastOf(period: Period, branchId: string): string {
    const end = this.endOf(period, branchId);
    return end === this.now ? end : new Date(Date.parse(end) - 1).toISOString();
  }
}

export const dayIn = (instant: string, timeZone: string): LocalDate =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(instant));

export const within = ({ from, to }: Period, day: LocalDate): boolean => day >= from && day < to;
