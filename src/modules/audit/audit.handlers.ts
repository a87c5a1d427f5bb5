import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Timers } from '../../platform/events/timers.js';
import { SealsService } from './seals.service.js';
import { VerificationService } from './verification.service.js';

/** The trail is sealed every hour, one hour behind, and what was sealed is compared every night. */
@Injectable()
export class AuditHandlers implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly seals: SealsService,
    private readonly verification: VerificationService,
  ) {}

  onModuleInit(): void {
    this.timers.every('hour', 'trail.sealed', async (tx) => {
      // This transaction is older than the ceiling noted now, so that one is settled at the next hour.
      await this.seals.noteCeiling();
      await this.seals.seal(tx);
    });
    this.timers.every('day', 'trail.verified', (tx) => this.verification.verifyNightly(tx));
  }
}
