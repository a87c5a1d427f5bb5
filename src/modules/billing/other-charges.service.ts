import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Money } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { VatService } from '../catalogue/index.js';
import { ClientsService } from '../clients/index.js';
import { BranchesService } from '../organisation/index.js';
import { ChargeOfNothing } from './billing.errors.js';
import { Billing } from './billing.permissions.js';
import { BillingService } from './billing.service.js';
import type { ChargeCard } from './charges.dto.js';
import { ChargesQueries } from './charges.queries.js';

export interface OtherChargeInput {
  clientId: string;
  amount: Money;
  description: string;
  dueOn?: LocalDate;
  vatCode?: string;
}

/** Charges that the desk makes by hand, for what is neither a subscription nor a visit. */
@Injectable()
export class OtherChargesService {
  constructor(
    private readonly billing: BillingService,
    private readonly queries: ChargesQueries,
    private readonly clients: ClientsService,
    private readonly branches: BranchesService,
    private readonly vat: VatService,
  ) {}

  async make(tx: Tx, input: OtherChargeInput): Promise<ChargeCard> {
    const { clientId, description, amount, vatCode = 'none' } = input;
    await this.vat.assertKnown(tx, vatCode);
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
}
