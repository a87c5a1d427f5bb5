import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';

/** Brings back whoever asked, with what they may do now; the module that knows users says how. */
@Injectable()
export class ActorSource {
  private load: (userId: string) => Promise<Actor | null> = () => Promise.resolve(null);

  use(load: (userId: string) => Promise<Actor | null>): void {
    this.load = load;
  }

  find(userId: string): Promise<Actor | null> {
    return this.load(userId);
  }
}
