import { defineEvent } from '../../../platform/events/event.js';

/** That something of a client's health was written down; never what. */
export const healthChanged = defineEvent<{ clientId: string }>('client.health-changed');
/** A certificate that an activity of the client asks for ends soon; once for each certificate. */
export const certificateExpiring = defineEvent<{ clientId: string; expiresOn: string }>(
  'certificate.expiring',
);
