import { assertNever } from '../assert-never.js';
import { errno, type ErrnoName } from '../errno.js';
import type { FrameLeg } from '../host/explain-journey.js';
import type { Outcome } from '../host/outcome.js';
import { icmpWords } from './icmp-words.js';
import type { Paint } from './paint.js';

/** Says a packet's fate in one line. @param frame - of a bridge, that it is in */
export function printFate(outcome: Outcome, paint: Paint, frame?: FrameLeg): string {
  const facts = listFacts(outcome);
  const tail = facts.length === 0 ? '' : `, ${facts.join(', ')}`;
  switch (outcome.kind) {
    case 'transmit':
      return `${printLeaving(outcome, paint, frame)}${tail}`;
    case 'deliver':
      return `${paint('good', '→ delivered')} here, to ${outcome.dst} on ${paint('heading', outcome.dev)}${tail}`;
    case 'drop':
      return `${paint('bad', '✗ dropped')} at ${paint('heading', outcome.at)}${tail}`;
    case 'error':
      return `${paint('bad', '✗ fails')} at ${paint('heading', outcome.at)}${tail}`;
    default:
      return assertNever(outcome);
  }
}

function printLeaving(
  outcome: Extract<Outcome, { kind: 'transmit' }>,
  paint: Paint,
  frame: FrameLeg | undefined,
): string {
  const dev = paint('heading', outcome.dev);
  const leaves = paint('good', '→ leaves');
  const stays = `${paint('good', '→ stays')} on bridge ${dev}`;
  const stage = frame?.stage ?? null;
  switch (stage) {
    case null:
      return `${leaves} by ${dev} ${printNexthop(outcome, paint)}`;
    case 'received':
      return `${stays}, which looks for the ports it leaves by`;
    case 'turned':
      return `${stays}, which looks for its new next hop ${printNexthop(outcome, paint)}`;
    case 'through':
      return `${leaves} bridge ${dev} by port ${paint('heading', frame?.dev ?? '')}`;
    default:
      return assertNever(stage);
  }
}

function printNexthop({ gateway, neighbour }: Outcome, paint: Paint): string {
  const hop = gateway === null ? 'on the link' : `via ${paint('heading', gateway)}`;
  const note = neighbour === null ? undefined : NEIGHBOUR_WORDS.get(neighbour);
  if (neighbour === null) return hop;
  return `${hop} (${note ?? neighbour})`;
}

/** What the states of a neighbour entry without a link-layer address mean to the packet. */
const NEIGHBOUR_WORDS: ReadonlyMap<string, string> = new Map([
  ['none', 'neighbour not resolved yet'],
  ['incomplete', 'neighbour not resolved yet'],
  ['failed', 'neighbour failed'],
  ['unaskable', 'no address to ask for the neighbour from: it gets nowhere'],
]);

/** What else is worth knowing: the source, header fields that were set, and what the sender gets to know. */
function listFacts({ kind, src, mark, tos, errno: error, icmp, dst, copy }: Outcome): string[] {
  const facts: string[] = [];
  if (kind === 'transmit' && src !== null) facts.push(`source ${src}`);
  if (mark !== 0) facts.push(`mark 0x${mark.toString(16)}`);
  if (tos !== 0) facts.push(`tos 0x${tos.toString(16)}`);
  if (error !== null) facts.push(`the sender sees ${printErrno(error)}`);
  if (icmp !== null) facts.push(`the sender gets ${icmpWords(icmp, dst)}`);
  if (copy !== null) facts.push(`a copy for the sender is ${copy}`);
  return facts;
}

function printErrno(name: ErrnoName): string {
  return `${name} (${errno(name).words})`;
}
