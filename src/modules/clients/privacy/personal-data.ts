import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/tx.js';
import type { Actor } from '../../../kernel/actor.js';

/** What a module keeps of a person that the walk over foreign keys cannot read or empty by itself: what is encrypted, or lies in files. */
export interface PersonalSection {
  /** Name in the export. */
  readonly section: string;
  /** Of the client and of the records that became this one; null when the actor may not see it. */
  export(actor: Actor, clientIds: readonly string[], clientId: string): Promise<unknown>;
  erase?(tx: Tx, clientIds: readonly string[]): Promise<void>;
}

/** Why a client cannot be erased just now. */
export interface ErasureObstacle {
  code: string;
  id: string;
}

export type ObstacleSource = (tx: Tx, clientId: string) => Promise<ErasureObstacle[]>;

/** Modules register in `onModuleInit`; this one need not know those above it. */
@Injectable()
export class PersonalData {
  private readonly known: PersonalSection[] = [];
  private readonly sources: ObstacleSource[] = [];

  register(section: PersonalSection): void {
    this.known.push(section);
  }

  /** Says what stands against an erasure: money owed, something still running. */
  refuseWhile(source: ObstacleSource): void {
    this.sources.push(source);
  }

  async export(
    actor: Actor,
    clientIds: readonly string[],
    clientId: string,
  ): Promise<Record<string, unknown>> {
    const sections: Record<string, unknown> = {};
    for (const one of this.known) sections[one.section] = await one.export(actor, clientIds, clientId);
    return sections;
  }

  async erase(tx: Tx, clientIds: readonly string[]): Promise<void> {
    for (const one of this.known) await one.erase?.(tx, clientIds);
  }

  async obstacles(tx: Tx, clientId: string): Promise<ErasureObstacle[]> {
    const found: ErasureObstacle[] = [];
    for (const source of this.sources) found.push(...(await source(tx, clientId)));
    return found;
  }
}
