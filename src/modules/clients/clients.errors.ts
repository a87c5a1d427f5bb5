import { defineError } from '../../kernel/errors.js';
import { translateConstraint } from '../../platform/database/constraints.js';

export const ClientNotFound = defineError({
  code: 'client.not-found',
  kind: 'not_found',
  en: { title: 'No such client', detail: 'There is no client {id}, or they are out of your reach.' },
  ru: { title: 'Нет такого клиента', detail: 'Клиента {id} нет, или он вам недоступен.' },
});
export const ClientDuplicate = defineError({
  code: 'client.duplicate',
  kind: 'conflict',
  en: {
    title: 'Perhaps registered already',
    detail: 'params.candidates lists who it may be; send allowDuplicate: true if it is somebody else.',
  },
  ru: {
    title: 'Возможно, уже записан',
    detail: 'params.candidates перечисляет похожих; пришлите allowDuplicate: true, если это другой человек.',
  },
});
export const ExternalIdTaken = defineError({
  code: 'client.external-id-taken',
  kind: 'conflict',
  en: { title: 'The external id is taken', detail: 'Another client has this externalId.' },
  ru: { title: 'Внешний код занят', detail: 'Этот externalId — у другого клиента.' },
});
export const StatusNotReachable = defineError({
  code: 'client.status-not-reachable',
  kind: 'conflict',
  en: { title: 'No way to this status', detail: 'From {from} a client goes to: {allowed}.' },
  ru: { title: 'В этот статус не перейти', detail: 'Из {from} переходят в: {allowed}.' },
});
export const GuardianNotFound = defineError({
  code: 'guardian.not-found',
  kind: 'not_found',
  en: { title: 'No such guardian', detail: 'There is no guardian {id}, or they are out of your reach.' },
  ru: { title: 'Нет такого представителя', detail: 'Представителя {id} нет, или он вам недоступен.' },
});
export const GuardianLinked = defineError({
  code: 'guardian.already-linked',
  kind: 'conflict',
  en: { title: 'Already a guardian of this client', detail: 'This guardian is linked to the client.' },
  ru: { title: 'Уже представитель этого клиента', detail: 'Этот представитель уже связан с клиентом.' },
});
export const LastGuardian = defineError({
  code: 'guardian.last',
  kind: 'conflict',
  en: {
    title: 'The last guardian of a minor',
    detail: 'Somebody under 18 keeps at least one guardian; add another one first.',
  },
  ru: {
    title: 'Последний представитель ребёнка',
    detail: 'У несовершеннолетнего должен остаться представитель; сначала добавьте другого.',
  },
});
export const GuardianPays = defineError({
  code: 'guardian.payer',
  kind: 'conflict',
  en: { title: 'The guardian is the payer', detail: 'Make somebody else the payer first.' },
  ru: { title: 'Представитель — плательщик', detail: 'Сначала назначьте плательщиком другого.' },
});

translateConstraint('clients_external_id_key', ExternalIdTaken);
translateConstraint('client_guardians_pair_key', GuardianLinked);
