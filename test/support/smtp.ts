import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** What the server does with a message, or with one step of a session. */
export type Manners = {
  /** Answers MAIL FROM with this code. */
  sender?: number;
  /** Answers RCPT TO of this address with this code. */
  recipients?: Record<string, number>;
  /** Answers the end of the message with this code. */
  message?: number;
  /** Takes the message and drops the connection instead of answering: delivered, and nobody was told. */
  drop?: boolean;
  /** Takes the message and never answers. */
  silent?: boolean;
  /** Says nothing at all, not even a greeting. */
  tarpit?: boolean;
  /** Called when the whole message has come, before it is answered. */
  meanwhile?: () => Promise<void>;
};

/** A mail that came. */
export interface Delivered {
  from: string;
  to: string[];
  raw: Buffer;
  mail: ParsedMail;
}

/** A real SMTP server on this machine, as well or badly behaved as a test wants it. */
export interface TestSmtp {
  url: string;
  /** What was taken, in order; with `drop` and `silent` too. */
  delivered: Delivered[];
  /** Messages whose end was reached, taken or not. */
  attempts: () => number;
  connections: () => number;
  behave(manners: Manners): void;
  /** Nobody listens any more. */
  stop(): Promise<void>;
  /** Listens again, at the same address. */
  start(): Promise<void>;
}

export async function startSmtp(): Promise<TestSmtp> {
  let manners: Manners = {};
  let attempts = 0;
  let connections = 0;
  const delivered: Delivered[] = [];
  const refusal = (code: number) => Object.assign(new Error('test says no'), { responseCode: code });

  const make = () =>
    new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      closeTimeout: 10,
      onConnect(_session, done) {
        connections += 1;
        if (manners.tarpit !== true) done();
      },
      onMailFrom(_address, _session, done) {
        done(manners.sender === undefined ? null : refusal(manners.sender));
      },
      onRcptTo({ address }, _session, done) {
        const code = manners.recipients?.[address];
        done(code === undefined ? null : refusal(code));
      },
      onData(stream, session, done) {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => void received(Buffer.concat(pieces), session, done));
      },
    });

  type Session = Parameters<NonNullable<ConstructorParameters<typeof SMTPServer>[0]>['onData'] & object>[1];
  async function received(
    raw: Buffer,
    session: Session,
    done: (fault?: Error | null) => void,
  ): Promise<void> {
    attempts += 1;
    const { message, drop = false, silent = false, meanwhile } = manners;
    await meanwhile?.();
    if (message !== undefined) {
      done(refusal(message));
      return;
    }
    const { mailFrom, rcptTo } = session.envelope;
    delivered.push({
      from: mailFrom === false ? '' : mailFrom.address,
      to: rcptTo.map(({ address }) => address),
      raw,
      mail: await simpleParser(raw),
    });
    if (drop) for (const one of sockets(server)) one.destroy();
    else if (!silent) done();
  }

  let server = make();
  let port = 0;
  const listen = () =>
    new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', () => {
        port = (server.server.address() as AddressInfo).port;
        resolve();
      });
    });
  server.on('error', () => undefined);
  await listen();
  return {
    url: `smtp://127.0.0.1:${String(port)}`,
    delivered,
    attempts: () => attempts,
    connections: () => connections,
    behave: (next) => {
      manners = next;
    },
    stop: async () => {
      for (const one of sockets(server)) one.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    start: async () => {
      server = make();
      server.on('error', () => undefined);
      await listen();
    },
  };
}

function sockets(server: SMTPServer): { destroy(): void }[] {
  const { connections } = server as unknown as { connections: Set<{ _socket: { destroy(): void } }> };
  return [...connections].map((one) => one._socket);
}
