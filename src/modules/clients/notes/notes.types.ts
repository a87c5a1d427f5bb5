export const noteTypes = [
  'instruction',
  'explanation',
  'behaviour',
  'preference',
  'request',
  'call',
  'visit',
] as const;
export type NoteType = (typeof noteTypes)[number];
