import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import type { Tx } from '../../platform/database/tx.js';
import { ClientsService } from '../clients/index.js';
import { AccountOfWalkIn, PaymentPayerAmbiguous } from './billing.errors.js';
import { BillingRepository } from './billing.repository.js';

/** Whose account: of the client's payer now, or the account itself. Exactly one of the two. */
export interface AccountChoice {
  clientId?: string;
  payerAccountId?: string;
}

export interface PayingAccount {
  id: string;
  /** Where money is taken or given: the client's own branch, else the account's. */
  branchId: string;
  isWalkIn: boolean;
}

/** Finds, opens and locks the accounts that commands are about. */
@Injectable()
export class PayingAccounts {
  constructor(
    private readonly repository: BillingRepository,
    private readonly clients: ClientsService,
  ) {}

  /** Finds or opens the account that pays for a client, and locks it. */
  async open(tx: Tx, clientId: string): Promise<{ id: string }> {
    const id = (await this.repository.lockAccountsOf(tx, [clientId])).get(clientId);
    if (id === undefined) throw invalid([unknownReference('/clientId')]);
    return { id };
  }

  /** Locks accounts by id; gives those that are there. */
  lock(tx: Tx, ids: readonly string[]): Promise<PayingAccount[]> {
    return this.repository.lockAccounts(tx, ids);
  }

  /** The account, locked. */
  async choose(tx: Tx, choice: AccountChoice): Promise<PayingAccount> {
    const { clientId, payerAccountId } = choice;
    if ((clientId === undefined) === (payerAccountId === undefined)) throw PaymentPayerAmbiguous();
    const [client] = clientId === undefined ? [] : await this.clients.getMany(tx, [clientId]);
    if (client !== undefined) {
      const { id } = await this.open(tx, client.id);
      return { id, branchId: client.branchId, isWalkIn: false };
    }
    const [account] =
      payerAccountId === undefined ? [] : await this.repository.lockAccounts(tx, [payerAccountId]);
    if (account === undefined) throw invalid([unknownReference(pointerOf(choice))]);
    return account;
  }

  /** The same, within the actor's reach. */
  async reached(tx: Tx, choice: AccountChoice, permission: string): Promise<PayingAccount> {
    const account = await this.choose(tx, choice);
    if (!reachesBranch(tx.actor, permission, account.branchId))
      throw invalid([unknownReference(pointerOf(choice))]);
    refuseWalkIn(account);
    return account;
  }
}

/** The account of a walk-in buyer changes by the sale it was opened for and by its returns, by no hand. */
export function refuseWalkIn({ isWalkIn }: Pick<PayingAccount, 'isWalkIn'>): void {
  if (isWalkIn) throw AccountOfWalkIn();
}

const pointerOf = (choice: AccountChoice): string =>
  choice.clientId === undefined ? '/payerAccountId' : '/clientId';
