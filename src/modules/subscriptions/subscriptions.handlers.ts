import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventHandlers } from '../../platform/events/handlers.js';
import { Timers } from '../../platform/events/timers.js';
import { LeftoversService } from './leftovers.service.js';
import { RenewalsService } from './renewals.service.js';
import { occasions } from './subscriptions.events.js';
import { WatchService } from './watch.service.js';

/**
 * Every hour all subscriptions are looked at, so that each branch hears right after its own midnight. What is to be
 * done about one (renew, settle) is a reaction of its own: one that fails holds nobody else up.
 */
@Injectable()
export class SubscriptionsHandlers implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly handlers: EventHandlers,
    private readonly watch: WatchService,
    private readonly renewals: RenewalsService,
    private readonly leftovers: LeftoversService,
  ) {}

  onModuleInit(): void {
    this.timers.every('hour', 'subscriptions.watched', (tx) => this.watch.lookAtAll(tx));
    this.handlers.on(occasions['renewal-due'], 'subscriptions.renew-when-due', (tx, event) =>
      this.renewals.autoRenew(tx, event.data.subscriptionId),
    );
    this.handlers.on(occasions['leftovers-due'], 'subscriptions.settle-leftovers', (tx, event) =>
      this.leftovers.settle(tx, event.data.subscriptionId),
    );
  }
}
