import { assertNever } from '../assert-never.js';
import type { Outcome } from '../host/outcome.js';

/** A packet's fate as a clause: `it leaves by eth0 via 192.168.1.1`. */
export function sayFate(outcome: Outcome): string {
  const { errno } = outcome;
  const error = errno === null ? '' : ` with ${errno}`;
  switch (outcome.kind) {
    case 'transmit':
      return `it leaves by ${outcome.dev} ${sayGateway(outcome)}`;
    case 'deliver':
      return `it is delivered here, on ${outcome.dev}`;
    case 'drop':
      return `it is dropped at ${outcome.at}${error}`;
    case 'error':
      return `it fails at ${outcome.at}${error}`;
    default:
      return assertNever(outcome);
  }
}

function sayGateway({ gateway }: Outcome): string {
  return gateway === null ? 'on the link' : `via ${gateway}`;
}

/** The errno that the sender sees as a clause. */
export function sayErrno(outcome: Outcome): string {
  return outcome.errno === null ? `${sayFate(outcome)} without an error` : sayFate(outcome);
}

/** The deciding table as a clause. */
export function sayTable(outcome: Outcome): string {
  return outcome.table === null
    ? `no table decides: ${sayFate(outcome)}`
    : `it takes table ${outcome.table}`;
}

/** The deciding rule as a clause. */
export function sayRule(outcome: Outcome): string {
  return outcome.rule === null
    ? `no rule decides: ${sayFate(outcome)}`
    : `it takes rule ${outcome.rule}`;
}

/** The source as a clause. */
export function saySource({ src }: Outcome): string {
  return src === null ? 'it has none' : `its source is ${src}`;
}

/** The mark as a clause. */
export function sayMark({ mark }: Outcome): string {
  return `its mark is ${printMark(mark)}`;
}

/** A mark as the tools print it; with its mask unless that takes every bit. */
export function printMark(mark: number, mask = 0xffffffff): string {
  const text = `0x${mark.toString(16)}`;
  return mask === 0xffffffff ? text : `${text}/0x${mask.toString(16)}`;
}
