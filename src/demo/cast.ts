import type { Client } from '../modules/clients/index.js';
import type { DemoShop } from './assortment.js';
import type { DemoCentre } from './centre.js';

/** Who plays, and what is remembered of them from day to day. */
export interface Cast {
  readonly centre: DemoCentre;
  readonly shop: DemoShop;
  /** Ids of the categories of expenses, by their names. */
  readonly expenseCategories: ReadonlyMap<string, string>;
  /** In the order in which they came; the n-th belongs to the group n mod 12. */
  readonly children: Client[];
  /** Those who would like to come. */
  readonly leads: Client[];
  /** Nobody reminds these of what they owe, so that a debt is there to be seen. */
  readonly slow: Set<string>;
  /** Lessons whose journals nobody fills for now. */
  readonly forgotten: Set<string>;
  /** Who came on trial in the middle of the season. */
  newcomerId: string | null;
  /** How often the promo code may still be given. */
  promoLeft: number;
}

export function childOf({ children }: Cast, n: number): Client {
  const child = children[n];
  if (child === undefined) throw new Error(`the demo centre has no child ${String(n)}`);
  return child;
}
