import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import type { Payment } from './payments.dto.js';
import { chargesMade, chargesReversed } from './billing.events.js';
import { BillingRepository, type ChargeInput } from './billing.repository.js';
import { CreditsService, type CreditInput } from './credits.service.js';
import { PaymentsService, type PaymentInput } from './payments.service.js';
import type { Refund } from './refunds.dto.js';
import { RefundsService, type RefundInput } from './refunds.service.js';
import { Settlement } from './settlement.js';

/**
 * The money ledger, as other modules call it. Whoever changes an account holds its row from the first statement on, in
 * order of id where there are several, so two commands on one account follow one another and two on several cannot
 * wait for each other.
 */
@Injectable()
export class BillingService {
  constructor(
    private readonly repository: BillingRepository,
    private readonly settlement: Settlement,
    private readonly events: Events,
    private readonly payments: PaymentsService,
    private readonly credits: CreditsService,
    private readonly refunds: RefundsService,
  ) {}

  /** Makes charges, however many, in a constant number of statements; a prepayment is taken at once. */
  async charge(tx: Tx, charges: readonly ChargeInput[]): Promise<void> {
    const first = charges[0];
    if (first === undefined) return;
    const accounts = await this.repository.lockAccountsOf(tx, [
      ...new Set(charges.flatMap((charge) => charge.clientId ?? [])),
    ]);
    this.repository.insertCharges(tx, charges, accounts);
    await this.settlement.settle(tx, [...new Set(accounts.values())]);
    const made = chargesMade({ chargeIds: charges.map((charge) => charge.id) });
    await this.events.record(tx, made, { subjectId: first.id, branchId: first.branchId });
  }

  /**
   * An account for one walk-in buyer. It is charged and paid by the command that opens it alone, which leaves nothing
   * open and nothing free.
   */
  openWalkIn(tx: Tx, branchId: string): string {
    return this.repository.openWalkIn(tx, branchId);
  }

  /** Locks the accounts that these charges stand on, for a command that must see what is paid before it decides. */
  holdCharges(tx: Tx, chargeIds: readonly string[]): Promise<string[]> {
    return this.repository.lockAccountsOfCharges(tx, chargeIds);
  }

  /** Takes charges back, each with its instalments; the money that paid them goes to what is due next, or stays free. */
  async reverseCharges(tx: Tx, chargeIds: readonly string[], reason: string | null = null): Promise<void> {
    const first = chargeIds[0];
    if (first === undefined) return;
    const accountIds = await this.repository.lockAccountsOfCharges(tx, chargeIds);
    const whole = await this.repository.withInstalments(tx, chargeIds);
    await this.repository.release(tx, { chargeIds: whole });
    const reversed = await this.repository.reverseCharges(tx, whole, reason);
    await this.settlement.settle(tx, accountIds);
    if (reversed.length > 0)
      await this.events.record(tx, chargesReversed({ chargeIds: reversed }), { subjectId: first });
  }

  /** Takes a part (or all) of standing charges off: what was paid above the rest becomes free money and meets other open charges. */
  credit(tx: Tx, credits: readonly CreditInput[]): Promise<void> {
    return this.credits.credit(tx, credits);
  }

  /** Gives free money of an account back; never more than is free. The caller has settled whether the actor may. */
  refund(tx: Tx, input: RefundInput): Promise<Refund> {
    return this.refunds.refund(tx, input);
  }

  /** Takes a payment in from somebody at the desk: the account must be within the actor's reach. */
  receive(tx: Tx, input: PaymentInput): Promise<Payment> {
    return this.payments.receive(tx, input);
  }

  /** The same as part of a command that has settled already whether the actor may, such as a sale; gives its id. */
  pay(tx: Tx, input: PaymentInput): Promise<string> {
    return this.payments.pay(tx, input);
  }

  /** Takes a payment back: what it paid is open again, unless other free money pays it. */
  reversePayment(tx: Tx, id: string, reason: string): Promise<Payment> {
    return this.payments.reverse(tx, id, { reason });
  }
}
