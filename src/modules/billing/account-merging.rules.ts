/** What becomes of the accounts when two clients, or two guardians, turn out to be one. */

export interface OwnAccount {
  readonly id: string;
  /** Of whom: one of the two clients, or the guardian who pays afterwards. */
  readonly holder: 'survivor' | 'duplicate' | 'payer';
}

/** Guardians who paid for each, and who pays afterwards; null: they pay for themselves. */
export interface Payers {
  readonly survivor: string | null;
  readonly duplicate: string | null;
  readonly after: string | null;
}

export type AccountStep =
  | { readonly kind: 'fold'; readonly from: string; readonly to: string }
  | { readonly kind: 'hold'; readonly id: string; readonly guardianId: string }
  | { readonly kind: 'watch'; readonly id: string };

/**
 * Whoever paid for themselves pays from the account that pays afterwards: an account of one's own is folded into it, or
 * becomes the guardian's when that one has none. An account that pays for nobody any more only changes its holder.
 */
export function accountSteps(accounts: readonly OwnAccount[], payers: Payers): AccountStep[] {
  const of = (holder: OwnAccount['holder']) => accounts.find((account) => account.holder === holder)?.id;
  const [ours, theirs] = [of('survivor'), of('duplicate')];
  const steps: AccountStep[] = [];
  let paying = of('payer');
  const toPayer = (id: string, guardianId: string) => {
    steps.push(
      paying === undefined ? { kind: 'hold', id, guardianId } : { kind: 'fold', from: id, to: paying },
    );
    paying ??= id;
  };
  if (ours !== undefined && payers.survivor === null && payers.after !== null) toPayer(ours, payers.after);
  if (theirs === undefined) return steps;
  if (payers.duplicate === null && payers.after !== null) toPayer(theirs, payers.after);
  else if (ours === undefined) steps.push({ kind: 'watch', id: theirs });
  else if (!steps.some((step) => step.kind === 'hold' && step.id === ours))
    steps.push({ kind: 'fold', from: theirs, to: ours });
  else steps.push({ kind: 'watch', id: theirs });
  return steps;
}
