import { nearestWord } from './nearest-word.js';

/** The kinds of things that questions about a host name. */
export type NameKind =
  | 'device'
  | 'gateway'
  | 'routing table'
  | 'ip rule'
  | 'place'
  | 'errno'
  | 'user'
  | 'group'
  | 'network namespace';

/**
 * A name that a host doesn't have: what is asked about it would be about nothing.
 *
 * @example
 * ```ts
 * import { Host, parsePacketJson, UnknownName } from 'nexthop';
 * const { accounts } = Host.fresh();
 * try {
 *   parsePacketJson({ dst: '192.0.2.1', protocol: 'tcp', uid: 'www-dat' }, accounts);
 * } catch (error) {
 *   if (!(error instanceof UnknownName)) throw error;
 *   error.kind; // 'user'
 *   error.expected; // 'a user of the host (did you mean www-data?)'
 * }
 * ```
 */
export class UnknownName extends RangeError {
  override readonly name = 'UnknownName';
  /** What it should have been, with the nearest name that there is: `a device of the host (did you mean eth0?)`. */
  readonly expected: string;

  constructor(
    readonly kind: NameKind,
    readonly found: string,
    there: readonly string[],
  ) {
    const expected = `${ARTICLED[kind]} of the host (${hint(found, there)})`;
    super(`expected ${expected}, found ${JSON.stringify(found)}`);
    this.expected = expected;
    Object.freeze(this);
  }
}

const ARTICLED: Readonly<Record<NameKind, string>> = {
  device: 'a device',
  gateway: 'a gateway',
  'routing table': 'a routing table',
  'ip rule': 'the priority of an ip rule',
  place: 'a chain, rule or check',
  errno: 'the name of an errno',
  user: 'a user',
  group: 'a group',
  'network namespace': 'a network namespace',
};

/** More names than this are not listed. */
const MOST_LISTED = 8;

function hint(found: string, there: readonly string[]): string {
  const nearest = nearestWord(found, there);
  if (nearest !== undefined) return `did you mean ${nearest}?`;
  if (there.length === 0) return 'it has none';
  const listed = there.slice(0, MOST_LISTED).join(', ');
  const more = there.length - MOST_LISTED;
  return `it has ${listed}${more > 0 ? ` and ${more} more` : ''}`;
}
