import type { Family } from '../../../address/family.js';
import { assertNever } from '../../../assert-never.js';
import { countCounters } from '../rule-counters.js';
import { frozen } from '../../../frozen.js';
import type { Chain } from '../../chain.js';
import type { Netfilter } from '../../netfilter.js';
import type { NftRule } from '../../rule.js';
import type { Table } from '../../table.js';
import { unreadable } from '../check/check-reads.js';
import { checkObjectFamily } from '../check/check-object-family.js';
import { checkStateful } from '../check/check-stateful.js';
import { checkUpdate } from '../check/check-update.js';
import { seesConnections } from '../family.js';
import { countHandlesBefore } from '../handles-before.js';
import { inJiffies } from '../jiffies.js';
import { objectKey } from '../object/nft-object.js';
import type { Rule, Statement } from '../statement.js';
import { statementsUseConnections } from '../uses-connections.js';
import { usesOfAll, usesOfStatement, type Use } from '../uses.js';
import { someValue } from '../values-of.js';
import { findTable, putTable } from './find.js';
import { refuse, type Answer, type KernelRefusal } from './refusal.js';
import type { RequestOf, RulePlace } from './request.js';
import { withDynamicSizes } from './dynamic-sizes.js';
import { findInLine, withoutRule, withoutRules, withRuleAt, type FoundRule } from './rule-line.js';

/** Puts a rule into a chain. Source: `nf_tables_newrule`. */
export function newRule(netfilter: Netfilter, request: RequestOf<'new rule'>): Answer {
  const table = findTable(netfilter, request);
  if (table === undefined) return refuse('ENOENT', 'table');
  const before = countHandlesBefore(request.rule.statements);
  const { place } = request;
  // A rule in the place of another has its handle.
  const own = place.kind === 'instead' ? 0 : 1;
  const chain = table.chains.get(request.chain);
  const handles = chain === undefined ? before : before + own;
  const elements = checkElements(table, request.rule);
  const found = chain === undefined ? undefined : placeIn(chain, place);
  if (chain === undefined || found === undefined) {
    const about = chain === undefined ? 'chain' : own === 0 ? 'handle' : undefined;
    return { ...refuse('ENOENT', about), handles, before: elements };
  }
  const refused = [...elements, ...checkStatements(table, request.rule)];
  const last = refused.at(-1);
  if (last !== undefined) return { ...last, handles, before: refused.slice(0, -1) };
  // What has been deleted can't be deleted again.
  if (place.kind === 'instead' && !found.stands) return { ...refuse('ENOENT'), handles };
  return { netfilter: withNewRule(netfilter, table, chain, request) };
}

/** What there is with a rule in a chain; without it where it has no place there. */
export function withNewRule(
  netfilter: Netfilter,
  table: Table,
  chain: Chain,
  request: RequestOf<'new rule'>,
): Netfilter {
  const { place, written } = request;
  const found = placeIn(chain, place);
  if (found === undefined) return netfilter;
  const before = countHandlesBefore(request.rule.statements);
  const handle = place.kind === 'instead' ? Number(place.handle) : table.nextHandle + before;
  const id = netfilter.nextId;
  const { statements, comment } = asKept(table, request.rule);
  const made: NftRule = frozen({ id, handle, written, statements, comment });
  const grown =
    place.kind === 'instead'
      ? chain.set('rules', chain.rules.set(found.at, made))
      : withRuleAt(chain, made, found);
  const changed = withDynamicSizes(withChain(table, grown), request.rule).set(
    'nextHandle',
    table.nextHandle + before + (place.kind === 'instead' ? 0 : 1),
  );
  return putTable(netfilter, changed).set('nextId', id + idsOf(made));
}

/** The first element of each map without a name that the kernel refuses. */
function checkElements(table: Table, { statements }: Rule): readonly KernelRefusal[] {
  let all: KernelRefusal[] | undefined;
  for (let at = 0; at < statements.length; at++) {
    const statement = statements[at];
    if (statement === undefined) continue;
    const refused = firstRefusedUse(table, [statement], usesOfStatement(statement), true);
    if (refused !== undefined) (all ??= []).push(refused);
  }
  return all ?? NONE;
}

