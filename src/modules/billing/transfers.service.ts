import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import type { Money } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import type { AccountTransfer } from './accounts.dto.js';
import { drawFree } from './allocation.rules.js';
import { AccountTransferRow, PaymentRow } from './billing.entity.js';
import {
  AccountNotFound,
  TransferExceedsFree,
  TransferNotOneFamily,
  TransferOfNothing,
  TransferToItself,
} from './billing.errors.js';
import { moneyMoved } from './billing.events.js';
import { Billing } from './billing.permissions.js';
import { PayingAccounts } from './paying-accounts.js';
import { Settlement } from './settlement.js';
import { TransfersQueries } from './transfers.queries.js';
import { TransfersRepository } from './transfers.repository.js';

export interface TransferInput {
  toAccountId: string;
  amount: Money;
  reason: string;
}

/** Free money follows the payer of a family from one account to another; there it is a payment of its own. */
@Injectable()
export class TransfersService {
  constructor(
    private readonly accounts: PayingAccounts,
    private readonly repository: TransfersRepository,
    private readonly settlement: Settlement,
    private readonly queries: TransfersQueries,
    private readonly events: Events,
  ) {}

  async move(tx: Tx, fromAccountId: string, input: TransferInput): Promise<AccountTransfer> {
    const to = await this.lockBoth(tx, fromAccountId, input.toAccountId);
    const amount = input.amount.amount;
    if (amount === 0) throw TransferOfNothing();
    if (!(await this.repository.isOneFamily(tx, fromAccountId, to.id))) throw TransferNotOneFamily();
    const { payments, total: free } = await this.settlement.freeOn(tx, fromAccountId);
    if (amount > free) throw TransferExceedsFree({ asked: amount, free });
    const transfer = { id: newId(), fromAccountId, toAccountId: to.id, amount };
    await tx.insert(AccountTransferRow, { ...transfer, reason: input.reason });
    this.settlement.spend(tx, drawFree(payments, amount), { transferId: transfer.id });
    await this.arrive(tx, transfer, to.branchId);
    await this.settlement.settle(tx, [to.id]);
    const moved = moneyMoved({ transferId: transfer.id, fromAccountId, toAccountId: to.id });
    await this.events.record(tx, moved, { subjectId: transfer.id, branchId: to.branchId });
    return this.queries.get(tx, transfer.id);
  }

  private async arrive(
    tx: Tx,
    { id, toAccountId, fromAccountId, amount }: Omit<AccountTransferRow, 'reason'>,
    branchId: string,
  ): Promise<void> {
    const payment = { id: newId(), payerAccountId: toAccountId, branchId, amount, transferId: id };
    await tx.insert(PaymentRow, { ...payment, method: 'account', receivedAt: tx.now, comment: null });
    await this.repository.enter(tx, { id, toAccountId, fromAccountId, amount });
  }

  /** In order of id, as everybody does; both within reach. Gives the one that receives. */
  private async lockBoth(tx: Tx, fromId: string, toId: string) {
    if (fromId === toId) throw TransferToItself();
    const locked = await this.accounts.lock(tx, [fromId, toId]);
    const reached = locked.filter((account) => reachesBranch(tx.actor, Billing.refund, account.branchId));
    if (!reached.some((account) => account.id === fromId)) throw AccountNotFound({ id: fromId });
    const to = reached.find((account) => account.id === toId);
    if (to === undefined) throw invalid([unknownReference('/toAccountId')]);
    return to;
  }
}
