import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import { invalid } from '../../kernel/faults.js';
import type { Minor, Money } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import type { Payment } from './payments.dto.js';
import { PaymentRow } from './billing.entity.js';
import {
  PaymentAlreadyReversed,
  PaymentHasLeft,
  PaymentInFuture,
  PaymentMoved,
  PaymentNotFound,
  PaymentOfNothing,
} from './billing.errors.js';
import { paymentReceived, paymentReversed } from './billing.events.js';
import { Billing } from './billing.permissions.js';
import { Till, type CashMove } from './cash/till.js';
import type { PaymentMethod } from './payment-methods.js';
import { PayingAccounts, refuseWalkIn, type AccountChoice, type PayingAccount } from './paying-accounts.js';
import { PaymentsQueries } from './payments.queries.js';
import { PaymentsRepository, type StandingPayment } from './payments.repository.js';
import { Settlement } from './settlement.js';

export interface PaymentInput extends AccountChoice {
  amount: Money;
  method: PaymentMethod;
  receivedAt?: string;
  comment?: string;
  /** Open charges of the account that it pays first, in this order; the rest goes to what is due first. */
  chargeIds?: readonly string[];
  /** Of cash: the desk whose open shift it belongs to; when absent, the actor's own shift. */
  cashDeskId?: string;
  /** Where it is taken, when a command says so; else the branch of the client. */
  branchId?: string;
}

/** Why money is taken back, and the desk that cash leaves. */
export interface MoneyReversal {
  reason: string;
  cashDeskId?: string;
}

/** Money that comes in, and that it did not after all. */
@Injectable()
export class PaymentsService {
  constructor(
    private readonly accounts: PayingAccounts,
    private readonly repository: PaymentsRepository,
    private readonly settlement: Settlement,
    private readonly till: Till,
    private readonly queries: PaymentsQueries,
    private readonly events: Events,
  ) {}

  /** From the desk: the account must be within the actor's reach. */
  async receive(tx: Tx, input: PaymentInput): Promise<Payment> {
    const id = await this.take(tx, await this.accounts.reached(tx, input, Billing.write), input);
    return this.queries.get(tx, id);
  }

  /** As part of a command that has settled already whether the actor may; gives its id. */
  async pay(tx: Tx, input: PaymentInput): Promise<string> {
    return this.take(tx, await this.accounts.choose(tx, input), input);
  }

  private async take(tx: Tx, account: PayingAccount, input: PaymentInput): Promise<string> {
    const { amount, method, receivedAt = tx.now, comment = null, chargeIds = [] } = input;
    if (amount.amount === 0) throw PaymentOfNothing();
    if (receivedAt > tx.now) throw PaymentInFuture();
    const payment = {
      id: newId(),
      payerAccountId: account.id,
      branchId: input.branchId ?? account.branchId,
      amount: amount.amount,
    };
    await tx.insert(PaymentRow, { ...payment, method, receivedAt, comment });
    this.repository.enterPayment(tx, payment);
    if (chargeIds.length > 0) refuseNotOpen(await this.settlement.aim(tx, payment, chargeIds));
    await this.settlement.settle(tx, [account.id]);
    if (method === 'cash') await this.till.move(tx, cashOf(payment, input.cashDeskId, 'payment'));
    const received = paymentReceived({ paymentId: payment.id, payerAccountId: account.id });
    await this.events.record(tx, received, { subjectId: payment.id, branchId: payment.branchId });
    return payment.id;
  }

  /** What it paid is open again, unless other free money pays it. What was given back or moved on must come back first. */
  async reverse(tx: Tx, id: string, { reason, cashDeskId }: MoneyReversal): Promise<Payment> {
    const payment = await this.lock(tx, id);
    refuseReversal(payment);
    await this.settlement.release(tx, { paymentIds: [id] });
    await tx.update(PaymentRow, id, { reversedAt: tx.now, reversalReason: reason });
    await this.repository.reversePaymentEntry(tx, payment);
    await this.settlement.settle(tx, [payment.payerAccountId]);
    if (payment.method === 'cash') await this.till.move(tx, cashOf(payment, cashDeskId, 'payment_reversal'));
    const reversed = paymentReversed({ paymentId: id, payerAccountId: payment.payerAccountId });
    await this.events.record(tx, reversed, { subjectId: id, branchId: payment.branchId });
    return this.queries.get(tx, id);
  }

  /** The account is locked before the payment is judged, so of two that reverse it the second sees it reversed. */
  private async lock(tx: Tx, id: string): Promise<StandingPayment> {
    const seen = await this.repository.findPayment(tx, id);
    if (seen === null || !reachesBranch(tx.actor, Billing.write, seen.branchId))
      throw PaymentNotFound({ id });
    (await this.accounts.lock(tx, [seen.payerAccountId])).forEach(refuseWalkIn);
    return (await this.repository.findPayment(tx, id)) ?? seen;
  }
}

const cashOf = (
  payment: { id: string; branchId: string; amount: Minor },
  cashDeskId: string | undefined,
  kind: 'payment' | 'payment_reversal',
): CashMove => ({
  branchId: payment.branchId,
  permission: Billing.write,
  kind,
  amount: kind === 'payment' ? payment.amount : -payment.amount,
  paymentId: payment.id,
  ...(cashDeskId === undefined ? {} : { cashDeskId }),
});

function refuseReversal({ id, number, reversedAt, transferId, hasLeft }: StandingPayment): void {
  if (reversedAt !== null) throw PaymentAlreadyReversed({ id, number });
  if (transferId !== null) throw PaymentMoved({ id, number });
  if (hasLeft) throw PaymentHasLeft({ id, number });
}

function refuseNotOpen(places: readonly number[]): void {
  if (places.length === 0) return;
  const detail = 'No such charge is open on this account.';
  throw invalid(
    places.map((place) => ({ pointer: `/chargeIds/${String(place)}`, code: 'charge.not-open', detail })),
  );
}
