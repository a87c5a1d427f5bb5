import type { Language } from '../../../kernel/errors.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { DeliveredEvent } from '../../../platform/events/handlers.js';
import { occasions } from '../../subscriptions/index.js';
import type { NoticeKinds } from '../notice-kinds.js';
import type { NoticeInHand, NoticeParams, NoticeText } from '../notice.js';

/** Whoever sells: they call the family. */
const WHO_CALLS = 'subscriptions:write';

type Texts = Readonly<Record<Language, (notice: NoticeInHand) => NoticeText>>;

async function paramsOf(
  tx: Tx,
  event: DeliveredEvent<{ subscriptionId: string }>,
): Promise<NoticeParams | null> {
  return tx.find<{
    subscriptionId: string;
    clientId: string;
    endsOn: string | null;
    visitsLeft: number | null;
  }>(sql`
    select id as "subscriptionId", client_id as "clientId", ends_on as "endsOn", visits_left as "visitsLeft"
    from subscriptions where id = ${event.data.subscriptionId} and cancelled_on is null`);
}

const KINDS: readonly {
  occasion: keyof typeof occasions;
  title: Readonly<Record<Language, string>>;
  text: Texts;
}[] = [
  {
    occasion: 'expiring',
    title: { ru: 'Абонементы скоро кончаются', en: 'Subscriptions that end soon' },
    text: {
      ru: ({ params, name }) => ({
        title: 'Абонемент скоро кончится',
        text: `${name('clientId')}: до ${String(params['endsOn'])}.`,
      }),
      en: ({ params, name }) => ({
        title: 'A subscription ends soon',
        text: `${name('clientId')}: until ${String(params['endsOn'])}.`,
      }),
    },
  },
  {
    occasion: 'running-out',
    title: { ru: 'Занятия на исходе', en: 'Few visits left' },
    text: {
      ru: ({ params, name }) => ({
        title: 'Занятия на исходе',
        text: `${name('clientId')}: осталось ${String(params['visitsLeft'])}.`,
      }),
      en: ({ params, name }) => ({
        title: 'Few visits left',
        text: `${name('clientId')}: ${String(params['visitsLeft'])} left.`,
      }),
    },
  },
  {
    occasion: 'payment-overdue',
    title: { ru: 'Просроченная оплата', en: 'Late payments' },
    text: {
      ru: ({ name }) => ({
        title: 'Оплата просрочена',
        text: `${name('clientId')}: абонемент не оплачен в срок.`,
      }),
      en: ({ name }) => ({
        title: 'A payment is late',
        text: `${name('clientId')}: the subscription is not paid in time.`,
      }),
    },
  },
];

export function addSubscriptionNotices(kinds: NoticeKinds): void {
  const names = { clientId: 'client' };
  for (const { occasion, title, text } of KINDS) {
    const event = occasions[occasion];
    kinds.add({
      ...{ code: event.eventName, event, title, text, names },
      ...{ permission: WHO_CALLS, email: 'daily', params: paramsOf },
    });
  }
}
