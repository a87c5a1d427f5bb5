import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Money } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { ClientsService } from '../clients/index.js';
import { BranchesService } from '../organisation/index.js';
import {
  ChargeBelongsElsewhere,
  ChargeNotFound,
  ChargeNotOpen,
  ChargeNotStanding,
  ChargeOfNothing,
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

export interface OtherChargeInput {
  clientId: string;
  amount: Money;
  description: string;
  dueOn?: LocalDate;
  vatCode?: string;
}

/** What the desk does with charges by hand: makes other ones, takes them back, writes off, gives time to pay. */
@Injectable()
export class ChargesService {
  constructor(
    private readonly repository: ChargesRepository,
    private readonly billing: BillingService,
    private readonly queries: ChargesQueries,
    private readonly clients: ClientsService,
    private readonly branches: BranchesService,
    private readonly events: Events,
  ) {}

  async make(tx: Tx, input: OtherChargeInput): Promise<ChargeCard> {
    const { clientId, description, amount, vatCode = 'none' } = input;
    if (!(await this.repository.knowsVatCode(tx, vatCode))) throw invalid([unknownReference('/vatCode')]);
    // Clients before accounts, like everybody else who needs both.
    await tx.query(sql`select from clients where id = ${clientId} for key share`);
    const [client] = await this.clients.getMany(tx, [clientId]);
    if (client === undefined || !reachesBranch(tx.actor, Billing.write, client.branchId))
      throw invalid([unknownReference('/clientId')]);
    if (amount.amount === 0) throw ChargeOfNothing();
    const { branchId } = client;
    const dueOn = input.dueOn ?? (await this.branches.today(tx, branchId));
    const id = newId();
    const what = {
      kind: 'other' as const,
      subjectId: id,
      description,
      amount: amount.amount,
      dueOn,
      vatCode,
    };
    await this.billing.charge(tx, [{ id, clientId, branchId, ...what }]);
    return this.queries.get(tx, id);
  }

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
