import { ArrayMinSize } from 'class-validator';
import { MoneyDto } from '../../platform/http/money.dto.js';
import { IdText, ListOf, Optional, QuantityText, Text } from '../../platform/http/validators.js';
import { SaleReturn } from './returns.dto.js';
import { CounterSalePayment } from './sale-requests.dto.js';
import { SaleCard } from './sales.dto.js';

/** A part of a line that comes back. */
export class SaleReturnRequestLine {
  /** The line of the sale. */
  @IdText()
  lineId: string;

  /**
   * How much of it.
   * @example "1"
   */
  @QuantityText()
  quantity: string;
}

/** What comes back of a sale. */
export class SaleReturnRequest {
  /** The lines, each once. */
  @ArrayMinSize(1)
  @ListOf(() => SaleReturnRequestLine, 100)
  lines: SaleReturnRequestLine[];

  /**
   * Why; kept with the return.
   * @example "Too small"
   */
  @Text(500)
  reason: string;

  /**
   * How money is paid out, by as many methods as it takes; without an amount, in one at most, what is left of it. Absent:
   * what a client paid stays on the account. A walk-in buyer gets all of it.
   */
  @ListOf(() => CounterSalePayment, 10)
  @Optional()
  payOut?: CounterSalePayment[];
}

/** A return that was just made, and the sale after it. */
export class SaleReturned extends SaleReturn {
  /** The sale as it is now. */
  sale: SaleCard;
}

/** What would come of a line if all that is left of it came back. */
export class SaleReturnQuoteLine {
  /** The line of the sale. */
  lineId: string;
  /** @example "Acrylic paint, blue, 75 ml" */
  name: string;
  /**
   * What has not come back yet.
   * @example "2"
   */
  quantity: string;
  /** What would be taken off; of a plan, its refund (`subscriptions/{id}/refunds/quote` says line by line why). */
  net: MoneyDto | null;
  /** The subscription of a plan or a visit. */
  subscriptionId: string | null;
}

/** What would come of it if everything that is left came back now. */
export class SaleReturnQuote {
  saleId: string;
  /** What cannot come back is not here: a subscription that has ended otherwise, or that you may not refund. */
  lines: SaleReturnQuoteLine[];
  /** What would be taken off in all. */
  net: MoneyDto | null;
  /** How much of that could be paid out: what was paid and meets nothing else that is owed. */
  payable: MoneyDto | null;
}
