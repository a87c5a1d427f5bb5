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
  'sale_made',
  'sale_returned',
  'note_added',
  'result_added',
  'consent_signed',
  'consent_revoked',
  'health_changed',
] as const;
export type TimelineKind = (typeof timelineKinds)[number];
