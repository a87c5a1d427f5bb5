import type { MoneyDto } from '../../platform/http/money.dto.js';
import type { PageInfo, Signature } from '../../platform/http/page.dto.js';
import type { PaymentMethod } from '../billing/index.js';
import type { SaleBuyer, SaleSeller } from './sales.dto.js';
import { SaleLine, SaleListQuery } from './sales.dto.js';

/** A line of the register: who got what, when, for how much, from whom. */
export class RegisterLine extends SaleLine {
  saleId: string;
  /** @example "S-2026-000012" */
  number: string;
  branchId: string;
  /** @example "2026-11-23" */
  onDate: string;
  soldAt: string;
  buyer: SaleBuyer;
  seller: SaleSeller | null;
  /** Who sold at the desk. */
  cashier: Signature;
  /**
   * How the sale was paid at once.
   * @example ["card"]
   */
  methods: PaymentMethod[];
}

/** What all lines of the list come to, whatever page is shown; of money what you may see. */
export class RegisterTotals {
  /** @example 214 */
  lines: number;
  gross: MoneyDto | null;
  discount: MoneyDto | null;
  net: MoneyDto | null;
  vat: MoneyDto | null;
  /** What was taken off for what came back. */
  returnedNet: MoneyDto | null;
  cost: MoneyDto | null;
}

export class RegisterPage {
  /** The lines of this page. */
  items: RegisterLine[];
  /** Where the page ends. */
  page: PageInfo;
  /** Over all pages. */
  totals: RegisterTotals;
}

/** Which lines: `itemId`, `kind` and `status` are of the line here, the rest of its sale. */
export class RegisterQuery extends SaleListQuery {}
