import { assertNever } from '../../assert-never.js';
import { ROOT_NAMESPACE } from '../../machine/machine.js';
import { visible } from '../../visible-text.js';
import { FALSE, type Diagram, type Node } from '../engine/diagram.js';
import type { Followed, JourneyEnd } from './leg.js';
import { spaceName } from './space-name.js';

/**
 * Where packets end. Plain data.
 *
 * - `deliver`: local sockets have them
 * - `drop`: they are discarded, at a place
 * - `error`: they were never made
 * - `left`: they left by a device behind which nothing is simulated
 * - `waits`: they wait for a handshake that nobody answers
 * - `not-followed`: they are not followed any further, for a reason
 */
export interface JourneyFate {
  readonly kind: Exclude<JourneyEnd['kind'], 'opened'> | 'not-followed';
  /** Name of the network namespace; null for the machine's first one, and for what is not followed. */
  readonly namespace: string | null;
  /** The device by which they are delivered or leave; null for others. */
  readonly dev: string | null;
  /** The place or the reason; null for others. */
  readonly at: string | null;
  /** They are in the packet of a tunnel. */
  readonly wrapped: boolean;
  /** All of this in words. */
  readonly text: string;
}

/** Where packets end, in words. */
export function printEnds(ends: readonly JourneyFate[]): string {
  return ends.map(({ text }) => text).join(', and ');
}

/** Divides packets that were followed by where they end: each is in one part, unless a choice decides. */
export function divideJourneys(
  diagram: Diagram,
  followed: Followed,
  packets: Node,
): readonly { readonly ends: readonly JourneyFate[]; readonly packets: Node }[] {
  let parts: { ends: readonly JourneyFate[]; packets: Node }[] = [{ ends: [], packets }];
  for (const [fate, where] of fatesOf(diagram, followed)) {
    parts = parts.flatMap((part) => {
      const here = diagram.and(part.packets, where);
      const others = diagram.minus(part.packets, where);
      return [
        { ends: [...part.ends, fate], packets: here },
        { ends: part.ends, packets: others },
      ].filter((one) => one.packets !== FALSE);
    });
  }
  return parts;
}

/** Every fate that packets have, with its packets. */
function fatesOf(diagram: Diagram, followed: Followed): readonly (readonly [JourneyFate, Node])[] {
  const found = new Map<string, { readonly fate: JourneyFate; readonly packets: Node[] }>();
  const add = (fate: JourneyFate, packets: Node): void => {
    const known = found.get(fate.text) ?? { fate, packets: [] };
    known.packets.push(packets);
    found.set(fate.text, known);
  };
  for (const end of followed.ends) {
    const { kind, namespace, at, wrapped, packets } = end;
    // Its packet goes on, out of the one that is around it.
    if (kind === 'opened') continue;
    const dev = kind === 'deliver' || kind === 'left' ? end.dev : null;
    const name = namespace === ROOT_NAMESPACE ? null : namespace;
    add({ kind, namespace: name, dev, at, wrapped, text: textOf(end, kind) }, packets);
  }
  for (const { what, packets } of followed.notFollowed) {
    const text = visible(`is not followed: ${what}`);
    const nowhere = { namespace: null, dev: null, wrapped: false };
    add({ kind: 'not-followed', ...nowhere, at: what, text }, packets);
  }
  return [...found.values()].map(({ fate, packets }) => [fate, diagram.any(packets)] as const);
}

function textOf(
  { namespace, dev, at, wrapped }: JourneyEnd,
  kind: Exclude<JourneyEnd['kind'], 'opened'>,
): string {
  const around = wrapped ? ', in the packet of a tunnel' : '';
  return visible(`${wordsOf(kind, spaceName(namespace), dev ?? '?', at ?? '?')}${around}`);
}

function wordsOf(
  kind: Exclude<JourneyEnd['kind'], 'opened'>,
  where: string,
  dev: string,
  at: string,
): string {
  switch (kind) {
    case 'deliver':
      return `is delivered in ${where} from ${dev}`;
    case 'drop':
      return `is dropped in ${where} at ${at}`;
    case 'error':
      return `is not sent in ${where}, for ${at}`;
    case 'left':
      return `leaves ${where} by ${dev}`;
    case 'waits':
      return `waits in ${where} for a handshake of ${dev}`;
    default:
      return assertNever(kind);
  }
}
