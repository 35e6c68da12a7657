import { NEVER } from '../../predicate/predicate.js';
import type { Chain } from '../chain.js';
import type { Netfilter } from '../netfilter.js';
import { isNftRule } from '../rule.js';
import type { Table } from '../table.js';
import type { NftSet } from './set/nft-set.js';
import { updatesIn } from './set/changed-by-packets.js';
import type { Expression, MapLookup } from './expression.js';
import { expressionValue } from './meaning/value/expression-value.js';
import { isMisread, readsAcrossBytes } from './meaning/misread-lookup.js';
import { isKeyOfPackets } from './meaning/kept-elements.js';
import type { NftScope } from './meaning/scope.js';
import { firstUnsettled, MOST_NUMBERS } from './meaning/spread-maps.js';
import { isPlaceOfPackets, isUnnamedPlace, isUnwritten } from './meaning/mangle-meaning.js';
import { someStatement } from './some-statement.js';
import type {
  MatchStatement,
  SetUpdateStatement,
  Statement,
  VerdictMapStatement,
} from './statement.js';

/** What rules of nft do that changes the way of packets and isn't simulated: a host that has one lacks it. */
export const NFT_NOT_FOLLOWED = {
  chains: [
    'nft chains of family arp',
    'nft chains of family bridge',
    'nft hook ingress of a device below another',
    'nft hook egress of a device below another',
  ],
  statements: [
    'nft fwd without an address',
    'nft fwd to what packets say',
    'nft fwd at egress',
    'nft fwd by a device without ARP',
    'nft synproxy',
    'nft set of what packets do not have here',
    'nft lookup in a map that packets change',
    'nft lookup of what packets do not have here in a set that they change',
    'nft numbers of more than 256 kinds',
    'nft lookup of bits across two bytes',
  ],
} as const;

/** The name of something that rules of nft do and that isn't followed. */
export type NftNotFollowed = (typeof NFT_NOT_FOLLOWED)['chains' | 'statements'][number];

/** What a namespace's rules of nft do that isn't followed; empty when all is. */
export function notFollowed({ tables }: Netfilter): ReadonlySet<NftNotFollowed> {
  return new Set([...tables.values()].flatMap((table) => ofChains(table).concat(ofRules(table))));
}

function ofChains({ family, chains }: Table): readonly NftNotFollowed[] {
  return [...chains.values()].flatMap(({ base, rules }): readonly NftNotFollowed[] => {
    if (base === undefined || (rules.isEmpty() && base.policy === 'ACCEPT')) return [];
    if (family === 'arp' || family === 'bridge') return [`nft chains of family ${family}`];
    return [];
  });
}

function ofRules(table: Table): readonly NftNotFollowed[] {
  const { chains, sets } = table;
  const found = [...chains.values()].map(({ rules }) => findingsOf(rules));
  const asked = found.flatMap((one) => one.asked);
  return [
    ...found.flatMap(({ names }) => names),
    ...(found.some((one) => one.manyNumbers)
      ? (['nft numbers of more than 256 kinds'] as const)
      : []),
    ...(asked.some(({ name, key }) => hasIntervals(sets.get(name)) && readsAcrossBytes(key))
      ? (['nft lookup of bits across two bytes'] as const)
      : []),
    ...updatesIn(table).flatMap((update) =>
      asked.filter(({ name }) => name === update.set).flatMap((lookup) => ofLookup(lookup, update)),
    ),
  ];
}

function hasIntervals(set: NftSet | undefined): boolean {
  return set !== undefined && set.elements.kind !== 'points';
}

/** What isn't followed of a lookup in a set that packets change. */
function ofLookup(
  { key }: SetLookup,
  { data, key: changed }: SetUpdateStatement,
): readonly NftNotFollowed[] {
  if (data !== undefined) return ['nft lookup in a map that packets change'];
  return [key, changed].every((one) => isKeyOfPackets(one, ANYWHERE))
    ? []
    : ['nft lookup of what packets do not have here in a set that they change'];
}

/** A lookup in a named set. */
interface SetLookup {
  readonly name: string;
  readonly key: Expression;
}

/** What the rules of a chain come to. */
interface Findings {
  readonly names: readonly NftNotFollowed[];
  readonly manyNumbers: boolean;
  /** What they look up in named sets. */
  readonly asked: readonly SetLookup[];
}

