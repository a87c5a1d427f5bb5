import type { LetterStatus, MailAddress, Recipient } from './letter.js';

const ADDRESS = /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]{1,190}\.[^\s@<>,;:"()[\]\\.]{1,63}$/;

/** Fit for an envelope: one address, on one line. Whether somebody is there only their server knows. */
export const isAddress = (text: string): boolean => text.length <= 254 && ADDRESS.test(text);

/** Each address once, in the order given. */
export function recipientsOf(to: readonly MailAddress[]): Recipient[] {
  const byAddress = new Map<string, Recipient>();
  for (const { address, name } of to) {
    const key = address.trim().toLowerCase();
    if (key === '' || byAddress.has(key)) continue;
    byAddress.set(key, { address: address.trim(), name: cleaned(name), state: 'waiting' });
  }
  return [...byAddress.values()];
}

const cleaned = (name: string | undefined): string | null => {
  const text = (name ?? '').replace(/[\p{Cc}<>"]+/gu, ' ').trim();
  return text === '' ? null : text;
};

/** What came of speaking to the server. */
export interface Answer {
  /** The server took the message for everybody who is not among the refused. */
  taken: boolean;
  /** Whether the message was ended, so that it may have been taken without our knowing. */
  handed: boolean;
  /** Its last word, if it said one. */
  code: number | null;
  /** Why not: a code of ours, never the server's text, which repeats addresses. */
  problem: string | null;
  /** A fault of this letter, as opposed to the connection or the settings. */
  isOfLetter: boolean;
  refused: readonly { address: string; code: number | null }[];
}

export interface Verdict {
  status: Extract<LetterStatus, 'queued' | 'sent' | 'failed' | 'unknown'>;
  outcome: 'sent' | 'again' | 'failed' | 'unknown';
  problem: string | null;
  recipients: Recipient[];
  /** Seconds until the next try. */
  pause: number | null;
}

const isForEver = (code: number | null): boolean => code !== null && code >= 500;

/**
 * What becomes of a letter after an attempt. Silence after the message was ended is `unknown`: it may have come, and is
 * not sent again by itself. A "never" (5xx) about the letter is final, of some recipients for those; anything else is
 * tried again while there are pauses left. `tries` counts this one.
 */
export function judge(
  recipients: readonly Recipient[],
  answer: Answer,
  { tries, pauses }: { tries: number; pauses: readonly number[] },
): Verdict {
  const after = recipients.map((one) => afterAnswer(one, answer));
  const ended = (status: 'sent' | 'failed' | 'unknown', problem: string | null): Verdict => ({
    ...{ status, outcome: status, problem, recipients: after, pause: null },
  });
  if (answer.handed && !answer.taken && answer.code === null)
    return ended('unknown', answer.problem ?? 'no-answer');
  const is = (state: Recipient['state']): boolean => after.some((one) => one.state === state);
  if (!is('waiting') && is('sent')) return ended('sent', is('refused') ? 'recipient-refused' : null);
  if (!is('waiting')) return ended('failed', answer.problem ?? 'recipient-refused');
  const problem = answer.problem ?? 'recipient-deferred';
  const pause = pauses[tries - 1];
  if (pause === undefined) return ended('failed', problem);
  return { status: 'queued', outcome: 'again', problem, recipients: after, pause };
}

function afterAnswer(one: Recipient, answer: Answer): Recipient {
  if (one.state !== 'waiting') return one;
  const refusal = answer.refused.find(({ address }) => address.toLowerCase() === one.address?.toLowerCase());
  if (refusal !== undefined) return isForEver(refusal.code) ? { ...one, state: 'refused' } : one;
  if (answer.taken) return { ...one, state: 'sent' };
  return answer.isOfLetter && isForEver(answer.code) ? { ...one, state: 'refused' } : one;
}
