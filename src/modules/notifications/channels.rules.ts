/** Ways a notice reaches somebody. */
export interface Channels {
  inbox: boolean;
  email: boolean;
}

const WAYS = ['inbox', 'email'] as const;

/** What is chosen once a form came back: a way that stays as it was is no choice. */
export function chosenBy(
  email: 'each' | 'daily' | 'off',
  chosen: Partial<Channels> | null,
  form: Partial<Channels>,
): Partial<Channels> {
  const before = channelsOf(email, chosen);
  const changed = WAYS.filter((way) => form[way] !== undefined && form[way] !== before[way]);
  return { ...chosen, ...Object.fromEntries(changed.map((way) => [way, form[way]])) };
}

/** What a user chose, and where they chose nothing, what the kind has. */
export function channelsOf(email: 'each' | 'daily' | 'off', chosen: Partial<Channels> | null): Channels {
  return { inbox: chosen?.inbox ?? true, email: chosen?.email ?? email !== 'off' };
}
