import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import type { EventDefinition } from './event.js';

/** An event as its handler meets it. */
export interface DeliveredEvent<T extends object = object> {
  id: string;
  name: string;
  at: string;
  subjectId: string | null;
  branchId: string | null;
  data: T;
}

type Handle<T extends object> = (tx: Tx, event: DeliveredEvent<T>) => Promise<void>;

/** Who reacts to what. A handler's name is stable: rows in the database carry it. */
@Injectable()
export class EventHandlers {
  private readonly byName = new Map<string, Handle<object>>();
  private readonly byEvent = new Map<string, string[]>();

  /** Registers a reaction; it runs in one transaction with the removal of its delivery row. */
  on<T extends object>(event: EventDefinition<T>, handler: string, handle: Handle<T>): void {
    if (this.byName.has(handler)) throw new Error(`event handler registered twice: ${handler}`);
    this.byName.set(handler, handle as Handle<object>);
    this.byEvent.set(event.eventName, [...(this.byEvent.get(event.eventName) ?? []), handler]);
  }

  namesFor(event: string): readonly string[] {
    return this.byEvent.get(event) ?? [];
  }

  find(handler: string): Handle<object> | undefined {
    return this.byName.get(handler);
  }
}
