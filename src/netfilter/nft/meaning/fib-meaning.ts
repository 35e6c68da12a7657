import { all, any, equals, NEVER, not, type Predicate } from '../../../predicate/predicate.js';
import { parsePrefix } from '../../../address/address-text.js';
import { errno, type ErrnoName } from '../../../errno.js';
import { routeTypeNumber, type RouteType } from '../../../fib/route.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import { addressIn, isMulticastOfScope6 } from '../../../predicate/address-predicate.js';
import type { FibQuestion } from '../../fib-question.js';
import { OF_LISTENER, OF_STANDING } from '../../given-socket.js';
import { isLooped } from '../../looped.js';
import type { Statement } from '../../statement.js';
import type { Expression } from '../expression.js';
import type { FibSelector } from '../selector.js';
import type { MatchStatement } from '../statement.js';
import { compares, liesIn } from './condition.js';
import { isKnown, rowsOf } from './value/known-right.js';
import type { NftScope } from './scope.js';
import { textValue } from './value/text-value.js';
import type { Case, Value } from './value/value.js';

/** A match of what a lookup finds: an interface, its name, or whether there is one; in IPv6 the type of an address. */
export function fibMeaning(
  statement: MatchStatement,
  selector: FibSelector,
  scope: NftScope,
): readonly Statement[] {
  const { question, value } = askedOf(selector, scope);
  const when = wanted(statement, value, scope);
  return [{ kind: 'fib', question, when, part: { when, statement } }];
}

/** What is done by what a lookup finds, elsewhere than in a match of nothing else. */
export function fibWays(
  selector: FibSelector,
  scope: NftScope,
  does: (found: Expression) => readonly Statement[],
): readonly Statement[] {
  const { question, value } = askedOf(selector, scope);
  const ways = value.cases.map(({ when, value: found }) => ({
    when,
    does: does(expressionOf(selector, found, scope)),
  }));
  return [{ kind: 'fib-ways', question, ways }];
}

function expressionOf(
  { result, present, type }: FibSelector,
  value: bigint,
  { devices }: NftScope,
): Expression {
  if (result !== 'oifname' || present) return { kind: 'number', value, type };
  const text = devices.find(({ name }) => textValue(name) === value)?.name ?? '';
  return { kind: 'text', text, wildcard: false, type };
}

/** Reports whether a lookup is made: in IPv4 the type of an address is known without one. Source: `nft_fib4_eval_type`. */
export function isLookedUp({ result }: FibSelector, { family }: NftScope): boolean {
  return result !== 'type' || family === 6;
}

function askedOf(
  selector: FibSelector,
  scope: NftScope,
): { readonly question: FibQuestion; readonly value: Extract<Value, { kind: 'cases' }> } {
  const { flags } = selector;
  const device = flags.includes('iif') ? 'indev' : flags.includes('oif') ? 'outdev' : undefined;
  const question: FibQuestion = {
    address: flags.includes('saddr') ? 'src' : 'dst',
    mark: flags.includes('mark'),
    protocol: true,
    fromGroups: true,
    device,
    deviceFirst: false,
    spared: selector.result === 'type' ? NEVER : sparedBy(scope),
  };
  const value =
    selector.result === 'type' ? typeOf(question, scope) : resultOf(selector, question, scope);
  return { question, value };
}

/** What is found: a lookup without a result gives 0, and what needs none the device by which the packet has come. */
function resultOf(
  { result, present }: FibSelector,
  { device, spared }: FibQuestion,
  scope: NftScope,
): Extract<Value, { kind: 'cases' }> {
  const looked = all([not(spared), scope.fibFound('way', device)]);
  const found = any([spared, looked]);
  const none: Case = { when: not(found), value: 0n };
  if (present) return { kind: 'cases', cases: [{ when: found, value: 1n }, none] };
  const over = device ?? 'routeDev';
  const cases = scope.devices.map(({ index, name }): Case => ({
    when: any([all([spared, equals('indev', index)]), all([looked, equals(over, index)])]),
    value: result === 'oif' ? BigInt(index) : textValue(name),
  }));
  return { kind: 'cases', cases: [...cases, none] };
}

