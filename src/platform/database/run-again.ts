/**
 * What was read before a lock is no longer so, and the locks taken are not those it would take now: the transaction is
 * run again as a whole, like after a serialization failure, instead of taking more locks out of their order.
 */
export class RunAgain extends Error {
  readonly code = '40001';

  constructor(what: string) {
    super(`${what} changed while it was waited for`);
    this.name = 'RunAgain';
  }
}
