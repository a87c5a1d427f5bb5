import { defineEvent } from '../../../platform/events/event.js';

export const consentSigned = defineEvent<{ clientId: string; consentId: string; purpose: string }>(
  'consent.signed',
);
export const consentRevoked = defineEvent<{ clientId: string; consentId: string; purpose: string }>(
  'consent.revoked',
);
