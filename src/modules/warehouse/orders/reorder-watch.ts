import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Timers } from '../../../platform/events/timers.js';
import { ReorderService } from './reorder.service.js';

/** The hourly look at what changed without a movement. */
@Injectable()
export class ReorderWatch implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly reorder: ReorderService,
  ) {}

  onModuleInit(): void {
    this.timers.every('hour', 'reorder.watched', (tx) => this.reorder.watch(tx));
  }
}
