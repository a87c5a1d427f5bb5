import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import type { Money } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { ClientsService } from '../clients/index.js';
import { allocateOldestDue } from './allocation.rules.js';
import type { Payment } from './billing.dto.js';
import { PaymentRow } from './billing.entity.js';
import {
  PaymentAlreadyReversed,
  PaymentInFuture,
  PaymentNotFound,
  PaymentOfNothing,
  PaymentPayerAmbiguous,
} from './billing.errors.js';
import { chargesMade, chargesReversed, paymentReceived, paymentReversed } from './billing.events.js';
import { Billing } from './billing.permissions.js';
import { BillingRepository, type ChargeInput } from './billing.repository.js';
import { PaymentsQueries } from './payments.queries.js';

export interface PaymentInput {
  /** Whose payer pays; or the account itself. Exactly one of the two. */
  clientId?: string;
  payerAccountId?: string;
  amount: Money;
  method: 'cash' | 'card' | 'transfer' | 'online';
  receivedAt?: string;
  comment?: string;
}

/**
 * The money ledger. Whoever changes an account holds its row from the first statement on, in order of id where there
 * are several, so two commands on one account follow one another and two on several cannot wait for each other.
 */
@Injectable()
export class BillingService {
  constructor(
    private readonly repository: BillingRepository,
    private readonly payments: PaymentsQueries,
    private readonly clients: ClientsService,
    private readonly events: Events,
  ) {}

  /** Finds or opens the account that pays for a client, and locks it. */
  async openAccount(tx: Tx, clientId: string): Promise<{ id: string }> {
    const id = (await this.repository.lockAccountsOf(tx, [clientId])).get(clientId);
    if (id === undefined) throw invalid([unknownReference('/clientId')]);
    return { id };
  }

  /** Makes charges, however many, in a constant number of statements; a prepayment is taken at once. */
  async charge(tx: Tx, charges: readonly ChargeInput[]): Promise<void> {
    const first = charges[0];
    if (first === undefined) return;
    const accounts = await this.repository.lockAccountsOf(tx, [
      ...new Set(charges.map((charge) => charge.clientId)),
    ]);
    await this.repository.insertCharges(tx, charges, accounts);
    await this.settle(tx, [...new Set(accounts.values())]);
    const made = chargesMade({ chargeIds: charges.map((charge) => charge.id) });
    await this.events.record(tx, made, { subjectId: first.id, branchId: first.branchId });
  }

  /** Takes charges back; the money that paid them goes to what is due next, or stays free. */
  async reverseCharges(tx: Tx, chargeIds: readonly string[]): Promise<void> {
    const first = chargeIds[0];
    if (first === undefined) return;
    const accountIds = await this.repository.lockAccountsOfCharges(tx, chargeIds);
    await this.repository.release(tx, { chargeIds });
    const reversed = await this.repository.reverseCharges(tx, chargeIds);
    await this.settle(tx, accountIds);
    if (reversed.length > 0)
      await this.events.record(tx, chargesReversed({ chargeIds: reversed }), { subjectId: first });
  }

  /** Takes a payment in from somebody at the desk: the account must be within the actor's reach. */
  async receive(tx: Tx, input: PaymentInput): Promise<Payment> {
    const account = await this.payingAccount(tx, input);
    if (!reachesBranch(tx.actor, Billing.write, account.branchId))
      throw invalid([unknownReference(pointerOf(input))]);
    return this.take(tx, account, input);
  }

  /** The same as part of a command that has settled already whether the actor may, such as a sale. */
  async pay(tx: Tx, input: PaymentInput): Promise<Payment> {
    return this.take(tx, await this.payingAccount(tx, input), input);
  }

  private async take(tx: Tx, account: PayingAccount, input: PaymentInput): Promise<Payment> {
    if (input.amount.amount === 0) throw PaymentOfNothing();
    const receivedAt = input.receivedAt ?? tx.now;
    if (receivedAt > tx.now) throw PaymentInFuture();
    const { method, comment = null } = input;
    const payment = {
      id: newId(),
      payerAccountId: account.id,
      branchId: account.branchId,
      amount: input.amount.amount,
    };
    await tx.insert(PaymentRow, { ...payment, method, receivedAt, comment });
    await this.repository.enterPayment(tx, payment);
    await this.settle(tx, [account.id]);
    const received = paymentReceived({ paymentId: payment.id, payerAccountId: account.id });
    await this.events.record(tx, received, { subjectId: payment.id, branchId: account.branchId });
    return this.payments.get(tx, payment.id);
  }

  /** Takes a payment back: what it paid is open again, unless other free money pays it. */
  async reversePayment(tx: Tx, id: string, reason: string): Promise<Payment> {
    const payment = await this.lockPayment(tx, id);
    if (payment.reversedAt !== null) throw PaymentAlreadyReversed({ id, number: payment.number });
    await this.repository.release(tx, { paymentIds: [id] });
    await tx.update(PaymentRow, id, { reversedAt: tx.now, reversalReason: reason });
    await this.repository.reversePaymentEntry(tx, payment);
    await this.settle(tx, [payment.payerAccountId]);
    const reversed = paymentReversed({ paymentId: id, payerAccountId: payment.payerAccountId });
    await this.events.record(tx, reversed, { subjectId: id, branchId: payment.branchId });
    return this.payments.get(tx, id);
  }

  /** Lets free money meet open charges; afterwards an account has at most one of the two. */
  private async settle(tx: Tx, accountIds: readonly string[]): Promise<void> {
    const payments = await this.repository.freePayments(tx, accountIds);
    if (payments.length === 0) return;
    const charges = await this.repository.openCharges(tx, accountIds);
    await this.repository.allocate(tx, allocateOldestDue(payments, charges));
  }

  /** The account, locked, and the branch that takes the money: the client's own, else the account's. */
  private async payingAccount(tx: Tx, input: PaymentInput): Promise<PayingAccount> {
    const { clientId, payerAccountId } = input;
    if ((clientId === undefined) === (payerAccountId === undefined)) throw PaymentPayerAmbiguous();
    const [client] = clientId === undefined ? [] : await this.clients.getMany(tx, [clientId]);
    if (client !== undefined)
      return { id: (await this.openAccount(tx, client.id)).id, branchId: client.branchId };
    const [account] =
      payerAccountId === undefined ? [] : await this.repository.lockAccounts(tx, [payerAccountId]);
    if (account === undefined) throw invalid([unknownReference(pointerOf(input))]);
    return account;
  }

  /** The account is locked before the payment is judged, so of two that reverse it the second sees it reversed. */
  private async lockPayment(tx: Tx, id: string) {
    const seen = await this.repository.findPayment(tx, id);
    if (seen === null || !reachesBranch(tx.actor, Billing.write, seen.branchId))
      throw PaymentNotFound({ id });
    await this.repository.lockAccounts(tx, [seen.payerAccountId]);
    return (await this.repository.findPayment(tx, id)) ?? seen;
  }
}

interface PayingAccount {
  id: string;
  branchId: string;
}

const pointerOf = (input: PaymentInput): string =>
  input.clientId === undefined ? '/payerAccountId' : '/clientId';
