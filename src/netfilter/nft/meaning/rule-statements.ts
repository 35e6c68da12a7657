import { assertNever } from '../../../assert-never.js';
import type { Field } from '../../../packet/field.js';
import { all, ALWAYS, NEVER, not } from '../../../predicate/predicate.js';
import { inStates } from '../../connection.js';
import { HAS_CONNECTION_NUMBER, TUPLE_POSITIONS } from '../../extension/option/connection-tuple.js';
import { notrackTarget } from '../../extension/target/notrack-target.js';
import type { DispatchRow, Statement } from '../../statement.js';
import type { Expression } from '../expression.js';
import type { RejectStatement, Rule, Statement as NftStatement } from '../statement.js';
import { countersIn } from '../rule-counters.js';
import type { Verdict } from '../verdict.js';
import { valuesOf } from '../values-of.js';
import { asksPosition } from './value/connection-value.js';
import { expressionParts } from './value/expression-value.js';
import { forwardMeaning } from './forward-meaning.js';
import { keptUpdate } from './kept-elements.js';
import { fibWays, isLookedUp } from './fib-meaning.js';
import { END_RULE, GO_ON, lookUp } from './lookup.js';
import { mangleMeaning } from './mangle-meaning.js';
import { mapRows, type MapData, type MapRow } from './map-rows.js';
import { matchMeaning } from './match-meaning.js';
import { natMeaning } from './nat-meaning.js';
import type { NftScope } from './scope.js';
import { fibsIn, firstUnsettled, MOST_NUMBERS, settled, type Unsettled } from './spread-maps.js';
import { numberMeaning } from './number-choice.js';
import { transportPlace, transports } from './value/raw-value.js';
import { statefulMeaning } from './stateful-meaning.js';
import { tproxyMeaning } from './tproxy-meaning.js';

/** What a rule of nft is made of. */
export function nftStatements(
  { id, statements }: Rule & { readonly id: number },
  scope: NftScope,
): readonly Statement[] {
  let counter = id;
  return statements.flatMap((statement) => {
    const own = counter;
    counter += countersIn([statement]);
    return meaningOf(statement, scope, own);
  });
}

function meaningOf(
  statement: NftStatement,
  scope: NftScope,
  counter: number,
): readonly Statement[] {
  if (scope.position === undefined && valuesOf(statement).some(asksPosition)) {
    return byPosition(statement, scope, counter);
  }
  if (
    scope.transport === undefined &&
    valuesOf(statement).some((one) => transportPlace(one) !== undefined)
  ) {
    return byTransport(statement, scope, counter);
  }
  const fib = fibsIn(statement).find((one) => isLookedUp(one, scope));
  if (fib !== undefined) {
    return fibWays(fib, scope, (found) =>
      meaningOf(settled(statement, fib, found), scope, counter),
    );
  }
  const unsettled = firstUnsettled(statement);
  if (unsettled !== undefined) return spread(statement, unsettled, scope, counter);
  switch (statement.kind) {
    case 'match':
      return matchMeaning(statement, scope);
    case 'verdict':
      return verdictMeaning(statement.verdict);
    case 'vmap': {
      const rows = mapRows(statement.map, scope);
      const does = grouped((data) => (data?.kind === 'verdict' ? verdictMeaning(data) : END_RULE));
      const parts = expressionParts(statement.key, scope);
      return lookUp({ parts, rows, statement, scope, does, otherwise: END_RULE });
    }
    case 'mangle':
      return mangleMeaning(statement, scope);
    case 'nat':
      return natMeaning(statement, scope);
    case 'tproxy':
      return tproxyMeaning(statement, scope);
    case 'reject':
      return [{ kind: 'effect', effect: [rejection(statement, scope)] }];
    case 'fwd':
      return forwardMeaning(statement, scope);
    case 'notrack':
      return [{ kind: 'effect', effect: notrackTarget.effect({ name: 'NOTRACK' }, scope) }];
    case 'counter':
    case 'last':
    case 'limit':
    case 'quota':
    case 'connlimit':
      return statefulMeaning(statement, counter);
    case 'object':
      return objectMeaning(statement, scope);
    case 'set-update':
      return (
        keptUpdate(statement, scope) ??
        statement.statements.flatMap((one) =>
          one.kind === 'counter' ? [] : statefulMeaning(one, counter),
        )
      );
    case 'queue':
      return [{ kind: 'verdict', verdict: statement.flags.includes('bypass') ? 'ACCEPT' : 'DROP' }];
    case 'chain': {
      let id = counter;
      const rules = statement.rules.map((rule) => {
        const own = id;
        id += countersIn(rule.statements);
        return nftStatements({ ...rule, id: own }, scope);
      });
      return [{ kind: 'rules', goto: statement.verdict === 'goto', rules }];
    }
    case 'log':
    case 'dup':
    case 'synproxy':
    case 'flow':
    case 'option-strip':
      return [];
    default:
      return assertNever(statement);
  }
}

/** The meaning of a statement for each transport header in which it reads bits. */
function byTransport(
  statement: NftStatement,
  scope: NftScope,
  counter: number,
): readonly Statement[] {
  const places = valuesOf(statement)
    .map(transportPlace)
    .filter((one) => one !== undefined);
  const rows = transports(scope, places).map(({ transport, when }): DispatchRow => ({
    parts: [when],
    does: meaningOf(statement, { ...scope, transport }, counter),
  }));
  const part = { when: NEVER, statement, reads: ['protocol'] as const };
  return [{ kind: 'dispatch', key: [{ kind: 'condition' }], rows, otherwise: END_RULE, part }];
}