/** Packets that have come back and have no socket yet, and those of hosts that have no address yet. Source: `nft_fib_can_skip`, `nft_fib_v6_skip_icmpv6`. */
function sparedBy(scope: NftScope): Predicate {
  const { hook, family } = scope;
  const isAsked = hook === 'PREROUTING' || hook === 'INPUT' || hook === 'INGRESS';
  const looped = isAsked ? any([OF_STANDING, all([isLooped(scope), not(OF_LISTENER)])]) : NEVER;
  if (family === 4) {
    const groups = any([addressIn('dst', LOCAL_GROUPS), addressIn('dst', EVERYBODY)]);
    return any([looped, all([addressIn('src', NOBODY), groups])]);
  }
  const onLink = any([addressIn('dst', LINK_LOCAL), isMulticastOfScope6('dst', 2)]);
  const isIcmp = equals('protocol', PROTOCOL.icmpv6);
  return any([looped, all([isIcmp, addressIn('src', NOBODY6), onLink])]);
}

const LOCAL_GROUPS = parsePrefix('224.0.0.0/24');
const EVERYBODY = parsePrefix('255.255.255.255');
const NOBODY = parsePrefix('0.0.0.0');
const LINK_LOCAL = parsePrefix('fe80::/10');
const GROUPS = parsePrefix('ff00::/8');
const NOBODY6 = parsePrefix('::');
/** Addresses without a type: `ipv6_addr_type` calls them neither unicast nor multicast. */
const MAPPED = parsePrefix('::ffff:0:0/96');

/** Holds when a lookup has ended with an errno. */
function failed(name: ErrnoName): Predicate {
  return equals('routeError', errno(name).number);
}

/** The type of an address of IPv6 is that of the route that is found. Source: `__nft_fib6_eval_type`. */
function typeOf(
  { address, device }: FibQuestion,
  scope: NftScope,
): Extract<Value, { kind: 'cases' }> {
  const errors = [
    ['blackhole', failed('EINVAL')],
    ['prohibit', failed('EACCES')],
    ['throw', failed('EAGAIN')],
  ] as const;
  const found = equals('routeError', 0);
  const anycast = all([
    found,
    any([equals('routeType', routeTypeNumber('anycast')), scope.isPrefixStart(address)]),
  ]);
  const local = all([
    found,
    not(anycast),
    device === undefined
      ? equals('routeType', routeTypeNumber('local'))
      : scope.addressType(address, ['LOCAL'], device),
  ]);
  const left = all([found, not(anycast), not(local)]);
  const isGroup = addressIn(address, GROUPS);
  const isUntyped = any([addressIn(address, NOBODY6), addressIn(address, MAPPED)]);
  const untyped: Case = { when: all([left, isUntyped]), value: 0n };
  const cases: readonly (readonly [RouteType, Predicate])[] = [
    ...errors,
    ['unreachable', all([not(found), ...errors.map(([, when]) => not(when))])],
    ['anycast', anycast],
    ['local', local],
    ['multicast', all([left, isGroup])],
    ['unicast', all([left, not(isGroup), not(isUntyped)])],
  ];
  return {
    kind: 'cases',
    cases: [
      untyped,
      ...cases.map(([type, when]): Case => ({ when, value: BigInt(routeTypeNumber(type)) })),
    ],
  };
}

function wanted({ operator, right }: MatchStatement, value: Value, scope: NftScope): Predicate {
  if (right.kind === 'set' || right.kind === 'set-reference') {
    const within = any(
      rowsOf(right, scope).flatMap(({ spans }) => {
        const [span] = spans === '*' ? [] : spans;
        return span === undefined ? [] : [liesIn(value, span) ?? NEVER];
      }),
    );
    return operator === '!=' ? not(within) : within;
  }
  return isKnown(right) ? (compares([value], operator, right, 32) ?? NEVER) : NEVER;
}
