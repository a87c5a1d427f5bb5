import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { newId } from '../../../platform/database/ids.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import type {
  ConsentPurpose,
  ConsentPurposePatch,
  ConsentPurposeQuery,
  ConsentPurposeRequest,
  ConsentText,
  ConsentTextPatch,
  ConsentTextQuery,
  ConsentTextRequest,
} from './consent-texts.dto.js';
import { ConsentPurposeRow, ConsentTextRow } from './consents.entity.js';
import { ConsentPurposeNotFound, ConsentTextNotFound } from './consents.errors.js';

const STAMPS = sql`version, created_at as "createdAt", created_by as "createdBy", updated_at as "updatedAt", updated_by as "updatedBy"`;
const PURPOSE = sql`
  select id, code, name, is_required as "isRequired", archived_at is not null as "isArchived", ${STAMPS} from consent_purposes`;
const TEXT = sql`
  select t.* from (
    select x.id, p.code as purpose, x.text_version as "textVersion", x.text, x.effective_from as "effectiveFrom",
           exists (select from consents s where s.text_id = x.id) as "isSigned", x.version, x.created_at as "createdAt",
           x.created_by as "createdBy", x.updated_at as "updatedAt", x.updated_by as "updatedBy"
    from consent_texts x join consent_purposes p on p.id = x.purpose_id) t`;

/** What families are asked to agree to, and in which words. The words somebody signed are kept by the database itself. */
@Injectable()
export class ConsentTextsService {
  constructor(private readonly db: Db) {}

  listPurposes(query: ConsentPurposeQuery): Promise<Page<ConsentPurpose>> {
    const { archived = 'false' } = query;
    return keysetPage<ConsentPurpose>(this.db, {
      query,
      sorts: { code: { column: sql`code`, type: 'text' } },
      defaultSort: 'code',
      id: sql`id`,
      select: PURPOSE,
      where: [archived !== 'any' && sql`(archived_at is not null) = ${archived === 'true'}`],
    });
  }

  async addPurpose(tx: Tx, { code, name, isRequired }: ConsentPurposeRequest): Promise<ConsentPurpose> {
    const id = newId();
    await tx.insert(ConsentPurposeRow, { id, code, name, isRequired: isRequired ?? false, archivedAt: null });
    return tx.one(sql`${PURPOSE} where id = ${id}`);
  }

  async changePurpose(
    tx: Tx,
    id: string,
    patch: ConsentPurposePatch,
    base: EditBase,
  ): Promise<ConsentPurpose> {
    const { isArchived, ...rest } = patch;
    const archivedAt = isArchived === undefined ? undefined : isArchived ? tx.now : null;
    const notFound = ConsentPurposeNotFound;
    const change = { ...rest, archivedAt };
    await editRecord(tx, { table: 'consent_purposes', id, patch: change, base, notFound, reach: sql`true` });
    return tx.one(sql`${PURPOSE} where id = ${id}`);
  }

  listTexts(query: ConsentTextQuery): Promise<Page<ConsentText>> {
    return keysetPage<ConsentText>(this.db, {
      query,
      sorts: { effectiveFrom: { column: sql`t."effectiveFrom"`, type: 'date' } },
      defaultSort: '-effectiveFrom',
      id: sql`t.id`,
      select: TEXT,
      where: [query.purpose !== undefined && sql`t.purpose = ${query.purpose}`],
    });
  }

  async getText(reader: Reader, id: string): Promise<ConsentText> {
    const text = await reader.find<ConsentText>(sql`${TEXT} where t.id = ${id}`);
    if (text === null) throw ConsentTextNotFound({ id });
    return text;
  }

  /** The next version of its purpose; two at once get one after the other. */
  async addText(tx: Tx, { purpose, text, effectiveFrom }: ConsentTextRequest): Promise<ConsentText> {
    const found = await tx.find<{ id: string }>(
      sql`select id from consent_purposes where code = ${purpose} and archived_at is null for update`,
    );
    if (found === null) throw invalid([unknownReference('/purpose')]);
    const { textVersion } = await tx.one<{ textVersion: number }>(
      sql`select coalesce(max(text_version), 0) + 1 as "textVersion" from consent_texts where purpose_id = ${found.id}`,
    );
    const id = newId();
    await tx.insert(ConsentTextRow, { id, purposeId: found.id, textVersion, text, effectiveFrom });
    return this.getText(tx, id);
  }

  async changeText(tx: Tx, id: string, patch: ConsentTextPatch, base: EditBase): Promise<ConsentText> {
    const notFound = ConsentTextNotFound;
    await editRecord(tx, { table: 'consent_texts', id, patch, base, notFound, reach: sql`true` });
    return this.getText(tx, id);
  }

  async removeText(tx: Tx, id: string): Promise<void> {
    const removed = await tx.run(sql`delete from consent_texts where id = ${id}`);
    if (removed === 0) throw ConsentTextNotFound({ id });
  }
}
