import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Money } from '../../kernel/money.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import {
  ChargeBelongsElsewhere,
  ChargeNotFound,
  ChargeNotOpen,
  ChargeNotStanding,
  DueDayTheSame,
} from './billing.errors.js';
import { chargeDueDayMoved, chargeSplit } from './billing.events.js';
import { Billing } from './billing.permissions.js';
import { BillingService } from './billing.service.js';
import type { ChargeCard } from './charges.dto.js';
import { ChargesQueries } from './charges.queries.js';
import { ChargesRepository, type LockedCharge } from './charges.repository.js';
import { planInstalments } from './instalment.rules.js';
import { refuseWalkIn } from './paying-accounts.js';

/** What the desk does with charges: takes back those made by hand, writes off, gives time to pay. */
@Injectable()
export class ChargesService {
  constructor(
    private readonly repository: ChargesRepository,
    private readonly billing: BillingService,
    private readonly queries: ChargesQueries,
    private readonly events: Events,
  ) {}

  /** Only what was made by hand: a subscription's or a visit's charge goes with its subscription or visit. */
  async reverse(tx: Tx, id: string, reason: string): Promise<ChargeCard> {
    const charge = await this.lock(tx, id, Billing.write);
    if (charge.kind !== 'other') throw ChargeBelongsElsewhere({ id, kind: charge.kind });
    await this.billing.reverseCharges(tx, [id], reason);
    return this.queries.get(tx, id);
  }

  async writeOff(tx: Tx, id: string, input: { amount: Money; reason: string }): Promise<ChargeCard> {
    await this.lock(tx, id, Billing.credit);
    await this.billing.credit(tx, [{ chargeId: id, amount: input.amount.amount, reason: input.reason }]);
    return this.queries.get(tx, id);
  }

  async postpone(tx: Tx, id: string, input: { dueOn: LocalDate; reason: string }): Promise<ChargeCard> {
    const charge = await this.lockOpen(tx, id);
    if (charge.dueOn === input.dueOn) throw DueDayTheSame({ dueOn: input.dueOn });
    await this.repository.moveDueDay(tx, charge, input.dueOn, input.reason);
    const moved = chargeDueDayMoved({ chargeId: id, wasDueOn: charge.dueOn, dueOn: input.dueOn });
    await this.events.record(tx, moved, { subjectId: id, branchId: charge.branchId });
    return this.queries.get(tx, id);
  }

  /** What is open is paid in parts: the first stays with the charge, each other is a charge of its own for the same thing. */
  async payInParts(
    tx: Tx,
    id: string,
    input: { parts: readonly { dueOn: LocalDate; amount: Money }[]; reason: string },
  ): Promise<ChargeCard> {
    const charge = await this.lockOpen(tx, id);
    const parts = input.parts.map(({ dueOn, amount }) => ({ dueOn, amount: amount.amount }));
    const { first, rest } = planInstalments(charge.open, parts);
    const made = await this.repository.split(tx, id, rest);
    if (first.dueOn !== charge.dueOn) await this.repository.moveDueDay(tx, charge, first.dueOn, input.reason);
    const split = chargeSplit({ chargeId: id, chargeIds: made });
    await this.events.record(tx, split, { subjectId: id, branchId: charge.branchId });
    return this.queries.get(tx, id);
  }

  private async lockOpen(tx: Tx, id: string): Promise<LockedCharge> {
    const charge = await this.lock(tx, id, Billing.write);
    if (charge.open === 0) throw ChargeNotOpen({ id });
    return charge;
  }

  private async lock(tx: Tx, id: string, permission: string): Promise<LockedCharge> {
    const charge = await this.repository.lock(tx, id);
    if (charge === null || !reachesBranch(tx.actor, permission, charge.branchId))
      throw ChargeNotFound({ id });
    if (charge.reversedAt !== null) throw ChargeNotStanding({ id });
    refuseWalkIn(charge);
    return charge;
  }
}
