import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { scopeOf } from '../../kernel/actor.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { EventHandlers } from '../../platform/events/handlers.js';
import type { NoticeKind } from './notice.js';
import { NoticesService } from './notices.service.js';

/** Every kind of notice there is. */
@Injectable()
export class NoticeKinds {
  private readonly kinds = new Map<string, NoticeKind<object>>();

  constructor(
    private readonly handlers: EventHandlers,
    private readonly notices: NoticesService,
  ) {}

  /** Declares a kind, and from now on tells it. */
  add<T extends object>(kind: NoticeKind<T>): void {
    if (this.kinds.has(kind.code)) throw new Error(`notice declared twice: ${kind.code}`);
    this.kinds.set(kind.code, kind as unknown as NoticeKind<object>);
    this.handlers.on(kind.event, `notifications.${kind.code}`, (tx, event) =>
      this.notices.tell(tx, kind, event),
    );
  }

  find(code: string): NoticeKind<object> | undefined {
    return this.kinds.get(code);
  }

  /** What an actor may be told, in order of code. */
  openTo(actor: Actor): NoticeKind<object>[] {
    return [...this.kinds.values()]
      .filter(({ permission }) => scopeOf(actor, permission) !== null)
      .sort((a, b) => (a.code < b.code ? -1 : 1));
  }

  /** The condition that the actor may still read a notice (alias `n`): a right that was taken away closes the old ones too. */
  readable(actor: Actor): Sql {
    const codesOf = (...scopes: string[]): string[] =>
      this.openTo(actor)
        .filter(({ permission }) => scopes.includes(scopeOf(actor, permission) ?? ''))
        .map(({ code }) => code);
    return sql`(n.kind = any (${codesOf('all')}::text[])
      or (n.kind = any (${codesOf('branch')}::text[]) and (n.is_direct or n.branch_id = any (${actor.branchIds}::uuid[])))
      or (n.kind = any (${codesOf('own')}::text[]) and n.is_direct))`;
  }
}
