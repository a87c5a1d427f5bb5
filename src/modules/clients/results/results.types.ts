export const resultKinds = ['achievement', 'progress', 'reward', 'penalty', 'certificate'] as const;
export type ResultKind = (typeof resultKinds)[number];
