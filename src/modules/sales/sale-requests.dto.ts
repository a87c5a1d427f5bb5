import { ArrayMinSize, IsIn } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import {
  IdText,
  ListOf,
  LocalDateText,
  Name,
  Optional,
  QuantityText,
  Text,
} from '../../platform/http/validators.js';
import { PAYMENT_METHODS, type PaymentMethod } from '../billing/index.js';

/** A line of a sale: exactly one of `itemId`, `planId`, `activityId` and `serviceId` says what is sold. */
export class CounterSaleLine {
  /**
   * An item of the warehouse; it leaves stock with the sale.
   * @example "019aa5f0-0000-7000-8000-000000000021"
   */
  @IdText()
  @Optional()
  itemId?: string;

  /** A plan: its subscription starts with the sale. To a client only, one a line. */
  @IdText()
  @Optional()
  planId?: string;

  /** An activity of which one visit is sold ahead; a lesson uses it up. To a client only, one a line. */
  @IdText()
  @Optional()
  activityId?: string;

  /** A service. */
  @IdText()
  @Optional()
  serviceId?: string;

  /**
   * How much; 1 when absent.
   * @example "2"
   */
  @QuantityText()
  @Optional()
  quantity?: string;

  /**
   * The price of one, when another than that of the item or service; asks for `sales:discount`. A plan or a visit costs
   * what the price lists say.
   */
  @MoneyField()
  @Optional()
  unitPrice?: MoneyDto;

  /** An amount of your own choice off the line, with a reason; with `discountId`, how much of what that allows. */
  @MoneyField()
  @Optional()
  discount?: MoneyDto;

  /**
   * Why it is taken off.
   * @example "The box is damaged"
   */
  @Text(500)
  @Optional()
  discountReason?: string;

  /** A discount to give. */
  @IdText()
  @Optional()
  discountId?: string;

  /**
   * A promo code, in any case of letters; not beside `discount`.
   * @example "SEPTEMBER"
   */
  @Text(40)
  @Optional()
  promoCode?: string;

  /**
   * Of a plan that starts on a chosen day: when.
   * @example "2026-11-23"
   */
  @LocalDateText()
  @Optional()
  startsOn?: string;

  /**
   * What else is to be said of the line.
   * @example "Blue, size 128"
   */
  @Text(500)
  @Optional()
  note?: string;
}

/** Money that comes with a sale. */
export class CounterSalePayment {
  /**
   * How it comes.
   * @example "card"
   */
  @IsIn(PAYMENT_METHODS)
  method: PaymentMethod;

  /** How much; absent, in one payment at most: what is still open of the sale. */
  @MoneyField()
  @Optional()
  amount?: MoneyDto;

  /** Of cash: the desk whose open shift it belongs to; when absent, your own shift in the branch. */
  @IdText()
  @Optional()
  cashDeskId?: string;
}

/** A sale of goods, plans, single visits and services together. */
export class CounterSaleRequest {
  /** The branch that sells. */
  @IdText()
  branchId: string;

  /** The client who buys: their payer is charged and may pay later. Absent: a walk-in buyer, who pays all of it at once. */
  @IdText()
  @Optional()
  clientId?: string;

  /**
   * What a walk-in buyer is called, if they say so.
   * @example "Сидорова Мария"
   */
  @Name()
  @Optional()
  buyerName?: string;

  /** Where goods leave; the default warehouse of the branch when absent. */
  @IdText()
  @Optional()
  warehouseId?: string;

  /** The employee who sold, and gets a percentage where their terms have one; whoever you are when absent. */
  @IdText()
  @Optional()
  sellerId?: string;

  /**
   * When what is not paid now is due; today when absent. Plans have days of their own.
   * @example "2026-12-01"
   */
  @LocalDateText()
  @Optional()
  dueOn?: string;

  /**
   * What else is to be said.
   * @example "Will be collected on Friday"
   */
  @Text(500)
  @Optional()
  comment?: string;

  /** An amount off the whole sale, shared by the goods and services that have no discount of their own; asks for `sales:discount`. */
  @MoneyField()
  @Optional()
  discount?: MoneyDto;

  /**
   * Why it is taken off.
   * @example "Opening of the shop"
   */
  @Text(500)
  @Optional()
  discountReason?: string;

  /** What is sold. */
  @ArrayMinSize(1)
  @ListOf(() => CounterSaleLine, 100)
  lines: CounterSaleLine[];

  /** What is paid, by as many methods as it takes; never more than the sale comes to. */
  @ListOf(() => CounterSalePayment, 10)
  @Optional()
  payments?: CounterSalePayment[];
}
