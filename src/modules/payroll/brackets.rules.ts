import type { Fault } from '../../kernel/errors.js';
import { multiply, type Minor } from '../../kernel/money.js';
import type { BracketMode, PayBracket } from './pay.types.js';

/**
 * Brackets by head-count, the first from 0. *Whole*: all is paid at the bracket that the head-count falls in. *Marginal*:
 * of a rate per attendee each head is paid at the rate of its own bracket; of a rate per lesson or hour each bracket that
 * is reached adds its rate to those below.
 */
export function rateByHeads(
  brackets: readonly PayBracket[],
  mode: BracketMode | undefined,
  heads: number,
): Minor {
  const reached = brackets.filter(({ from }) => from <= heads);
  if (mode === 'whole') return reached.at(-1)?.rate ?? 0;
  return reached.reduce((sum, { rate }) => sum + rate, 0);
}

/** What so many attendees pay. */
export function sumByHeads(
  brackets: readonly PayBracket[],
  mode: BracketMode | undefined,
  heads: number,
): Minor {
  if (mode === 'whole') return multiply(rateByHeads(brackets, mode, heads), heads);
  return brackets.reduce((sum, { from, rate }, index) => {
    const first = Math.max(from, 1);
    const last = Math.min(heads, (brackets[index + 1]?.from ?? Infinity) - 1);
    return sum + multiply(rate, Math.max(0, last - first + 1));
  }, 0);
}

/** Brackets begin at 0 and rise. */
export function bracketFaults(brackets: readonly { from: number }[]): Fault[] {
  return brackets.flatMap(({ from }, index): Fault[] => {
    const pointer = `/brackets/${String(index)}/from`;
    if (index === 0) {
      return from === 0
        ? []
        : [{ pointer, code: 'value.not-allowed', detail: 'The first bracket begins at 0.' }];
    }
    const before = brackets[index - 1]?.from ?? 0;
    if (from > before) return [];
    return [{ pointer, code: 'value.not-allowed', detail: 'Each bracket begins above the one before.' }];
  });
}
