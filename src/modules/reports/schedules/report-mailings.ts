import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError, type Language } from '../../../kernel/errors.js';
import { addMinutes, type Instant } from '../../../platform/clock/clock.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import type { Config } from '../../../platform/config/config.js';
import { Db } from '../../../platform/database/db.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Files } from '../../../platform/files/files.js';
import type { ComposedLetter, Letter, LetterAttachment, MailAddress } from '../../../platform/mail/letter.js';
import { Mail } from '../../../platform/mail/mail.js';
import type { Ended, OperationRun } from '../../../platform/operations/operation-run.js';
import { Operations } from '../../../platform/operations/operations.js';
import { ReportFileTooLarge } from '../reports.errors.js';
import { ReportsService } from '../reports.service.js';
import type { ReportTable } from '../table.js';
import { attachable, type FileFormat, type ScheduledReport } from './schedule.rules.js';
import { mailOf, type FileLeft } from './schedule-mail.js';

export const REPORT_MAILING = 'reports.mailing';
export const REPORT_LETTER = 'reports.mailing';

/** Base64 makes a third more of it; ten million bytes pass nearly everywhere. */
const FILES_MOST_BYTES = 7_000_000;
const KEPT_DAYS = 30;

interface Mailing {
  scheduleId: string;
  tick: Instant;
  name: string;
  owner: string;
  reports: ScheduledReport[];
  language: Language;
  formats: FileFormat[];
  userIds: string[];
  emails: string[];
}

interface Recipient {
  /** Part of the letter's key: an id, or what an address comes to. */
  key: string;
  to: MailAddress[];
}

interface RenderedFile {
  report: string;
  name: string;
  contentType: string;
  content: Buffer | null;
  size: number;
  address: string;
}

/** A letter of a tick as it is kept until everybody's is composed. */
interface KeptLetter {
  subject: string;
  text: string;
  html: string;
  attachments: { name: string; contentType: string; content: string; cid?: string | undefined }[];
}

/**
 * Makes what a tick sends, as the owner and once: the reports are read as of the tick, and one transaction keeps the letter,
 * queues one for each recipient and ends the delivery. Whoever dies in it has done nothing.
 */
