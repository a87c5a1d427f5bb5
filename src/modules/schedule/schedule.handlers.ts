import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Timers } from '../../platform/events/timers.js';
import { WaitlistService } from './groups/waitlist.service.js';
import { SeriesService } from './series/series.service.js';

/** Each day lessons are made ahead up to the horizon; each hour offers that ended go to the next in the line. */
@Injectable()
export class ScheduleHandlers implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly series: SeriesService,
    private readonly waitlist: WaitlistService,
  ) {}

  onModuleInit(): void {
    this.timers.every('day', 'schedule.materialised', async (tx) => {
      await this.series.materialise(tx);
    });
    this.timers.every('hour', 'waitlist.tended', (tx) => this.waitlist.tend(tx));
  }
}
