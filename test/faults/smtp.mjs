// A real SMTP server on this machine that does at each step of a dialogue what its user says, and counts what it took.
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

const refusal = (code) => Object.assign(new Error('the harness says no'), { responseCode: code });

/**
 * `manners(step, address)` is asked at `greeting` (of nobody yet), `rcpt`, `data` (the first bytes of the message are
 * here, its end is not) and `end` (all of it is here, no answer was given). It resolves with what the server is to do:
 * nothing: go on; a number: answer so; `{ drop: true }`: hang up; `{ silent: true }`: say nothing any more. At `end`
 * whatever is not refused is taken; `{ lost: true }` beside it: and lost by the server.
 */
export class FaultySmtp {
  taken = [];
  manners = async () => undefined;
  #server;
  #port = 0;

  get url() {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  async start() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      closeTimeout: 10,
      onConnect: (_session, done) => void this.#step('greeting', undefined, done),
      onRcptTo: ({ address }, _session, done) => void this.#step('rcpt', address, done),
      onData: (stream, session, done) => this.#message(stream, session, done),
    });
    this.#server.on('error', () => {});
    await new Promise((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = this.#server.server.address().port;
  }

  /** Nobody listens any more, and who was connected is hung up on. */
  async stop() {
    this.hangUp();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  hangUp() {
    for (const one of this.#server.connections) one._socket.destroy();
  }

  async #step(step, address, done) {
    const word = await this.manners(step, address);
    if (word?.drop) this.hangUp();
    else if (!word?.silent) done(typeof word === 'number' ? refusal(word) : null);
  }

  #message(stream, session, done) {
    const [{ address }] = session.envelope.rcptTo;
    const pieces = [];
    stream.once('data', () => this.manners('data', address).then((word) => word?.drop && this.hangUp()));
    stream.on('data', (piece) => pieces.push(piece));
    stream.on('end', () => void this.#ended(Buffer.concat(pieces), session, done));
  }

  async #ended(raw, session, done) {
    const to = session.envelope.rcptTo.map(({ address }) => address);
    const mail = await simpleParser(raw);
    const word = await this.manners('end', to[0]);
    if (typeof word === 'number') return done(refusal(word));
    // What a server has it has, whatever becomes of its answer.
    if (!word?.lost) this.taken.push({ to, mail });
    if (word?.drop) this.hangUp();
    else if (!word?.silent) done();
  }
}
