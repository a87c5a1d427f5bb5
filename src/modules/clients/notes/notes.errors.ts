import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const NoteNotFound = defineError({
  code: 'note.not-found',
  kind: 'not_found',
  en: { title: 'No such note', detail: 'There is no note {id} about this client.' },
  ru: { title: 'Нет такой заметки', detail: 'Заметки {id} об этом клиенте нет.' },
});
export const NoteReplaced = defineError({
  code: 'note.replaced',
  kind: 'conflict',
  en: { title: 'Replaced already', detail: 'Another note took the place of this one; replace that.' },
  ru: { title: 'Уже заменена', detail: 'Вместо этой заметки есть другая; заменяйте её.' },
});
export const NotePhraseNotFound = defineError({
  code: 'note-phrase.not-found',
  kind: 'not_found',
  en: { title: 'No such phrase', detail: 'There is no phrase {id}.' },
  ru: { title: 'Нет такой фразы', detail: 'Фразы {id} нет.' },
});
export const NotePhraseTaken = defineError({
  code: 'note-phrase.taken',
  kind: 'conflict',
  en: { title: 'The phrase is there already', detail: 'This type of note has this phrase.' },
  ru: { title: 'Такая фраза уже есть', detail: 'У этого вида заметок такая фраза есть.' },
});

translateConstraint('notes_replaced_once_key', NoteReplaced);
translateConstraint('note_phrases_text_key', NotePhraseTaken);
