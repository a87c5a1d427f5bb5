/** A time that is wanted, or one that is taken. */
interface Span {
  startsAt: string;
  endsAt: string;
}

/** Lessons that are wanted and those in their way that hang together: they all get one overlap id. */
export interface Heap<W, C> {
  wanted: W[];
  clashes: C[];
}

/** Whether they share a moment; instants may be written in any zone. */
export const meets = (a: Span, b: Span): boolean =>
  Date.parse(a.startsAt) < Date.parse(b.endsAt) && Date.parse(b.startsAt) < Date.parse(a.endsAt);

/**
 * Sorts what is in the way into heaps: two wanted lessons that meet the same third one belong
 * together.
 */
export function heapsOf<W extends Span, C extends Span & { lessonId: string }>(
  wanted: readonly W[],
  clashes: readonly C[],
): Heap<W, C>[] {
  const heaps: Heap<W, C>[] = [];
  for (const one of wanted) {
    const met = clashes.filter((clash) => meets(clash, one));
    if (met.length === 0) continue;
    const ids = new Set(met.map(({ lessonId }) => lessonId));
    const touched = heaps.filter((heap) => heap.clashes.some(({ lessonId }) => ids.has(lessonId)));
    const all = new Set([...touched.flatMap((heap) => heap.clashes), ...met]);
    const joined = { wanted: [...touched.flatMap((heap) => heap.wanted), one], clashes: [...all] };
    for (const heap of touched) heaps.splice(heaps.indexOf(heap), 1);
    heaps.push(joined);
  }
  return heaps;
}
