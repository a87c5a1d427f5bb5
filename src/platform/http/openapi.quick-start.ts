/** The first page of the contract: what holds for every operation. */
export const quickStart = `
The backend of a centre that teaches and entertains: clients, subscriptions, schedule, money, pay, audit.

**Sign in** with \`POST /v1/auth/login\`, then send \`Authorization: Bearer <accessToken>\`. The token lives 15 minutes; \`POST /v1/auth/refresh\` gives a new pair, each refresh token is good once.

**Errors** are \`application/problem+json\` (RFC 9457): a stable \`code\`, and \`errors[]\` with a pointer for every fault of the request at once. \`Accept-Language: ru\` or \`en\` chooses the texts, never the codes. What you may not see answers \`404\`.

**Fields with a right of their own**: contacts (\`clients.contacts:read\`, \`:write\`) and the money of families (\`billing:read\`) are null for whoever lacks the right, \`***\` in the trail; nothing is found by them. To send one, or filter by it, without the right answers \`403 field.forbidden\`, with each place in \`errors[]\`. Colours and their reasons stay visible.

**Lists** are \`{ items, page: { limit, nextCursor } }\`; give \`nextCursor\` as \`cursor\`. \`include=totalCount\` counts.

**Edits** are merge patches. Say what yours is based on: \`version\` in the body merges with what others changed meanwhile (the same field → \`409 edit.conflict\` with base, theirs, yours); \`If-Match\` with the \`ETag\` is strict (\`412\`).

**Repeat safely**: an \`Idempotency-Key\` (16–255 visible ASCII) on any write gives the first answer again, for 72 hours.

**Rehearse**: \`?dryRun=true\` on any write answers in full and keeps nothing.

**Values**: money is \`{ amount, currency }\` in whole minor units; \`…At\` is an instant in UTC, \`…On\` a day; \`startsOn\`/\`endsOn\` include both days, \`leftOn\` is the first day out, \`from\`/\`to\` are half-open. Phones are E.164, ids are UUIDs.
`.trim();
