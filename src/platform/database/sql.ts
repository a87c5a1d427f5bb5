/**
 * SQL as a tagged template: values always travel as parameters, fragments nest. There is no way to put a caller's
 * text into a statement. `sql.ident` is the one exception, for identifiers written in our own code.
 */
export class Sql {
  constructor(
    readonly chunks: readonly string[],
    readonly parts: readonly unknown[],
  ) {}

  /** The statement text with `$1…` and its values. */
  compile(): { text: string; values: unknown[] } {
    const values: unknown[] = [];
    return { text: this.render(values), values };
  }

  private render(values: unknown[]): string {
    let text = this.chunks[0] ?? '';
    for (let index = 0; index < this.parts.length; index += 1) {
      const part = this.parts[index];
      text += part instanceof Sql ? part.render(values) : `$${values.push(part)}`;
      text += this.chunks[index + 1] ?? '';
    }
    return text;
  }
}

export function sql(chunks: TemplateStringsArray, ...parts: unknown[]): Sql {
  return new Sql(chunks, parts);
}

const NAME = /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/;

/** An identifier from our own code, checked to be one: a table or a column, never a caller's text. */
sql.ident = (identifier: string): Sql => {
  if (!NAME.test(identifier)) throw new Error(`not an SQL name: ${identifier}`);
  return new Sql([identifier], []);
};

const COLUMN = /^[a-z][A-Za-z0-9]*$/;

/** The name of a column of a result, as the code of our own writes it: small and capital letters. */
sql.column = (name: string): Sql => {
  if (!COLUMN.test(name)) throw new Error(`not the name of a column: ${name}`);
  return new Sql([`"${name}"`], []);
};

/**
 * A whole number of ours in the text itself, where a plan made once for all values must know it: of a `limit` that is a
 * parameter PostgreSQL thinks a tenth of everything, and plans anew each time.
 */
sql.whole = (value: number): Sql => {
  if (!Number.isSafeInteger(value)) throw new Error(`not a whole number: ${String(value)}`);
  return new Sql([String(value)], []);
};

sql.join = (fragments: readonly Sql[], separator: Sql): Sql => {
  if (fragments.length === 0) throw new Error('nothing to join');
  const glue = separator.compile().text;
  return new Sql(['', ...fragments.slice(1).map(() => glue), ''], fragments);
};

/** All conditions, or `true` when there is none. */
sql.and = (conditions: readonly (Sql | null | undefined | false)[]): Sql => {
  const given = conditions.filter((condition) => condition instanceof Sql);
  return given.length === 0 ? sql`true` : sql.join(given, sql` and `);
};

sql.empty = sql``;
