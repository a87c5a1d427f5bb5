import type { Language } from '../../kernel/errors.js';
import type { Tx } from '../../platform/database/tx.js';
import type { EventDefinition } from '../../platform/events/event.js';
import type { DeliveredEvent } from '../../platform/events/handlers.js';

/** Ids and numbers a notice is told from; nothing personal, since rows and letters' params keep them. */
export type NoticeParams = Readonly<Record<string, unknown>>;

/** Who hears: holders of the kind's permission in the branch of the event, or the user of one employee. */
export type Audience = 'holders' | { employeeId: string | null };

/** A notice as its text is made: in the reader's language, with the names the reader may see. */
export interface NoticeInHand {
  params: NoticeParams;
  /** The name of what a param points at; a dash where it is gone, or closed to the reader. */
  name(param: string): string;
}

export interface NoticeText {
  title: string;
  text: string;
}

/** One kind of notice, declared once: which event it comes from, who hears of it, how it is said. */
export interface NoticeKind<T extends object> {
  /** Stable; rows carry it. */
  code: string;
  event: EventDefinition<T>;
  /** What it is called in the preferences. */
  title: Readonly<Record<Language, string>>;
  /** Must be held to be told, and still be held to read it. */
  permission: string;
  /** By itself at once, in one letter a day, or in the inbox only. A user may choose otherwise. */
  email: 'each' | 'daily' | 'off';
  to?: (event: DeliveredEvent<T>) => Audience;
  /** What to keep; null: nothing to tell. Without it, the data of the event. */
  params?: (tx: Tx, event: DeliveredEvent<T>) => Promise<NoticeParams | null>;
  /** Params that are ids of what has a name: `{ clientId: 'client' }`. */
  names?: Readonly<Record<string, string>>;
  /** Never by e-mail, whatever was chosen. */
  isQuiet?: (params: NoticeParams) => boolean;
  text: Readonly<Record<Language, (notice: NoticeInHand) => NoticeText>>;
}

export const NO_NAME = '—';
