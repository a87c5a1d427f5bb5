import { defineError } from '../../../kernel/errors.js';

export const ErasureRefused = defineError({
  code: 'erasure.refused',
  kind: 'conflict',
  en: {
    title: 'Not to be erased yet',
    detail: 'params.reasons names what is owed or still running; force with a reason erases all the same.',
  },
  ru: {
    title: 'Пока нельзя стереть',
    detail: 'params.reasons называет долги и действующее; force с причиной сотрёт несмотря на них.',
  },
});
export const ErasedAlready = defineError({
  code: 'client.erased',
  kind: 'conflict',
  en: { title: 'The client was erased', detail: 'Nothing personal is left of client {id}.' },
  ru: { title: 'Данные клиента стёрты', detail: 'От клиента {id} не осталось ничего личного.' },
});
