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

/** Rows as the statement gave them, made whole: shares, totals, places. */
export function complete(
  columns: readonly Column[],
  rows: readonly Row[],
  given: Row | null,
): { rows: Row[]; totals: Row | null } {
  const whole = rows.map((row) => withShares(columns, row));
  const sums = Object.fromEntries(
    columns.filter(({ total }) => total === 'sum').map(({ code }) => [code, sumOf(whole, code)]),
  );
  const counted = withShares(columns, { ...sums, ...given });
  const totals = Object.fromEntries(
    columns.map(({ code, total, share }): [string, Value] => [
      code,
      total === 'sum' || share !== undefined || given?.[code] !== undefined ? (counted[code] ?? null) : null,
    ]),
  );
  for (const { code, rank } of columns) if (rank !== undefined) placeAll(whole, code, rank);
  const hasTotals = columns.some(({ total }) => total === 'sum') || given !== null;
  return { rows: whole.map((row) => pick(columns, row)), totals: hasTotals ? pick(columns, totals) : null };
}

/** What only others are made of is not shown. */
const pick = (columns: readonly Column[], row: Row): Row =>
  Object.fromEntries(
    columns.filter(({ only }) => only !== 'nowhere').map(({ code }) => [code, row[code] ?? null]),
  );

function withShares(columns: readonly Column[], row: Row): Row {
  const shares = columns.flatMap(({ code, share }) =>
    share === undefined ? [] : [[code, percentOf(row[share.of] ?? null, row[share.in] ?? null)] as const],
  );
  return { ...row, ...Object.fromEntries(shares) };
}

/** To a tenth of a percent; of nothing there is no share. */
export function percentOf(part: Value, whole: Value): number | null {
  if (typeof part !== 'number' || typeof whole !== 'number' || whole === 0) return null;
  return Number(((part / whole) * 100).toFixed(1));
}

/** Of no rows it is nothing at all: nought. */
const sumOf = (rows: readonly Row[], code: string): number =>
  rows.reduce((sum, row) => sum + (typeof row[code] === 'number' ? row[code] : 0), 0);

/** 1, 2, 2, 4; what has no value has no place. */
function placeAll(rows: Row[], code: string, { by, first }: NonNullable<Column['rank']>): void {
  const values = rows.flatMap((row) => (typeof row[by] === 'number' ? [row[by]] : []));
  values.sort((a, b) => (first === 'most' ? b - a : a - b));
  const places = new Map<number, number>();
  for (const [index, value] of values.entries()) if (!places.has(value)) places.set(value, index + 1);
  for (const row of rows) row[code] = typeof row[by] === 'number' ? (places.get(row[by]) ?? null) : null;
}