/** Kept for rules that stay the same, as most do from one command to the next. */
const known = new WeakMap<Chain['rules'], Findings>();

function findingsOf(rules: Chain['rules']): Findings {
  let findings = known.get(rules);
  if (findings === undefined) {
    findings = findIn(rules);
    known.set(rules, findings);
  }
  return findings;
}

/** What most chains come to. */
const NOTHING: Findings = { names: [], manyNumbers: false, asked: [] };

function findIn(rules: Chain['rules']): Findings {
  const names: NftNotFollowed[] = [];
  const asked: SetLookup[] = [];
  let manyNumbers = false;
  for (const rule of rules) {
    if (!isNftRule(rule)) continue;
    someStatement(rule.statements, (statement) => {
      const name = isMisread(statement)
        ? 'nft lookup of bits across two bytes'
        : ofStatement(statement);
      if (name !== undefined) names.push(name);
      manyNumbers ||= makesManyNumbers(statement);
      const set = setAsked(statement);
      if (set !== undefined) asked.push(set);
      return false;
    });
  }
  const isNothing = names.length + asked.length === 0 && !manyNumbers;
  return isNothing ? NOTHING : { names, manyNumbers, asked };
}

/** A generator of more numbers than are distinguished. */
function makesManyNumbers(statement: Statement): boolean {
  const unsettled = firstUnsettled(statement);
  if (unsettled === undefined || unsettled.kind === 'map-lookup') return false;
  return unsettled.modulus > MOST_NUMBERS;
}

function lookupIn(
  set: MatchStatement['right'] | VerdictMapStatement['map'] | MapLookup['map'],
  key: Expression,
): SetLookup | undefined {
  return set.kind === 'set-reference' ? { name: set.name, key } : undefined;
}

/** What a statement looks up in a named set. */
function setAsked(statement: Statement): SetLookup | undefined {
  switch (statement.kind) {
    case 'match':
      return lookupIn(statement.right, statement.left);
    case 'vmap':
      return lookupIn(statement.map, statement.key);
    default: {
      const unsettled = firstUnsettled(statement);
      return unsettled?.kind === 'map-lookup' ? lookupIn(unsettled.map, unsettled.key) : undefined;
    }
  }
}

function ofStatement(statement: Statement): NftNotFollowed | undefined {
  switch (statement.kind) {
    case 'fwd': {
      const { address, device } = statement;
      if (address === undefined) return 'nft fwd without an address';
      return [address, device].every(isGiven) ? undefined : 'nft fwd to what packets say';
    }
    case 'synproxy':
      return 'nft synproxy';
    case 'object':
      return statement.object === 'synproxy' ? 'nft synproxy' : undefined;
    case 'mangle': {
      const { target, value } = statement;
      const isOpen = isPlaceOfPackets(target) && firstUnsettled(statement) === undefined;
      return (isOpen && isUnknown(value)) || isUnnamedPlace(target)
        ? 'nft set of what packets do not have here'
        : undefined;
    }
    default:
      return undefined;
  }
}

/** A value that a rule or a map gives. */
function isGiven({ kind }: Expression): boolean {
  return kind === 'number' || kind === 'map-lookup';
}

function isUnknown(value: Expression): boolean {
  return isUnwritten(expressionValue(value, ANYWHERE));
}

/** A host without anything: whether packets have what an expression reads doesn't depend on it. */
export const ANYWHERE: NftScope = {
  family: 4,
  hook: 'FORWARD',
  looped: false,
  ends: 'unknown',
  devices: [],
  isPrefixStart: () => NEVER,
  labels: true,
  deviceIs: () => NEVER,
  deviceInGroup: () => NEVER,
  deviceOfKind: () => NEVER,
  addressType: () => NEVER,
  ownSources: () => [],
  ownDestinations: () => [],
  inSet: () => ({ least: NEVER, listed: NEVER, most: NEVER }),
  setMappings: () => [],
  setChanges: () => ({ added: false, removed: false }),
  changedEntries: () => undefined,
  isListenedAt: () => NEVER,
  listOwner: () => undefined,
  isProxiedTo: () => NEVER,
  fibFound: () => NEVER,
  isChangedByPackets: () => false,
  keptName: (name) => name,
  findSet: () => undefined,
  findObject: () => undefined,
};
