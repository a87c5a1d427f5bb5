import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import type { Minor, Money } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { drawFree } from './allocation.rules.js';
import { RefundRow } from './billing.entity.js';
import {
  RefundAlreadyReversed,
  RefundExceedsFree,
  RefundInFuture,
  RefundNotFound,
  RefundOfNothing,
} from './billing.errors.js';
import { refundGiven, refundReversed } from './billing.events.js';
import { Billing } from './billing.permissions.js';
import { Till, type CashMove } from './cash/till.js';
import type { PaymentMethod } from './payment-methods.js';
import type { MoneyReversal } from './payments.service.js';
import { PayingAccounts, refuseWalkIn, type AccountChoice, type PayingAccount } from './paying-accounts.js';
import type { Refund } from './refunds.dto.js';
import { RefundsQueries } from './refunds.queries.js';
import { RefundsRepository } from './refunds.repository.js';
import { Settlement } from './settlement.js';

export interface RefundInput extends AccountChoice {
  amount: Money;
  method: PaymentMethod;
  reason: string;
  paidAt?: string;
  /** Of cash: the desk it leaves; when absent, the actor's own shift. */
  cashDeskId?: string;
  /** Where it is given, when a command says so; else the branch of the client. */
  branchId?: string;
}

/** Gives free money of an account back. The account is locked first, so of two that want the same money one gets it. */
@Injectable()
export class RefundsService {
  constructor(
    private readonly accounts: PayingAccounts,
    private readonly repository: RefundsRepository,
    private readonly queries: RefundsQueries,
    private readonly settlement: Settlement,
    private readonly till: Till,
    private readonly events: Events,
  ) {}

  /** From the desk: the account must be within the actor's reach. */
  async giveBack(tx: Tx, input: RefundInput): Promise<Refund> {
    return this.give(tx, await this.accounts.reached(tx, input, Billing.refund), input);
  }

  /** As part of a command that has settled already whether the actor may. */
  async refund(tx: Tx, input: RefundInput): Promise<Refund> {
    return this.give(tx, await this.accounts.choose(tx, input), input);
  }

  private async give(tx: Tx, account: PayingAccount, input: RefundInput): Promise<Refund> {
    const { method, reason, paidAt = tx.now } = input;
    const asked = input.amount.amount;
    if (asked <= 0) throw RefundOfNothing();
    if (paidAt > tx.now) throw RefundInFuture();
    const { payments, total: free } = await this.settlement.freeOn(tx, account.id);
    if (asked > free) throw RefundExceedsFree({ asked, free });
    const branchId = input.branchId ?? account.branchId;
    const refund = { id: newId(), payerAccountId: account.id, branchId, amount: asked };
    await tx.insert(RefundRow, { ...refund, method, reason, paidAt });
    this.settlement.spend(tx, drawFree(payments, asked, method), { refundId: refund.id });
    await this.repository.enter(tx, refund);
    if (method === 'cash') await this.till.move(tx, cashOf(refund, input.cashDeskId, 'refund'));
    const given = refundGiven({ refundId: refund.id, payerAccountId: account.id });
    await this.events.record(tx, given, { subjectId: refund.id, branchId });
    return this.queries.get(tx, refund.id);
  }

  /** Takes a refund back, as when it was never paid out: the money is free again and meets what is open. */
  async reverse(tx: Tx, id: string, { reason, cashDeskId }: MoneyReversal): Promise<Refund> {
    const refund = await this.lock(tx, id);
    if (refund.reversedAt !== null) throw RefundAlreadyReversed({ id, number: refund.number });
    await this.settlement.release(tx, { refundIds: [id] });
    await tx.update(RefundRow, id, { reversedAt: tx.now, reversalReason: reason });
    await this.repository.reverseEntry(tx, refund);
    await this.settlement.settle(tx, [refund.payerAccountId]);
    if (refund.method === 'cash') await this.till.move(tx, cashOf(refund, cashDeskId, 'refund_reversal'));
    const reversed = refundReversed({ refundId: id, payerAccountId: refund.payerAccountId });
    await this.events.record(tx, reversed, { subjectId: id, branchId: refund.branchId });
    return this.queries.get(tx, id);
  }

  private async lock(tx: Tx, id: string) {
    const seen = await this.repository.find(tx, id);
    if (seen === null || !reachesBranch(tx.actor, Billing.refund, seen.branchId))
      throw RefundNotFound({ id });
    (await this.accounts.lock(tx, [seen.payerAccountId])).forEach(refuseWalkIn);
    return (await this.repository.find(tx, id)) ?? seen;
  }
}

const cashOf = (
  refund: { id: string; branchId: string; amount: Minor },
  cashDeskId: string | undefined,
  kind: 'refund' | 'refund_reversal',
): CashMove => ({
  branchId: refund.branchId,
  permission: Billing.refund,
  kind,
  amount: kind === 'refund' ? -refund.amount : refund.amount,
  refundId: refund.id,
  ...(cashDeskId === undefined ? {} : { cashDeskId }),
});
