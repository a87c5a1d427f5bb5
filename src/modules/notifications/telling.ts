import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Language } from '../../kernel/errors.js';
import type { Reader } from '../../platform/database/reader.js';
import { nameKey, Names } from './names.js';
import { NO_NAME, type NoticeParams, type NoticeText } from './notice.js';
import { NoticeKinds } from './notice-kinds.js';

interface Told {
  kind: string;
  params: NoticeParams;
}

/** Makes texts of notices, all of a page with a statement for each type of name. */
@Injectable()
export class Telling {
  constructor(
    private readonly kinds: NoticeKinds,
    private readonly names: Names,
  ) {}

  async texts(
    reader: Reader,
    actor: Actor,
    told: readonly Told[],
    language: Language,
  ): Promise<NoticeText[]> {
    const wanted = told.flatMap(({ kind, params }) =>
      Object.entries(this.kinds.find(kind)?.names ?? {}).map(([param, type]) => ({
        type,
        id: params[param],
      })),
    );
    const book = await this.names.look(reader, actor, wanted);
    return told.map(({ kind, params }) => {
      const declared = this.kinds.find(kind);
      // Of a kind that no longer exists its code is left.
      if (declared === undefined) return { title: kind, text: '' };
      const name = (param: string): string =>
        book.get(nameKey(declared.names?.[param] ?? '', params[param])) ?? NO_NAME;
      return declared.text[language]({ params, name });
    });
  }
}