const NONE: readonly KernelRefusal[] = frozen([]);

/** What the kernel refuses first of a rule itself. */
function checkStatements(table: Table, rule: Rule): readonly KernelRefusal[] {
  const refused = firstRefusedUse(table, rule.statements, usesOfAll(rule.statements), false);
  if (refused !== undefined) return [refused];
  for (let statement = 0; statement < rule.statements.length; statement++) {
    const one = rule.statements[statement];
    if (one === undefined) continue;
    if (one.kind === 'chain') {
      // The rules of a chain without a name reach the kernel before the one that leads there.
      for (const brought of one.rules) {
        const inside = checkStatements(table, brought);
        if (inside.length > 0) return inside;
      }
    }
    const unread = unreadable(one, table.family);
    if (unread !== undefined) return [refuse(unread.errno, { read: unread.read })];
    const ofFamily = one.kind === 'synproxy' ? checkObjectFamily(table.family, one) : undefined;
    if (ofFamily !== undefined) return [refuse(ofFamily, { statement, of: rule })];
    if (!seesConnections(table.family) && usesConnections(one)) {
      return [refuse('EPROTO', 'connection')];
    }
    const errno =
      one.kind === 'set-update'
        ? checkUpdate(table, one)
        : (checkWrite(one, table) ?? checkPort(one) ?? checkAnswer(one) ?? checkStateful(one));
    if (errno !== undefined) return [refuse(errno, { statement, of: rule })];
  }
  return NONE;
}

function usesConnections(statement: Statement): boolean {
  const uses = (family: Family): boolean => statementsUseConnections([statement], family);
  return uses(4) || uses(6);
}

/** What the kernel keeps of a packet and lets no rule write. Source: `nft_meta_set_init`, `nft_ct_set_init`. */
function checkWrite(statement: Statement, { family }: Table): 'EOPNOTSUPP' | undefined {
  if (statement.kind !== 'mangle') return undefined;
  const { target } = statement;
  if (target.kind !== 'meta' && target.kind !== 'ct') return undefined;
  if (target.key === 'broute' && family !== 'bridge') return 'EOPNOTSUPP';
  return WRITTEN[target.kind].has(target.key) ? undefined : 'EOPNOTSUPP';
}

/** Source: `NFT_REJECT_ICMPX_MAX`. */
const MOST_ICMPX = 3;

/** The code that is none for nft, which then asks without one. */
const NO_CODE = 255;

/** An error has a code, and one of either version of ICMP is one of four. Source: `nft_reject_init`. */
function checkAnswer(statement: Statement): 'EINVAL' | undefined {
  if (statement.kind !== 'reject' || statement.with.type === 'tcp reset') return undefined;
  const { type, code } = statement.with;
  return code === NO_CODE || (type === 'icmpx' && code > MOST_ICMPX) ? 'EINVAL' : undefined;
}

/** The port of a translation has to be in the registers behind the address. Source: `nft_validate_register_load`. */
function checkPort(statement: Statement): 'ENODATA' | undefined {
  if (statement.kind !== 'nat' || !statement.form.includes('concat')) return undefined;
  return statement.address?.kind === 'map-lookup' ? undefined : 'ENODATA';
}

const WRITTEN: Readonly<Record<'meta' | 'ct', ReadonlySet<string>>> = {
  meta: new Set(['mark', 'priority', 'pkttype', 'nftrace', 'secmark', 'broute']),
  ct: new Set(['mark', 'label', 'event', 'zone', 'secmark', 'helper']),
};

function firstRefusedUse(
  table: Table,
  statements: readonly Statement[],
  uses: readonly Use[],
  byElements: boolean,
): KernelRefusal | undefined {
  if (uses.length === 0) return undefined;
  const errnoOf = (use: Use): ReturnType<typeof checkUse> => {
    const isElement = 'by' in use && use.by === 'element';
    return isElement === byElements ? checkUse(table, use) : undefined;
  };
  for (const use of uses) {
    const errno = errnoOf(use);
    if (errno === undefined) continue;
    // Elements come to the kernel in the order of the text, intervals in ascending order.
    const inText = byElements && !statements.some(hasIntervals);
    const others = inText ? uses.slice(uses.indexOf(use) + 1) : [];
    return refuse(errno, { use, among: others.filter((one) => errnoOf(one) !== undefined) });
  }
  return undefined;
}

