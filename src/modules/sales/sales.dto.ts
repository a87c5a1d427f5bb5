import { IsIn } from 'class-validator';
import { MoneyDto } from '../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, LocalDateText, Optional, Text } from '../../platform/http/validators.js';
import { PAYMENT_METHODS, type PaymentMethod } from '../billing/index.js';
import { SaleReturn } from './returns.dto.js';
import { lineKinds, type LineKind } from './sale.types.js';

const STATUSES = ['sold', 'partly_returned', 'returned'] as const;
type SaleStatus = (typeof STATUSES)[number];

/** Who bought. */
export class SaleBuyer {
  /**
   * A client, or somebody who walked in.
   * @example "client"
   */
  kind: 'client' | 'walk_in';
  /** Id of the client. */
  id: string | null;
  /** @example "Sokolova Masha" */
  name: string | null;
}

/** The employee who sold. */
export class SaleSeller {
  id: string;
  /** @example "Orlova Vera" */
  name: string;
}

/** A line that was sold. */
export class SaleLine {
  /** @example "019aa5f0-0000-7000-8000-000000000032" */
  id: string;
  /** @example "goods" */
  kind: LineKind;
  /** Of goods: the item. */
  itemId: string | null;
  /** Of a plan: the plan. */
  planId: string | null;
  /** Of a visit: the activity. */
  activityId: string | null;
  /** Of a service: the service. */
  serviceId: string | null;
  /** The subscription that a plan or a visit became. */
  subscriptionId: string | null;
  /**
   * What it was called when it was sold.
   * @example "Acrylic paint, blue, 75 ml"
   */
  name: string;
  /** @example "2" */
  quantity: string;
  /** The price of one; money is null for whoever may not see it. */
  unitPrice: MoneyDto | null;
  /** Price times quantity. */
  gross: MoneyDto | null;
  /** What was taken off. */
  discount: MoneyDto | null;
  /** Why. */
  discountReason: string | null;
  /** The discount that was given. */
  discountId: string | null;
  /** What it came to. */
  net: MoneyDto | null;
  /** @example "22" */
  vatCode: string;
  /**
   * The rate of its day; null: no VAT is charged.
   * @example "22.00"
   */
  vatPercent: string | null;
  /** VAT within `net`. */
  vat: MoneyDto | null;
  /** What goods had cost; null where there are none, and for whoever may not see it. */
  cost: MoneyDto | null;
  /** @example "Blue, size 128" */
  note: string | null;
  /**
   * How much of it has come back.
   * @example "0"
   */
  returned: string;
  /** What was taken off for that. */
  returnedNet: MoneyDto | null;
}

/** A payment that came with the sale. */
export class PaymentOfSale {
  paymentId: string;
  /** @example 1042 */
  number: number;
  /** @example "card" */
  method: PaymentMethod;
  amount: MoneyDto | null;
  /** When it was reversed; null while it stands. */
  reversedAt: string | null;
}

/** A sale. Who sold at the desk is in `createdBy`. */
export class Sale {
  /** @example "019aa5f0-0000-7000-8000-000000000031" */
  id: string;
  /**
   * Without gaps in a branch and year.
   * @example "S-2026-000012"
   */
  number: string;
  branchId: string;
  /** @example "2026-11-23" */
  onDate: string;
  /** When it was made. */
  soldAt: string;
  buyer: SaleBuyer;
  /** The account it was charged to. */
  payerAccountId: string;
  /** Who gets a percentage; null: nobody. */
  seller: SaleSeller | null;
  /** The user at the desk; null: the system. */
  cashierId: string | null;
  /**
   * Whether something came back, or everything.
   * @example "sold"
   */
  status: SaleStatus;
  /** Prices times quantities; money is null for whoever may not see it. */
  gross: MoneyDto | null;
  /** What was taken off. */
  discount: MoneyDto | null;
  /** What it came to. */
  total: MoneyDto | null;
  /** VAT within the total. */
  vat: MoneyDto | null;
  /** What was taken off for what came back. */
  returned: MoneyDto | null;
  /** What of it nobody has paid yet, due or not. */
  open: MoneyDto | null;
  /**
   * How it was paid at once.
   * @example ["card"]
   */
  methods: PaymentMethod[];
  /** How many lines it has. */
  lineCount: number;
  /** The waybill its goods left by; null: there were none. */
  waybillId: string | null;
  /** @example "Will be collected on Friday" */
  comment: string | null;
  /** Who sold at the desk. */
  createdBy: Signature;
}

/** A sale with everything about it. */
export class SaleCard extends Sale {
  lines: SaleLine[];
  payments: PaymentOfSale[];
  returns: SaleReturn[];
}

export class SalePage extends PageOf(Sale) {}

/** Which sales. */
export class SaleListQuery extends PageQuery {
  /** Of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** On this day or later. */
  @LocalDateText()
  @Optional()
  from?: string;

  /** Before this day. */
  @LocalDateText()
  @Optional()
  to?: string;

  /** To this client. */
  @IdText()
  @Optional()
  clientId?: string;

  /** By this user at the desk. */
  @IdText()
  @Optional()
  cashierId?: string;

  /** By this employee. */
  @IdText()
  @Optional()
  sellerId?: string;

  /** With this item. */
  @IdText()
  @Optional()
  itemId?: string;

  /**
   * Paid at once this way, at least a part.
   * @example "cash"
   */
  @IsIn(PAYMENT_METHODS)
  @Optional()
  method?: PaymentMethod;

  /**
   * With a line of this kind.
   * @example "goods"
   */
  @IsIn(lineKinds)
  @Optional()
  kind?: LineKind;

  /**
   * In this state.
   * @example "sold"
   */
  @IsIn(STATUSES)
  @Optional()
  status?: SaleStatus;

  /**
   * Part of the number or of the buyer's name.
   * @example "S-2026"
   */
  @Text(100)
  @Optional()
  q?: string;
}
