import MailComposer from 'nodemailer/lib/mail-composer';
import type { Config } from '../config/config.js';
import type { Instant } from '../clock/clock.js';
import type { ComposedLetter, Letter } from './letter.js';

/** `Name <address>` of MAIL_FROM in its parts. */
export function senderOf(config: Pick<Config, 'MAIL_FROM'>): { address: string; domain: string } {
  const address = /<([^<>]+)>\s*$/.exec(config.MAIL_FROM)?.[1] ?? config.MAIL_FROM.trim();
  return { address, domain: address.split('@').at(-1) ?? 'localhost' };
}

/** The whole message as it leaves. Nothing is read from files or addresses: what the composer gave is all there is. */
export function messageOf(
  letter: Pick<Letter, 'to' | 'id' | 'kind'> & { messageId: string },
  composed: ComposedLetter,
  { from, date }: { from: string; date: Instant },
): Promise<Buffer> {
  const composer = new MailComposer({
    from,
    to: letter.to.map(({ address, name }) => ({ address: address ?? '', name: name ?? '' })),
    ...(composed.replyTo === undefined ? {} : { replyTo: composed.replyTo }),
    subject: oneLine(composed.subject),
    messageId: letter.messageId,
    date,
    text: composed.text,
    ...(composed.html === undefined ? {} : { html: composed.html }),
    attachments: (composed.attachments ?? []).map(({ name, contentType, content, cid }) => ({
      ...{ filename: name, contentType, content },
      ...(cid === undefined ? {} : { cid, contentDisposition: 'inline' as const }),
    })),
    // No holiday notes in answer, please (RFC 3834).
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Kruzhok-Letter': letter.id,
      'X-Kruzhok-Kind': letter.kind,
    },
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const node = composer.compile();
  return node.build();
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
