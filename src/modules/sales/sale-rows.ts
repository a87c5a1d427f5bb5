import type { Minor } from '../../kernel/money.js';
import { quantityText, thousandths } from '../../kernel/quantity.js';
import type { PostedWaybill } from '../warehouse/index.js';
import { netOf } from './sale.rules.js';
import type { ChargedLine } from './sale-money.js';
import type { LineAsked, LineKind, PricedLine } from './sale.types.js';

/** A line decided upon; `subscriptionId` stands for what it became when it is a plan or a visit. */
export interface LineToSell extends PricedLine {
  readonly id: string;
  readonly nth: number;
  readonly kind: LineKind;
  readonly asked: LineAsked;
  readonly name: string;
  readonly vatCode: string;
  readonly subscriptionId: string | null;
}

export const quantityOf = ({ quantity = '1' }: LineAsked): string => quantityText(thousandths(quantity));
/** What the charges of a line are for. */
export const subjectIdOf = ({ id, subscriptionId }: LineToSell): string => subscriptionId ?? id;

export function owedFor(line: LineToSell) {
  const { id, name, vatCode, asked } = line;
  const quantity = quantityOf(asked);
  return { id, name: quantity === '1' ? name : `${name} × ${quantity}`, amount: netOf(line), vatCode };
}

/** The row of a line: code, rate and VAT are those of its charges. */
export function lineRow(
  line: LineToSell,
  on: {
    saleId: string;
    branchId: string;
    issued: PostedWaybill['lines'][number] | null;
    money: ChargedLine;
  },
) {
  const { id, nth, kind, asked, name, unitPrice, gross, discount, discountReason, discountId } = line;
  const { itemId = null, planId = null, activityId = null, serviceId = null, note = null } = asked;
  return {
    ...{ id, saleId: on.saleId, branchId: on.branchId, nth, kind, itemId, planId, activityId, serviceId },
    ...{ subscriptionId: line.subscriptionId, waybillLineId: on.issued?.id ?? null, name },
    ...{ quantity: quantityOf(asked), unitPrice, gross, discount, discountReason, discountId },
    ...{ net: netOf(line), vatCode: on.money.vatCode, vatPercent: on.money.vatPercent, vat: on.money.vat },
    ...{ cost: on.issued?.cost ?? null, note },
  };
}

export function totalsOf(rows: readonly { gross: Minor; discount: Minor; net: Minor; vat: Minor }[]) {
  const sum = (member: 'gross' | 'discount' | 'net' | 'vat') =>
    rows.reduce((total, row) => total + row[member], 0);
  return { gross: sum('gross'), discount: sum('discount'), total: sum('net'), vat: sum('vat') };
}
