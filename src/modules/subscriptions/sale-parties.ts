import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Tx } from '../../platform/database/tx.js';
import { ClientsService, type ClientBrief } from '../clients/index.js';
import { BranchesService } from '../organisation/index.js';
import type { Plan } from './plans.dto.js';
import { PlansQueries } from './plans.queries.js';
import { PlanArchived } from './subscriptions.errors.js';
import { Subscriptions } from './subscriptions.permissions.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';

export interface Parties {
  readonly client: ClientBrief;
  readonly plan: Plan;
  /** The day of the sale where the client is taught. */
  readonly today: LocalDate;
}

/** Who buys what, and on which day: what a sale stands on before it is decided. */
@Injectable()
export class SaleParties {
  constructor(
    private readonly clients: ClientsService,
    private readonly plans: PlansQueries,
    private readonly branches: BranchesService,
    private readonly repository: SubscriptionsRepository,
  ) {}

  /** Finds both, with all that is wrong with them at once, and locks the client. */
  async meet(tx: Tx, { clientId, planId }: { clientId: string; planId: string }): Promise<Parties> {
    const client = await this.client(tx, clientId, Subscriptions.write);
    const plan = await this.plans.find(tx, planId);
    if (client === null || plan === null) {
      const faults = [
        client === null ? unknownReference('/clientId') : [],
        plan === null ? unknownReference('/planId') : [],
      ];
      throw invalid(faults.flat());
    }
    if (plan.isArchived) throw PlanArchived({ name: plan.name });
    await this.repository.lockClients(tx, [client.id]);
    return { client, plan, today: await this.branches.today(tx, client.branchId) };
  }

  today(tx: Tx, branchId: string): Promise<LocalDate> {
    return this.branches.today(tx, branchId);
  }

  /** The client, when they are there and the actor may do this for them. */
  async client(tx: Tx, clientId: string, permission: string): Promise<ClientBrief | null> {
    const [client] = await this.clients.getMany(tx, [clientId]);
    return client !== undefined && reachesBranch(tx.actor, permission, client.branchId) ? client : null;
  }
}
