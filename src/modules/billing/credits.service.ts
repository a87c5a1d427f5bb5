import { Injectable } from '@nestjs/common';
import type { Minor } from '../../kernel/money.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { releaseExcess, type Allocation } from './allocation.rules.js';
import { ChargeNotStanding, CreditExceedsCharge } from './billing.errors.js';
import { chargesCredited } from './billing.events.js';
import { BillingRepository } from './billing.repository.js';
import { CreditsRepository, type StandingCharge } from './credits.repository.js';
import { Settlement } from './settlement.js';

export interface CreditInput {
  chargeId: string;
  /** Minor units, above zero, at most what stands of the charge. */
  amount: Minor;
  reason: string;
}

/** Takes parts of charges off: less is owed, and what was paid above the rest becomes free money. */
@Injectable()
export class CreditsService {
  constructor(
    private readonly accounts: BillingRepository,
    private readonly repository: CreditsRepository,
    private readonly settlement: Settlement,
    private readonly events: Events,
  ) {}

  async credit(tx: Tx, credits: readonly CreditInput[]): Promise<void> {
    const first = credits[0];
    if (first === undefined) return;
    const asked = totals(credits);
    const chargeIds = [...asked.keys()];
    const accountIds = await this.accounts.lockAccountsOfCharges(tx, chargeIds);
    const charges = await this.repository.standing(tx, chargeIds);
    refuse(asked, charges);
    const paidBy = await this.repository.allocationsOf(tx, chargeIds);
    this.accounts.allocate(
      tx,
      charges.flatMap((charge) => excessOf(charge, asked.get(charge.id) ?? 0, paidBy)),
    );
    await this.repository.enter(tx, credits);
    await this.settlement.settle(tx, accountIds);
    const credited = chargesCredited({
      credits: credits.map(({ chargeId, amount }) => ({ chargeId, amount })),
    });
    await this.events.record(tx, credited, { subjectId: first.chargeId, branchId: charges[0]?.branchId });
  }
}

function refuse(asked: ReadonlyMap<string, Minor>, charges: readonly StandingCharge[]): void {
  const standing = new Map(charges.map((charge) => [charge.id, charge.amount - charge.credited]));
  for (const [chargeId, amount] of asked) {
    const stands = standing.get(chargeId);
    if (stands === undefined) throw ChargeNotStanding({ id: chargeId });
    if (amount <= 0 || amount > stands) throw CreditExceedsCharge({ id: chargeId, asked: amount, stands });
  }
}

function excessOf(charge: StandingCharge, asked: Minor, paidBy: readonly Allocation[]): Allocation[] {
  const excess = charge.paid - (charge.amount - charge.credited - asked);
  const ours = paidBy.filter((allocation) => allocation.chargeId === charge.id);
  return excess > 0 ? releaseExcess(ours, excess) : [];
}

function totals(credits: readonly CreditInput[]): Map<string, Minor> {
  const sums = new Map<string, Minor>();
  for (const { chargeId, amount } of credits) sums.set(chargeId, (sums.get(chargeId) ?? 0) + amount);
  return sums;
}