function hasIntervals(statement: Statement): boolean {
  return someValue(
    statement,
    (value) =>
      value.kind === 'map' &&
      value.elements.some(
        ({ key }) => key !== '*' && key.kind !== 'number' && key.kind !== 'concat-value',
      ),
  );
}

/** A rule without a counter takes an id too. */
function idsOf(rule: NftRule): number {
  return Math.max(1, countCounters(rule));
}

/** Deletes a rule, those of a chain, or those of a table. Source: `nf_tables_delrule`. */
export function deleteRule(netfilter: Netfilter, request: RequestOf<'delete rule'>): Answer {
  const table = findTable(netfilter, request);
  const { ignored, handle, chain: name } = request;
  if (table === undefined) return refuse('ENOENT', 'table');
  if (name === undefined) {
    const chains = table.chains.map(withoutRules);
    return { netfilter: putTable(netfilter, table.merge({ chains })) };
  }
  const chain = table.chains.get(name);
  if (chain === undefined) return ignored ? { netfilter } : refuse('ENOENT', 'chain');
  if (handle === undefined) {
    return { netfilter: putTable(netfilter, withChain(table, withoutRules(chain))) };
  }
  const found = findInLine(chain, handle);
  if (found === undefined) return ignored ? { netfilter } : refuse('ENOENT', 'handle');
  // Also where what isn't there may be deleted.
  if (!found.stands) return refuse('ENOENT');
  return { netfilter: putTable(netfilter, withChain(table, withoutRule(chain, found))) };
}

function withChain(table: Table, chain: Chain): Table {
  return table.set('chains', table.chains.set(chain.name, chain));
}

/** Where a rule is put, and whether the one that it is put beside, or in the place of, stands. */
function placeIn(chain: Chain, place: RulePlace): FoundRule | undefined {
  switch (place.kind) {
    case 'first':
      return { at: 0, inLine: 0, stands: true };
    case 'last':
      return { at: chain.rules.size, inLine: chain.line?.size, stands: true };
    case 'before':
    case 'instead':
      return findInLine(chain, place.handle);
    case 'after': {
      const found = findInLine(chain, place.handle);
      if (found === undefined) return undefined;
      const { at, inLine, stands } = found;
      return {
        at: stands ? at + 1 : at,
        inLine: inLine === undefined ? undefined : inLine + 1,
        stands,
      };
    }
    default:
      return assertNever(place);
  }
}

/** Why something that a rule names can't be named; undefined when it can. Source: `nft_verdict_init`, `nft_objref_init`, `nft_flow_offload_init`. */
function checkUse(table: Table, use: Use): 'ENOENT' | 'EOPNOTSUPP' | undefined {
  switch (use.kind) {
    case 'chain': {
      const chain = table.chains.get(use.name);
      if (chain === undefined) return 'ENOENT';
      return chain.base === undefined ? undefined : 'EOPNOTSUPP';
    }
    case 'set':
      return table.sets.has(use.name) ? undefined : 'ENOENT';
    case 'object':
      return table.objects.has(objectKey(use.object, use.name)) ? undefined : 'ENOENT';
    case 'flowtable':
      return table.flowtables.has(use.name) ? undefined : 'ENOENT';
    default:
      return assertNever(use);
  }
}

/** A rule as the kernel keeps it, and shows it again. */
function asKept(table: Table, rule: Rule): Rule {
  const kept = (statement: Statement): Statement => {
    if (statement.kind !== 'set-update') return statement;
    const timeout = inJiffies(statement.timeout);
    const isGiven = (table.sets.get(statement.set)?.statements.length ?? 0) > 0;
    return isGiven ? { ...statement, timeout, isUnlisted: true } : { ...statement, timeout };
  };
  return rule.statements.some(({ kind }) => kind === 'set-update')
    ? { ...rule, statements: rule.statements.map(kept) }
    : rule;
}
