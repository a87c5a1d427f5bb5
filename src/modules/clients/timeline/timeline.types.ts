/** What may stand in a timeline; the function `client_timeline` gives these. */
export const timelineKinds = [
  'registered',
  'status_changed',
  'group_joined',
  'group_left',
  'visit_charged',
  'visit_undone',
  'subscription_sold',
  'subscription_frozen',
  'subscription_cancelled',
  'payment_received',
  'payment_reversed',
  'loan_lent',
  'loan_returned',
  'loan_lost',
  'loan_undone',
  'note_added',
  'result_added',
  'consent_signed',
  'consent_revoked',
  'health_changed',
] as const;
export type TimelineKind = (typeof timelineKinds)[number];
