/**
 * What each mark of attendance costs and gives. A lesson that took place is charged to the whole group, unless the policy
 * of somebody's mark says otherwise; the activity carries the whole matrix, so a lesson never needs a default.
 */
export const marks = [
  'present',
  'late',
  'absent',
  'absent_excused',
  'not_marked',
  'trial',
  'make_up',
  'free',
  'frozen',
] as const;
export type Mark = (typeof marks)[number];

export interface MarkPolicy {
  /** How many visits of a subscription it takes. */
  readonly visits: number;
  /** Percent of the single price (of the trial price for `trial`) that is due when no subscription pays. */
  readonly moneyPercent: number;
  /** Whether the client counts as an attendee when the teacher is paid. */
  readonly countsForPay: boolean;
  /** Whether the client may make the lesson up. */
  readonly givesMakeUp: boolean;
}

export type ChargingPolicy = Readonly<Record<Mark, MarkPolicy>>;

const policy = (
  visits: number,
  moneyPercent: number,
  countsForPay: boolean,
  givesMakeUp: boolean,
): MarkPolicy => ({
  visits,
  moneyPercent,
  countsForPay,
  givesMakeUp,
});

/** The defaults: nobody marked means the whole group was there; a frozen or excused client owes nothing. */
export const defaultChargingPolicy: ChargingPolicy = {
  present: policy(1, 100, true, false),
  late: policy(1, 100, true, false),
  absent: policy(1, 100, false, false),
  absent_excused: policy(0, 0, false, true),
  not_marked: policy(1, 100, true, false),
  trial: policy(0, 100, false, false),
  // Whoever holds the lesson charges nothing when the missed one was charged already.
  make_up: policy(1, 100, true, false),
  free: policy(0, 0, true, false),
  frozen: policy(0, 0, false, false),
};

/** The marks given over those there were. */
export function policyWith(given: Partial<ChargingPolicy> | undefined, over: ChargingPolicy): ChargingPolicy {
  const entries = marks.map((mark) => {
    const { visits, moneyPercent, countsForPay, givesMakeUp } = given?.[mark] ?? over[mark];
    return [mark, policy(visits, moneyPercent, countsForPay, givesMakeUp)] as const;
  });
  return Object.fromEntries(entries) as Record<Mark, MarkPolicy>;
}
