import type { Fault } from '../../kernel/errors.js';
import { percentOf, type Minor } from '../../kernel/money.js';
import type { ChargingPolicy, Mark } from './charging-policy.rules.js';

export const kinds = ['course', 'drop_in', 'hourly', 'event'] as const;
export type ActivityKind = (typeof kinds)[number];

export const materialsPolicies = ['none', 'available', 'required'] as const;
/** What completing a lesson does with the materials of its norm: nothing; issues what there is; issues all or is refused. */
export type MaterialsPolicy = (typeof materialsPolicies)[number];

/** An age range must not end before it starts; either end may be open. */
export function ageFaults(ageFrom: number | null, ageTo: number | null): Fault[] {
  if (ageFrom === null || ageTo === null || ageTo >= ageFrom) return [];
  return [
    {
      pointer: '/ageTo',
      code: 'range.ends-before-start',
      detail: `ageTo cannot be below ageFrom, ${String(ageFrom)}.`,
    },
  ];
}

export interface Priced {
  singlePrice: { amount: Minor };
  trialPrice: { amount: Minor };
  chargingPolicy: ChargingPolicy;
}

/** What a client with this mark owes for one lesson when no subscription pays it. */
export function priceOfMark(activity: Priced, mark: Mark): Minor {
  const full = mark === 'trial' ? activity.trialPrice : activity.singlePrice;
  return percentOf(full.amount, activity.chargingPolicy[mark].moneyPercent);
}