/** The meaning of a statement for each way in which packets stand to their connection, where that says what the ends of it are. */
function byPosition(
  statement: NftStatement,
  scope: NftScope,
  counter: number,
): readonly Statement[] {
  const at = (position: NonNullable<NftScope['position']>): readonly Statement[] =>
    meaningOf(statement, { ...scope, position }, counter);
  const asksNumber = valuesOf(statement).some(
    (value) => value.kind === 'ct' && value.key.startsWith('proto-'),
  );
  // An error belongs to the connection of the packet in it.
  const own = inStates(['NEW', 'ESTABLISHED']);
  const among = asksNumber ? all([own, not(HAS_CONNECTION_NUMBER)]) : own;
  const isKnown = scope.ends !== 'unknown' && !scope.looped;
  const rows = (isKnown ? TUPLE_POSITIONS : []).map((position): DispatchRow => ({
    parts: [all([among, position.when])],
    does: at(position),
  }));
  const part = { when: NEVER, statement, reads: TUPLE_READS };
  const key = [{ kind: 'condition' }] as const;
  return [{ kind: 'dispatch', key, rows, otherwise: at('unknown'), part }];
}

const TUPLE_READS: readonly Field[] = ['ctstate', 'ctknown', 'ctreply'];

/** The meaning of a statement for each of the values that something in it can have. */
function spread(
  statement: NftStatement,
  unsettled: Unsettled,
  scope: NftScope,
  counter: number,
): readonly Statement[] {
  const known = (value: Expression): readonly Statement[] =>
    meaningOf(settled(statement, unsettled, value), scope, counter);
  if (unsettled.kind === 'map-lookup') {
    const does = grouped((data) =>
      data === undefined || data.kind === 'verdict' || data.kind === 'object'
        ? END_RULE
        : known(data),
    );
    return lookUp({
      parts: expressionParts(unsettled.key, scope),
      rows: mapRows(unsettled.map, scope),
      statement,
      scope,
      does,
      otherwise: END_RULE,
    });
  }
  const { modulus, offset, type } = unsettled;
  const of = (number: number): readonly Statement[] =>
    known({ kind: 'number', value: BigInt(number), type });
  // Of one number there is nothing to choose.
  if (modulus === 1) return of(offset);
  const count = Math.min(modulus, MOST_NUMBERS);
  const numbers = Array.from({ length: count }, (_, index) => index + offset);
  return numberMeaning(
    {
      source: unsettled,
      statement,
      name: unsettled.kind,
      meanings: numbers.map((number) => `${unsettled.kind} gives ${number}`),
      ranges: numbers.map((_, way) => ({ last: way, way })),
      ways: numbers.map(of),
      usual: 0,
    },
    scope,
  );
}

/** What is done by what a row has, the same list for the same data. */
function grouped(
  does: (data: MapData | undefined) => readonly Statement[],
): (row: MapRow) => readonly Statement[] {
  const known = new Map<string, readonly Statement[]>();
  return ({ data }) => {
    const key = JSON.stringify(data, (_, value: unknown) =>
      typeof value === 'bigint' ? `${value}n` : value,
    );
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = does(data);
    known.set(key, made);
    return made;
  };
}

function verdictMeaning(verdict: Verdict): readonly Statement[] {
  switch (verdict.verdict) {
    case 'accept':
      return [{ kind: 'verdict', verdict: 'ACCEPT' }];
    case 'drop':
      return [{ kind: 'verdict', verdict: 'DROP' }];
    case 'return':
      return [{ kind: 'verdict', verdict: 'RETURN' }];
    case 'continue':
      return [];
    case 'jump':
    case 'goto':
      return [{ kind: verdict.verdict, chain: verdict.chain }];
    default:
      return assertNever(verdict);
  }
}

/** Of what counts nothing. */
const NO_COUNTER = 0;

function objectMeaning(
  statement: Extract<NftStatement, { kind: 'object' }>,
  scope: NftScope,
): readonly Statement[] {
  const { object, name } = statement;
  const used = (named: string): readonly Statement[] => {
    const data = scope.findObject(object, named)?.data;
    // All rules that name it share what it keeps.
    if (data?.kind === 'limit' || data?.kind === 'quota') {
      return statefulMeaning(data, NO_COUNTER);
    }
    const counter = scope.findObject(object, named)?.counterId;
    return counter === undefined ? GO_ON : [{ kind: 'count', counter }];
  };
  if (typeof name === 'string') return used(name);
  // What a map without a name gives is the text of a name.
  const does = grouped((data) => {
    if (data?.kind === 'text') return used(data.text);
    return data?.kind === 'object' ? used(data.name) : END_RULE;
  });
  const parts = expressionParts(name.key, scope);
  const rows = mapRows(name.map, scope);
  return lookUp({ parts, rows, statement, scope, does, otherwise: END_RULE });
}

/** The ICMP codes of `icmpx`, by version of IP. Source: `nft_reject_icmp_code`, `nft_reject_icmpv6_code`. */
const ICMPX: Readonly<Record<4 | 6, readonly number[]>> = { 4: [0, 3, 1, 13], 6: [0, 4, 3, 1] };

function rejection({ with: how }: RejectStatement, { family }: NftScope) {
  const dropped = { when: ALWAYS, assignments: [], next: 'DROP' } as const;
  if (how.type === 'tcp reset') return { ...dropped, answer: 'reset' } as const;
  const type = family === 4 ? 3 : 1;
  const code = how.type === 'icmpx' ? (ICMPX[family][how.code] ?? 0) : how.code;
  return { ...dropped, answer: { type, code } } as const;
}
