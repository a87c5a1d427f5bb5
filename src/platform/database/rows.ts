import type { EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { sql, type Sql } from './sql.js';

type Row = Record<string, unknown>;

/** An insert of rows as they are; a member that a row lacks gets the column's default. */
export function insertion(table: EntityMetadata, rows: readonly Row[]): Sql {
  const columns = table.columns.filter(({ propertyName }) =>
    rows.some((row) => row[propertyName] !== undefined),
  );
  const names = columns.map(({ databaseName }) => sql.ident(databaseName));
  const values = rows.map((row) => {
    const given = columns.map((column) => valueOf(column, row[column.propertyName]));
    return sql`(${sql.join(given, sql`, `)})`;
  });
  return sql`insert into ${sql.ident(table.tableName)} (${sql.join(names, sql`, `)}) values ${sql.join(values, sql`, `)}`;
}

/** An update of the row with this id. */
export function alteration(table: EntityMetadata, id: string, change: Row): Sql {
  const sets = table.columns
    .filter(({ propertyName }) => change[propertyName] !== undefined)
    .map(
      (column) => sql`${sql.ident(column.databaseName)} = ${valueOf(column, change[column.propertyName])}`,
    );
  return sql`update ${sql.ident(table.tableName)} set ${sql.join(sets, sql`, `)} where id = ${id}`;
}

function valueOf({ type }: ColumnMetadata, value: unknown): Sql {
  if (value === undefined) return sql`default`;
  const isJson = (type === 'jsonb' || type === 'json') && value !== null;
  return sql`${isJson ? JSON.stringify(value) : value}`;
}
