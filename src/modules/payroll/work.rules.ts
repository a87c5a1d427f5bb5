import type { LocalDate } from '../../kernel/local-date.js';
import { percentOf } from '../../kernel/money.js';
import { isPremiumDue } from './premium.rules.js';
import { chooseScheme, payByOverride, payFor, premiumOf } from './pay.rules.js';
import type { Pay, PayOverride, PayShare, PayTerms, WorkMeasure } from './pay.types.js';

/** Hundredths of a percent. */
const WHOLE = 10_000;

/** Work of one employee at a lesson, as its pay depends on it. */
export interface LessonWork extends WorkMeasure {
  readonly activityId: string;
  readonly groupId: string | null;
  readonly onDate: LocalDate;
  /** Local time the lesson began, for premiums of hours. */
  readonly localStart?: string | null;
  /** Who was to teach, when a substitute did. */
  readonly absenteeId?: string | null;
  /** The part of the lesson's pay, when teachers split it. */
  readonly share?: PayShare | null;
  /** Whether two taught: then the scheme may say what part of it each has. */
  readonly isOfTwo?: boolean;
  /** Whether it is the teacher of the lesson, whose pay may be set by hand, and no second one. */
  readonly isLead?: boolean;
}

/** What holds on that day. */
export interface Circumstances {
  readonly own: readonly PayTerms[];
  readonly absentee: readonly PayTerms[];
  readonly override: PayOverride | null;
  readonly isHoliday: boolean;
}

export interface PayLine extends Pay {
  readonly schemeId: string | null;
}

/**
 * What work at a lesson pays, and its premiums. A word about this lesson goes before every scheme; an amount set so is
 * final, without share and premiums; it is for the lead teacher alone. A substitute is paid by the absentee's scheme when
 * that one says so, else by their own.
 */
export function payOfWork(work: LessonWork, given: Circumstances): { main: PayLine; premiums: PayLine[] } {
  const { override, own } = given;
  if (override !== null && work.isLead !== false) {
    const main = { ...payByOverride(work, override, work.share ?? null), schemeId: null };
    return { main, premiums: override.amount === null ? premiumsOf(main, work, given) : [] };
  }
  const ofAbsentee = chooseScheme(given.absentee, work);
  const covers = ofAbsentee?.coversSubstitutes === true;
  const scheme = covers ? ofAbsentee : chooseScheme(own, work);
  const absenteeId = covers ? (work.absenteeId ?? null) : null;
  const share = work.share ?? shareOf(work, scheme);
  const main = {
    ...payFor(work, scheme, { share, absenteeId }),
    schemeId: scheme?.id ?? null,
  };
  return { main, premiums: premiumsOf(main, work, given) };
}

/** What each of two teachers has of what the scheme pays: both parts of one scheme come to all of it. */
function shareOf({ isOfTwo = false, isLead = true }: LessonWork, scheme: PayTerms | null): PayShare | null {
  if (!isOfTwo || scheme === null || scheme.leadSharePercent === null) return null;
  const edge = percentOf(WHOLE, scheme.leadSharePercent);
  return isLead ? { from: 0, to: edge, of: WHOLE } : { from: edge, to: WHOLE, of: WHOLE };
}

/** Each premium that is due, by the narrowest scheme of its name; a percentage is of what the work paid, none of another. */
function premiumsOf(main: Pay, work: LessonWork, { own, isHoliday }: Circumstances): PayLine[] {
  const nameOf = (scheme: PayTerms) => (scheme.name ?? '').toLowerCase();
  const premiums = own.filter((scheme) => scheme.family === 'premium');
  const names = [...new Set(premiums.map(nameOf))].sort();
  const when = { onDate: work.onDate, localStart: work.localStart ?? null, isHoliday };
  return names.flatMap((name) => {
    const called = premiums.filter((scheme) => nameOf(scheme) === name);
    const scheme = chooseScheme(called, work, 'premium');
    if (scheme === null || !isPremiumDue(scheme, when)) return [];
    const pay = premiumOf(main.amount, scheme);
    return pay.amount === 0 ? [] : [{ ...pay, schemeId: scheme.id }];
  });
}
