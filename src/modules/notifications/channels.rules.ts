/** Ways a notice reaches somebody. */
export interface Channels {
  inbox: boolean;
  email: boolean;
}

/** What a user chose, and where they chose nothing, what the kind has. */
export function channelsOf(email: 'each' | 'daily' | 'off', chosen: Partial<Channels> | null): Channels {
  return { inbox: chosen?.inbox ?? true, email: chosen?.email ?? email !== 'off' };
}
