import type { KeyFigure } from './blocks.js';
import { formatDecimal, formatPercent, formatValue, type Manner } from './formats.js';

export interface Change {
  sign: '▲' | '▼' | '=';
  mood: 'good' | 'bad' | 'even';
  /** Said in words too: neither arrow nor colour is heard, or seen by everybody. */
  text: string;
}

const WORDS = {
  ru: { up: 'больше на', down: 'меньше на', same: 'как и раньше', before: 'было', points: 'п. п.' },
  en: { up: 'up', down: 'down', same: 'as before', before: 'was', points: 'pp' },
} as const;

/** How a figure changed since the period before; null when it was not compared, or is none. */
export function changeOf({ kind, value, before, rise }: KeyFigure, manner: Manner): Change | null {
  if (typeof value !== 'number' || before === undefined) return null;
  const words = WORDS[manner.language];
  const was = `${words.before} ${formatValue(kind, before, manner)}`;
  if (typeof before !== 'number') return { sign: '=', mood: 'even', text: was };
  if (value === before) return { sign: '=', mood: 'even', text: words.same };
  const isUp = value > before;
  const size = sizeOf(kind, value, before, manner);
  return {
    sign: isUp ? '▲' : '▼',
    mood: rise === undefined ? 'even' : isUp === (rise === 'good') ? 'good' : 'bad',
    text: `${isUp ? words.up : words.down} ${size}, ${was}`,
  };
}

/** Shares differ by points; what was nothing grows by no percentage. */
function sizeOf(kind: KeyFigure['kind'], value: number, before: number, manner: Manner): string {
  const difference = Math.abs(value - before);
  if (kind === 'percent')
    return `${formatDecimal(difference, manner.language, 1)}\u00A0${WORDS[manner.language].points}`;
  if (before <= 0) return formatValue(kind, difference, manner);
  return formatPercent((difference / before) * 100, manner.language);
}
