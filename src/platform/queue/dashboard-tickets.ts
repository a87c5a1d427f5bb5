import { createHmac, timingSafeEqual } from 'node:crypto';

/** A signed note of who may look, until when, and for what it is good: a link to open, or the look itself. */
export interface Ticket {
  userId: string;
  /** Milliseconds. */
  until: number;
  use: 'link' | 'look';
}

export function seal(ticket: Ticket, secret: string): string {
  const body = Buffer.from(JSON.stringify(ticket)).toString('base64url');
  return `${body}.${sign(body, secret)}`;
}

/** The ticket, when it is genuine, of this use and not over. */
export function open(text: string, use: Ticket['use'], now: number, secret: string): Ticket | null {
  const [body = '', signature = ''] = text.split('.');
  const expected = Buffer.from(sign(body, secret));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const ticket = JSON.parse(Buffer.from(body, 'base64url').toString()) as Ticket;
  return ticket.use === use && ticket.until > now ? ticket : null;
}

const sign = (body: string, secret: string): string =>
  createHmac('sha256', secret).update(`queue dashboard ${body}`).digest('base64url');
