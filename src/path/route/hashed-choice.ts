import { printAddress } from '../../address/address-text.js';
import type { Family } from '../../address/family.js';
import type { Nexthop } from '../../fib/route.js';
import { linkByIndex, type Namespace } from '../../namespace/namespace.js';
import {
  multipathHashFields,
  multipathHashPolicy,
  multipathHashSeed,
} from '../../namespace/sysctl/sysctl.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { equals } from '../../predicate/predicate.js';
import type { HashKey } from '../../program/choice-point.js';
import type { StepId } from '../../program/step.js';
import type { Lowering } from '../lowering.js';

/** Whose flow is hashed: that of the lookup, or that of the received packet. */
export type Direction = 'output' | 'input';

/** A choice among nexthops by a hash of the flow. */
export interface HashedChoice {
  readonly name: string;
  readonly meanings: readonly string[];
  /** The largest hash that takes each of them. */
  readonly bounds: readonly number[];
  /** The option of each bucket, where buckets are chosen from instead. */
  readonly buckets?: readonly number[] | undefined;
  /** The step that takes each of them; the first is taken when no bound is large enough. */
  readonly options: readonly StepId[];
}

/** The step that chooses by what the sysctls make the kernel hash. Source: `fib_multipath_hash`, `rt6_multipath_hash`. */
export function lowerHashed(
  { builder, namespace, family, options: { query = false } }: Lowering,
  direction: Direction,
  { name, meanings, bounds, buckets, options }: HashedChoice,
): StepId {
  const choose = (shape: Shape): StepId =>
    builder.add({
      kind: 'choose',
      choice: {
        name: `${name}, ${direction}${OF[shape]}`,
        meanings,
        by: {
          kind: 'hash',
          key: hashKey(namespace, { family, direction, shape, query }),
          bounds,
          buckets,
          otherwise: 0,
        },
      },
      options,
    });
  // A fragment's ports aren't looked at.
  if (direction === 'input') {
    return builder.test(equals('fragment', 0), choose('whole'), choose('fragment'));
  }
  // The packet that IPv4 makes up for a question has no ports when it's ICMP. Source: `inet_rtm_getroute_build_skb`.
  return query && family === 4
    ? builder.test(equals('flowProtocol', PROTOCOL.icmp), choose('portless'), choose('whole'))
    : choose('whole');
}

/** What of a packet can be hashed. */
type Shape = 'whole' | 'fragment' | 'portless';

const OF: Readonly<Record<Shape, string>> = {
  whole: '',
  fragment: ' of fragments',
  portless: ' without ports',
};

interface HashedPart {
  readonly family: Family;
  readonly direction: Direction;
  readonly shape: Shape;
  readonly query: boolean;
}

function hashKey(namespace: Namespace, part: HashedPart): HashKey {
  const { family, direction, shape, query } = part;
  const hasPacket = query ? family === 4 : direction === 'input';
  const fields = FIELDS[direction];
  const policy = multipathHashPolicy(namespace, family);
  const bits = hashedBits(namespace, family, policy);
  const field = <T>(bit: number, value: T): T | undefined =>
    (bits & bit) === 0 ? undefined : value;
  return {
    family,
    seed: multipathHashSeed(namespace),
    src: field(BIT.src, fields.src),
    dst: field(BIT.dst, fields.dst),
    protocol: field(
      BIT.protocol,
      shape === 'fragment' && policy === 0 ? FRAGMENT_HEADER : fields.protocol,
    ),
    sport: shape === 'whole' ? field(BIT.sport, fields.sport) : undefined,
    dport: shape === 'whole' ? field(BIT.dport, fields.dport) : undefined,
    flowLabel: undefined,
    mixed: policy === 3 && hasPacket,
  };
}

/** The bits of `fib_multipath_hash_fields`. */
const BIT = { src: 1, dst: 2, protocol: 4, sport: 16, dport: 32 } as const;

/** The number of the header that comes next in an IPv6 fragment. */
const FRAGMENT_HEADER = 44;

/** What each policy has hashed, in the bits of the policy that leaves it to the user. */
function hashedBits(namespace: Namespace, family: Family, policy: number): number {
  const addresses = BIT.src | BIT.dst;
  switch (policy) {
    case 1:
      return addresses | BIT.protocol | BIT.sport | BIT.dport;
    case 3:
      return multipathHashFields(namespace, family);
    default:
      return family === 4 ? addresses : addresses | BIT.protocol;
  }
}

const FIELDS = {
  output: {
    src: 'flowSrc',
    dst: 'flowDst',
    protocol: 'flowProtocol',
    sport: 'flowSport',
    dport: 'flowDport',
  },
  input: { src: 'src', dst: 'dst', protocol: 'protocol', sport: 'sport', dport: 'dport' },
} as const;

/** A nexthop in the words of `ip route`. */
export function printHop(namespace: Namespace, { gateway, dev }: Nexthop): string {
  const name = linkByIndex(namespace, dev)?.name ?? `if${dev}`;
  return gateway === undefined ? `dev ${name}` : `via ${printAddress(gateway)} dev ${name}`;
}
