import { Readable } from 'node:stream';
import SMTPPool from 'nodemailer/lib/smtp-pool';
import type { Config } from '../config/config.js';
import type { Answer } from './letter.rules.js';
import type { Outgoing, Transport } from './transport.js';

const AT_ONCE = 4;

type Settings = Pick<Config, 'SMTP_URL' | 'SMTP_TIMEOUT_SECONDS' | 'SMTP_ANSWER_SECONDS'>;

/** What of nodemailer's errors is read. Their texts repeat addresses, so none is kept. */
interface SmtpFault {
  code?: string;
  responseCode?: number;
  command?: string;
  rejectedErrors?: readonly SmtpFault[];
  recipient?: string;
}

/**
 * Letters over SMTP. The message goes as a stream that nodemailer begins to read when the server has said 354, and whose
 * end it turns into the final dot: just before that end stands `hand`, so the row knows how far it came.
 */
export class SmtpTransport implements Transport {
  private readonly pool: SMTPPool;

  constructor(settings: Settings) {
    const patience = settings.SMTP_TIMEOUT_SECONDS * 1000;
    this.pool = new SMTPPool({
      url: settings.SMTP_URL,
      maxConnections: AT_ONCE,
      // Only a message of which nothing was read may go out over another connection.
      maxRequeues: 1,
      connectionTimeout: patience,
      greetingTimeout: patience,
      dnsTimeout: patience,
      socketTimeout: settings.SMTP_ANSWER_SECONDS * 1000,
    });
    this.pool.on('error', () => undefined);
  }

  async deliver(message: Outgoing): Promise<Answer> {
    let isHanded = false;
    const stream = Readable.from(
      (async function* () {
        yield message.raw;
        await message.hand();
        isHanded = true;
      })(),
      { objectMode: false },
    );
    try {
      const info = await this.send(message, stream);
      return {
        taken: true,
        handed: true,
        code: 250,
        problem: null,
        isOfLetter: true,
        refused: refusals(info),
      };
    } catch (fault) {
      stream.destroy();
      return answerTo(fault as SmtpFault, isHanded);
    }
  }

  close(): void {
    this.pool.close();
  }

  private send(message: Outgoing, stream: Readable): Promise<SmtpFault> {
    // The pool asks a mail for its envelope, its id and its stream: ours was built before, and is not built again.
    const mail = {
      data: {},
      message: {
        getEnvelope: () => ({ from: message.from, to: [...message.to] }),
        messageId: () => message.letterId,
        createReadStream: () => stream,
        getHeader: () => undefined,
      },
    };
    return new Promise((resolve, reject) => {
      this.pool.send(mail as never, (fault: Error | null, info: unknown) => {
        if (fault === null) resolve(info as SmtpFault);
        else reject(fault);
      });
    });
  }
}

const refusals = ({ rejectedErrors = [] }: SmtpFault): Answer['refused'] =>
  rejectedErrors.map(({ recipient = '', responseCode }) => ({
    address: recipient,
    code: responseCode ?? null,
  }));

const PROBLEMS: Readonly<Record<string, string>> = {
  EAUTH: 'server-refuses-login',
  ENOAUTH: 'server-refuses-login',
  EDNS: 'server-not-found',
  ETLS: 'no-secure-connection',
  ETIMEDOUT: 'server-too-slow',
  ECONNECTION: 'no-connection',
  ESOCKET: 'no-connection',
  ESTREAM: 'taken-over',
};

function answerTo(fault: SmtpFault, handed: boolean): Answer {
  const isOfLetter = fault.code === 'EENVELOPE' || fault.code === 'EMESSAGE';
  const problem = isOfLetter ? problemOfLetter(fault) : (PROBLEMS[fault.code ?? ''] ?? 'no-connection');
  return {
    taken: false,
    handed,
    code: fault.responseCode ?? null,
    problem,
    isOfLetter,
    refused: refusals(fault),
  };
}

function problemOfLetter({ responseCode = 0, command }: SmtpFault): string {
  const what = command === 'MAIL FROM' ? 'sender' : command === 'RCPT TO' ? 'recipient' : 'message';
  return `${what}-${responseCode >= 500 ? 'refused' : 'deferred'}`;
}