@Injectable()
export class ReportMailings implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: Db,
    private readonly reports: ReportsService,
    private readonly operations: Operations,
    private readonly mail: Mail,
    private readonly files: Files,
  ) {}

  onModuleInit(): void {
    this.operations.on(REPORT_MAILING, (run) => this.carryOut(run));
    this.mail.composes(REPORT_LETTER, { compose: (letter) => this.compose(letter) });
  }

  private async carryOut(run: OperationRun): Promise<Ended> {
    const { deliveryId } = run.operation.request as { deliveryId: string };
    const made = await this.reports.snapshot(run.actor, async (reader) => {
      const mailing = await this.mailing(reader, deliveryId, run.operation.id);
      return mailing === null ? null : { mailing, ...(await this.make(reader, run.actor, mailing)) };
    });
    return run.finish(async (tx) => {
      // Taken away meanwhile: whoever has it now sends.
      if (made === null || !(await this.take(tx, deliveryId, run.operation.id)))
        return { result: { letters: 0 } };
      const { mailing, letter, branchId } = made;
      const content = [Buffer.from(JSON.stringify(letter))];
      const expiresAt = addMinutes(tx.now, KEPT_DAYS * 24 * 60);
      const file = await this.files.keep(tx, {
        name: 'letter.json',
        mediaType: 'application/json',
        content,
        expiresAt,
      });
      const recipients = await recipientsOf(tx, mailing);
      for (const { key, to } of recipients)
        await this.mail.queue(tx, {
          ...{ kind: REPORT_LETTER, key: `report-schedule:${mailing.scheduleId}:${mailing.tick}:${key}`, to },
          ...{ subjectType: 'report_delivery', subjectId: deliveryId, language: mailing.language },
          ...{ params: { deliveryId }, ...(branchId === null ? {} : { branchId }) },
        });
      await tx.run(sql`
        update report_deliveries set status = 'mailed', file_id = ${file.id}, finished_at = ${tx.now} where id = ${deliveryId}`);
      return { result: { letters: recipients.length } };
    });
  }

  private mailing(tx: Tx, deliveryId: string, operationId: string): Promise<Mailing | null> {
    return tx.find<Mailing>(sql`
      select d.schedule_id as "scheduleId", d.tick, s.name, u.name as owner, s.reports, s.language, s.formats,
             s.user_ids as "userIds", s.emails
      from report_deliveries d join report_schedules s on s.id = d.schedule_id join users u on u.id = s.owner_id
      where d.id = ${deliveryId} and d.status = 'making' and d.operation_id = ${operationId}`);
  }

  /** Nobody else ends it now; false when somebody has. */
  private async take(tx: Tx, deliveryId: string, operationId: string): Promise<boolean> {
    const held = await tx.find(sql`
      select 1 from report_deliveries where id = ${deliveryId} and status = 'making' and operation_id = ${operationId} for update`);
    return held !== null;
  }

  private async make(
    tx: Tx,
    actor: Actor,
    mailing: Mailing,
  ): Promise<{ letter: KeptLetter; branchId: string | null }> {
    const { reports, formats, language, name, owner } = mailing;
    const tables: ReportTable[] = [];
    const rendered: RenderedFile[] = [];
    for (const one of reports) {
      const table = await this.compute(tx, actor, one, mailing.tick);
      tables.push(table);
      for (const format of formats) rendered.push(await this.file(table, format, language));
    }
    const { taken, left } = attachable(rendered, FILES_MOST_BYTES);
    const painted = mailOf({
      ...{ name, owner, language, tables, left: left satisfies FileLeft[] },
      attached: taken.map((file) => file.name),
    });
    const { subject, text, html, pictures } = painted;
    const attachments = [...pictures, ...taken.map(asAttachment)].map(({ content, ...file }) => ({
      ...file,
      content: content.toString('base64'),
    }));
    const branches = [...new Set(tables.map(({ branch }) => branch?.id ?? null))];
    return {
      letter: { subject, text, html, attachments },
      branchId: branches.length === 1 ? (branches[0] ?? null) : null,
    };
  }

  /** As the same report is answered for the same instant and days; what knows no past is of now. */
  private async compute(tx: Tx, actor: Actor, one: ScheduledReport, tick: Instant): Promise<ReportTable> {
    const report = this.reports.find(actor, one.report);
    const sent = report.period === null ? one.parameters : { compare: true, ...one.parameters };
    const order = await this.reports.order(tx, actor, { code: one.report, sent, source: 'body', now: tick });
    return this.reports.compute(tx, actor, order, { now: report.hasAsOf ? tick : tx.now });
  }

  private async file(table: ReportTable, format: FileFormat, language: Language): Promise<RenderedFile> {
    const address = addressOf(this.config.PUBLIC_URL, table, format);
    const report = table.report.code;
    try {
      const { name, mediaType, content } = await this.reports.render(table, format, language);
      const pieces: Uint8Array[] = [];
      for await (const piece of content) pieces.push(piece);
      const whole = Buffer.concat(pieces);
      return { report, name, contentType: mediaType, content: whole, size: whole.length, address };
    } catch (fault) {
      if (!(fault instanceof DomainError) || fault.code !== ReportFileTooLarge.definition.code) throw fault;
      const name = `${report}.${format}`;
      return { report, name, contentType: '', content: null, size: Number.POSITIVE_INFINITY, address };
    }
  }

  private async compose(letter: Letter): Promise<ComposedLetter | null> {
    const kept = await this.db.find<{ fileId: string | null }>(
      sql`select file_id as "fileId" from report_deliveries where id = ${letter.params['deliveryId']}`,
    );
    if (kept?.fileId == null) return null;
    const pieces: Buffer[] = [];
    for await (const piece of this.files.read(kept.fileId)) pieces.push(piece as Buffer);
    const { attachments, ...said } = JSON.parse(Buffer.concat(pieces).toString('utf8')) as KeptLetter;
    return {
      ...said,
      attachments: attachments.map(({ content, ...file }) => ({
        ...file,
        content: Buffer.from(content, 'base64'),
      })),
    };
  }
}

const asAttachment = ({ name, contentType, content }: RenderedFile): LetterAttachment => ({
  ...{ name, contentType, content: content ?? Buffer.alloc(0) },
});

/** Each at their own address; who has left gets nothing, who has no address a letter that says so in the log. */
async function recipientsOf(tx: Tx, { userIds, emails }: Mailing): Promise<Recipient[]> {
  const users = await tx.query<{ id: string; name: string; email: string | null }>(sql`
    select id, name, email from users where id = any (${userIds}::uuid[]) and is_active order by id`);
  const written = new Set(users.map(({ email }) => email?.toLowerCase()));
  const others = [...new Set(emails.map((email) => email.toLowerCase()))].filter(
    (email) => !written.has(email),
  );
  return [
    ...users.map(({ id, name, email }) => ({ key: id, to: [{ address: email ?? '', name }] })),
    ...others.map((address) => ({
      key: createHash('sha256').update(address).digest('hex').slice(0, 32),
      to: [{ address }],
    })),
  ];
}

/** The same report asked for over HTTP, by whoever may. */
function addressOf(base: string | undefined, table: ReportTable, format: FileFormat): string {
  const { report, period, asOf, branch, parameters } = table;
  const asked = {
    ...(period === null ? {} : { from: period.from, to: period.to }),
    ...(report.hasAsOf ? { asOf } : {}),
    ...(branch === null ? {} : { branchId: branch.id }),
    ...Object.fromEntries(
      Object.entries(parameters).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
    ),
    format,
  };
  const query = new URLSearchParams(asked).toString();
  return `${(base ?? '').replace(/\/$/, '')}/v1/reports/${report.code}?${query}`;
}
