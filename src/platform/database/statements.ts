import type { QueryConfig } from 'pg';
import type { Sql } from './sql.js';

/**
 * Turns SQL into what `pg` runs. A text seen before gets a name, so PostgreSQL parses and plans it once per connection;
 * switch it off (`DATABASE_PREPARED=false`) behind a pooler that cannot keep statements.
 */
export class Statements {
  private readonly names = new Map<string, string>();

  constructor(private readonly named: boolean) {}

  prepare(statement: Sql): QueryConfig {
    const { text, values } = statement.compile();
    if (!this.named || values.length === 0) return { text, values };
    return { name: this.nameOf(text), text, values };
  }

  /** A text of ours without values, one of a few. */
  fixed(text: string): QueryConfig {
    return this.named ? { name: this.nameOf(text), text } : { text };
  }

  /** For statements whose best plan depends on the value, such as a search by part of a name. */
  unnamed(statement: Sql): QueryConfig {
    return statement.compile();
  }

  private nameOf(text: string): string {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    // A text made of ever new fragments must not fill the server's memory: past this many, statements stay unnamed.
    const name = this.names.size < 2_000 ? `s${this.names.size + 1}` : '';
    this.names.set(text, name);
    return name;
  }
}
