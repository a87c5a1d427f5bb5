import type { Actor, Scope } from '../../kernel/actor.js';
import { reachesBranch, scopeOf } from '../../kernel/actor.js';
import type { Value } from '../../platform/render/formats.js';
import type { Column, Report, Row } from './report.js';

const WIDTH: Readonly<Record<Scope, number>> = { own: 1, branch: 2, all: 3 };

/**
 * The columns somebody sees. A right that reaches less far than the report itself opens its fields only for a branch it
 * reaches: a total over rows that are half seen would say what is not shown.
 */
export function visibleColumns(report: Report, actor: Actor, branchId: string | null): Column[] {
  const scope = scopeOf(actor, report.permission);
  const sees = (permission: string): boolean => {
    const held = scopeOf(actor, permission);
    if (held === null || scope === null) return false;
    return WIDTH[held] >= WIDTH[scope] || (branchId !== null && reachesBranch(actor, permission, branchId));
  };
  const byCode = new Map(report.columns.map((column) => [column.code, column]));
  const isOpen = ({ groups = [], share, rank }: Column): boolean =>
    groups.every(({ read }) => sees(read)) &&
    [share?.of, share?.in, rank?.by].every((code) => {
      const other = code === undefined ? undefined : byCode.get(code);
      return other === undefined || isOpen(other);
    });
  return report.columns.filter(isOpen);
}

/** Rows as the statement gave them, and their totals. */
export function complete(
  columns: readonly Column[],
  rows: readonly Row[],
  given: Row | null,
): { rows: Row[]; totals: Row | null } {
  const totals = new Totals(columns, given);
  for (const row of rows) totals.add(row);
  return { rows: rows.map((row) => pick(columns, row)), totals: totals.told() };
}

/** Totals of rows that pass by: sums, what the statement of totals gave, and shares of both. */
export class Totals {
  private readonly sums = new Map<string, number>();

  constructor(
    private readonly columns: readonly Column[],
    private readonly given: Row | null,
  ) {
    // Of no rows it is nothing at all: nought.
    for (const { code, total } of columns) if (total === 'sum') this.sums.set(code, 0);
  }

  add(row: Row): void {
    for (const [code, sum] of this.sums) {
      const value = row[code];
      if (typeof value === 'number') this.sums.set(code, sum + value);
    }
  }

  told(): Row | null {
    if (this.sums.size === 0 && this.given === null) return null;
    const known: Row = { ...Object.fromEntries(this.sums), ...this.given };
    const shown = this.columns.map(({ code, share }): [string, Value] => [
      code,
      share === undefined
        ? (known[code] ?? null)
        : percentOf(known[share.of] ?? null, known[share.in] ?? null),
    ]);
    return pick(this.columns, Object.fromEntries(shown));
  }
}

/** What only others are made of is not shown. */
export const pick = (columns: readonly Column[], row: Row): Row =>
  Object.fromEntries(
    columns.filter(({ only }) => only !== 'nowhere').map(({ code }) => [code, row[code] ?? null]),
  );

/** To a tenth of a percent, a half away from nought, as the database does it; of nothing there is no share. */
export function percentOf(part: Value, whole: Value): number | null {
  if (typeof part !== 'number' || typeof whole !== 'number' || whole === 0) return null;
  if (!Number.isSafeInteger(part) || !Number.isSafeInteger(whole))
    return Number(((part / whole) * 100).toFixed(1));
  const [above, below] = [BigInt(Math.abs(part)) * 1000n, BigInt(Math.abs(whole))];
  const tenths = Number((above * 2n + below) / (below * 2n));
  return tenths === 0 ? 0 : (Math.sign(part) * Math.sign(whole) * tenths) / 10;
}
