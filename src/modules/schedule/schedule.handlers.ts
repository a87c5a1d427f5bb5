import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Timers } from '../../platform/events/timers.js';
import { WaitlistService } from './groups/waitlist.service.js';
import { PaymentsPayService } from './pay/payments-pay.service.js';
import { SeriesService } from './series/series.service.js';

/**
 * Each day lessons are made ahead up to the horizon; each hour offers that ended go to the next in the line, and
 * payments that came are told to the pay of those who teach who paid.
 */
@Injectable()
export class ScheduleHandlers implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly series: SeriesService,
    private readonly waitlist: WaitlistService,
    private readonly payments: PaymentsPayService,
  ) {}

  onModuleInit(): void {
    this.timers.every('day', 'schedule.materialised', async (tx) => {
      await this.series.materialise(tx);
    });
    this.timers.every('hour', 'waitlist.tended', (tx) => this.waitlist.tend(tx));
    this.timers.every('hour', 'payments.attributed', async (tx) => {
      await this.payments.attribute(tx);
    });
  }
}
