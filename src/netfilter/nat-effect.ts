import { sameAddress } from '../address/address.js';
import type { NatPick, NatRange, PortRange } from '../connection/nat-range.js';
import { ADDRESS_FIELDS, type Field } from '../packet/field.js';
import { UNNAMED_PORTS } from '../connection/unique-tuple.js';
import { PORT_PROTOCOLS, PROTOCOL } from '../packet/protocol.js';
import { addressInRange } from '../predicate/address-predicate.js';
import { add, set, setAddress, type Assignment } from '../predicate/assignment.js';
import { all, ALWAYS, any, equals, inRange, type Predicate } from '../predicate/predicate.js';
import type { TargetBranch, TargetEffect } from './extension/extension.js';

/** What a translation is done for, and what is done with it. */
interface Given extends Pick<TargetBranch, 'selectsSource'> {
  readonly when?: Predicate;
  /** Done before. */
  readonly assignments?: readonly Assignment[];
}

/** A change of some packets. */
interface Change {
  readonly when: Predicate;
  readonly assignments: readonly Assignment[];
  readonly picks: readonly NatPick[];
}

const NONE = { assignments: [], picks: [] };

/**
 * What NAT does to a connection that begins. What the packet doesn't decide is picked: the address of a range, by a hash of both ends, and a port for a source, or
 * a random one. Source: `get_unique_tuple`, `nf_nat_l4proto_unique_tuple`.
 */
export function natEffect(range: NatRange, given: Given = {}): TargetEffect {
  const address = addressChange(range);
  return numberedBy(range).flatMap(({ field, when }) => {
    const changes = numberChanges(range, field).map((number): Change => ({
      when: number.when,
      assignments: [...address.assignments, ...number.assignments],
      picks: [...address.picks, ...number.picks],
    }));
    return [...unchanged(range, field), ...changes].map((change) =>
      branchOf({ ...change, when: all([when, change.when]) }, range, given),
    );
  });
}

/** Where packets have the number that is translated, and which: ICMP has one for both ends. */
interface Numbered {
  readonly field: NumberField;
  readonly when: Predicate;
}

type NumberField = 'sport' | 'dport' | 'icmpId';

function numberedBy({ end, ports, numbered }: NatRange): readonly Numbered[] {
  const port: Numbered = { field: end === 'src' ? 'sport' : 'dport', when: ALWAYS };
  if (ports === undefined || numbered === 'ports') return [port];
  if (numbered === 'identifiers') return [{ field: 'icmpId', when: ALWAYS }];
  return [{ field: 'icmpId', when: IS_ICMP }, port];
}

const IS_ICMP = any([PROTOCOL.icmp, PROTOCOL.icmpv6].map((number) => equals('protocol', number)));

function branchOf(change: Change, range: NatRange, given: Given): TargetBranch {
  const { when = ALWAYS, assignments = [], ...rest } = given;
  const { picks } = change;
  return {
    ...rest,
    when: all([when, change.when]),
    assignments: [...assignments, ...change.assignments],
    ...(picks.length === 0 ? {} : { picks }),
    next: 'ACCEPT',
    settles: range,
  };
}

/** A source that is of the range stays, where it would be changed otherwise. Source: `nf_in_range`. */
function unchanged(
  { end, addresses, ports, random }: NatRange,
  field: NumberField,
): readonly Change[] {
  const several = addresses !== undefined && !sameAddress(addresses.from, addresses.to);
  if (end === 'dst' || random || !(several || ports?.base !== undefined)) return [];
  const ofAddresses = addresses && addressInRange(end, addresses.from, addresses.to);
  const ofPorts = ports && inRange(field, ports.from, ports.to);
  return [{ when: all([ofAddresses ?? ALWAYS, ofPorts ?? ALWAYS]), ...NONE }];
}

function addressChange(range: NatRange): Omit<Change, 'when'> {
  const { addresses, end } = range;
  if (addresses === undefined) return NONE;
  const { from, to } = addresses;
  if (sameAddress(from, to)) return { assignments: setAddress(end, from), picks: [] };
  const assignments: Assignment[] = [];
  const picks: NatPick[] = [];
  for (const [at, word] of from.words.entries()) {
    const field = ADDRESS_FIELDS[end][at] ?? end;
    const last = to.words[at] ?? word;
    // Behind the first word in which they differ, any may follow.
    if (picks.length > 0) picks.push({ to: field, from: 0, last: 0xffffffff, range });
    else if (word === last) assignments.push(set(field, word));
    else picks.push({ to: field, from: word, last, range });
  }
  return { assignments, picks };
}

function numberChanges(range: NatRange, field: NumberField): readonly Change[] {
  const { ports, end, random } = range;
  if (ports === undefined) {
    const changed = random && end === 'src' ? UNNAMED_PORTS.map((one) => anyPort(range, one)) : [];
    return [...changed, { when: ALWAYS, ...NONE }];
  }
  const { from, to, base } = ports;
  const picked: Change = { when: ALWAYS, assignments: [], picks: [pickOf(range, field, ports)] };
  if (base !== undefined) {
    const moved = from === base ? [] : [add(field, from - base)];
    const when = inRange(field, base, Math.min(base + to - from, 0xffff));
    return [{ when, assignments: moved, picks: [] }, picked];
  }
  const first: Change = { when: ALWAYS, assignments: [set(field, from)], picks: [] };
  if (from === to) return [first];
  if (random) return [picked];
  return [{ when: inRange(field, from, to), ...NONE }, end === 'src' ? picked : first];
}

const HAS_PORTS = any([...PORT_PROTOCOLS].map((number) => equals('protocol', number)));

/** A source is given any port of the kind of its own, where no range is named. */
function anyPort(
  range: NatRange,
  { first, last, range: ports }: (typeof UNNAMED_PORTS)[number],
): Change {
  return {
    when: all([HAS_PORTS, inRange('sport', first, last)]),
    assignments: [],
    picks: [pickOf({ ...range, ports }, 'sport', ports)],
  };
}

function pickOf(range: NatRange, to: Field, { from, to: last }: PortRange): NatPick {
  return { to, from, last, range };
}
