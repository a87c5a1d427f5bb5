import { Global, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { Deliveries } from './deliveries.js';
import { Events } from './events.js';
import { EventHandlers } from './handlers.js';
import { Housekeeping } from './housekeeping.js';
import { Relay } from './relay.js';
import { TimerHand, Timers } from './timers.js';

/** Recording events, for every process. */
@Global()
@Module({
  providers: [Events, EventHandlers, Deliveries, Timers, Housekeeping],
  exports: [Events, EventHandlers, Deliveries, Timers],
})
export class EventsModule {}

/** Carrying them out and hearing the clock, for workers. */
@Module({
  imports: [ScheduleModule.forRoot()],
  providers: [Relay, TimerHand],
})
export class RelayModule {}
