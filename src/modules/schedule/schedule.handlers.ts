import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Timers } from '../../platform/events/timers.js';
import { SeriesService } from './series/series.service.js';

/** Each day lessons are made ahead up to the horizon. */
@Injectable()
export class ScheduleHandlers implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly series: SeriesService,
  ) {}

  onModuleInit(): void {
    this.timers.every('day', 'schedule.materialised', async (tx) => {
      await this.series.materialise(tx);
    });
  }
}
