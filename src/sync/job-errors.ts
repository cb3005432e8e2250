import type { Field } from '../domain/customer.ts';

/** Put off: nothing is wrong, it is too early. Does not use up an attempt. */
export class Later extends Error {
  readonly ms: number;

  constructor(ms: number, why: string) {
    super(why);
    this.name = 'Later';
    this.ms = ms;
  }
}

/** The side's gate is closed: its whole queue waits, on all replicas, without using up attempts. */
export class SideClosed extends Error {
  readonly ms: number;

  constructor(ms: number, reason: string) {
    super(reason);
    this.name = 'SideClosed';
    this.ms = ms;
  }
}

/** A write was accepted and the record reads as before: try again soon. */
export class NotLanded extends Error {
  readonly fields: readonly Field[];

  constructor(fields: readonly Field[] = []) {
    super('the write was accepted and did not land');
    this.name = 'NotLanded';
    this.fields = fields;
  }
}

/** The work was parked with this reason; more attempts are of no use. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';
}
