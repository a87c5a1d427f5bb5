import type { LocalDate } from '../kernel/local-date.js';
import { DiscountEditor } from '../modules/catalogue/discount-editor.service.js';
import { ActivitiesService } from '../modules/catalogue/index.js';
import { PriceListEditor } from '../modules/catalogue/price-list-editor.service.js';
import { PlansService, type Plan, type PlanRequest } from '../modules/subscriptions/index.js';
import type { Tx } from '../platform/database/tx.js';
import type { Stage } from './stage.js';

export type DemoPlan = Pick<Plan, 'id' | 'price'>;

/** What is on sale of one activity. */
export interface DemoOffer {
  activityId: string;
  needsCertificate: boolean;
  /** Eight visits a month, and a month without limit. */
  eight: DemoPlan;
  unlimited: DemoPlan;
}

export interface DemoOffers {
  list: DemoOffer[];
  /** Three months of robotics, paid in three parts. */
  inParts: DemoPlan;
  promoCode: string;
}

export const rub = (amount: number) => ({ amount, currency: 'RUB' });

export const ACTIVITIES = [
  { name: 'Drawing', price: 90_000, month: 560_000 },
  { name: 'Robotics', price: 120_000, month: 800_000 },
  { name: 'English', price: 100_000, month: 640_000 },
  { name: 'Dance', price: 80_000, month: 480_000, needsCertificate: true },
];
const TERMS = {
  validityCount: 1,
  validityUnit: 'month',
  startRule: 'sale',
  freezeMaxDays: 14,
  freezeMaxTimes: 2,
  freezeMinDays: 3,
} as const;
const PROMO_CODE = 'LIGHT';
/** How often the code may be given, and is. */
export const PROMO_USES = 12;

/** What is taught and sold: activities, plans, and two discounts. */
export async function offer(stage: Stage, tx: Tx, on: LocalDate): Promise<DemoOffers> {
  const plan = (name: string, activityId: string, amount: number, more: Partial<PlanRequest>) =>
    stage
      .get(PlansService)
      .create(tx, { name, activityIds: [activityId], price: rub(amount), ...TERMS, ...more });
  const list: DemoOffer[] = [];
  for (const { name, price, month, needsCertificate = false } of ACTIVITIES) {
    const shape = { name, kind: 'course', ageFrom: 5, ageTo: 15, lessonMinutes: 60, capacity: 13 } as const;
    const prices = { singlePrice: rub(price), trialPrice: rub(price / 2) };
    const { id } = await stage.get(ActivitiesService).create(tx, { ...shape, ...prices, needsCertificate });
    const eight = await plan(`${name}: 8 visits a month`, id, month, { visits: 8, isTransferable: true });
    const unlimited = await plan(`${name}: a month without limit`, id, month * 1.5, { visits: null });
    list.push({ activityId: id, needsCertificate, eight, unlimited });
  }
  const inParts = await plan('Robotics: three months in three parts', list[1]?.activityId ?? '', 2_160_000, {
    ...{ visits: 24, validityCount: 3 },
    ...{ instalmentParts: 3, instalmentEvery: 1, instalmentUnit: 'month' },
  });
  const discounts = stage.get(DiscountEditor);
  const sibling = { kind: 'sibling', percent: '10', minCount: 1 } as const;
  const promo = { kind: 'promo', amount: rub(50_000), promoCode: PROMO_CODE, maxUses: PROMO_USES } as const;
  await discounts.create(tx, { name: 'Brother or sister', effectiveFrom: on, ...sibling });
  await discounts.create(tx, { name: 'Light of the season', effectiveFrom: on, ...promo });
  return { list, inParts, promoCode: PROMO_CODE };
}

/** A branch with prices of its own: a tenth less for the plans of eight visits. */
export async function priceDifferently(
  stage: Stage,
  tx: Tx,
  { list, branchId, on }: { list: readonly DemoOffer[]; branchId: string; on: LocalDate },
): Promise<void> {
  const lines = list.map(({ eight }) => ({ planId: eight.id, price: rub(eight.price.amount * 0.9) }));
  await stage
    .get(PriceListEditor)
    .create(tx, { name: 'Prices on the Hill', branchId, effectiveFrom: on, lines });
}
