import type { Chain } from '../../chain.js';
import { chainsEntered, isNftRule, type NetfilterRule } from '../../rule.js';
import type { Table } from '../../table.js';
import { chainOf } from '../set/element.js';
import { elementsOf } from '../set/find-element.js';
import type { NftSet } from '../set/nft-set.js';
import type { Statement } from '../statement.js';
import { usesOfStatement } from '../uses.js';
import { canStand, type Standing } from './can-stand.js';

/** So many chains deep a packet can be. Source: `NFT_JUMP_STACK_SIZE`. */
const MOST_JUMPS = 16;

/**
 * Why the kernel refuses a table as it has become: chains that a base chain leads to run in a circle or are nested too deep, or do something that packets
 * of its type or hook can't have done; undefined when all is well. Source: `nft_table_validate`, `nft_chain_validate`.
 */
export function checkTable(table: Table): 'EMLINK' | 'EOPNOTSUPP' | undefined {
  const walks = new Map<string, Walk>();
  for (const chain of table.chains.values()) {
    if (chain.base === undefined) continue;
    const { type, hook } = chain.base;
    const key = `${type} ${hook}`;
    const walk = walks.get(key) ?? {
      table,
      standing: { family: table.family, type, hook },
      known: new Map(),
    };
    walks.set(key, walk);
    const errno = checkChain(walk, chain, 0);
    if (errno !== undefined) return errno;
  }
  return undefined;
}

/** A look at all that base chains at one place lead to. */
interface Walk {
  readonly table: Table;
  readonly standing: Standing;
  /** How deep each chain has been looked at. */
  readonly known: Map<string, number>;
}

/** What a chain holds against where it is reached from. */
function checkChain(walk: Walk, chain: Chain, depth: number): 'EMLINK' | 'EOPNOTSUPP' | undefined {
  if (depth === MOST_JUMPS) return 'EMLINK';
  const { table, standing, known } = walk;
  if ((known.get(chain.name) ?? -1) >= depth) return undefined;
  for (const rule of chain.rules) {
    for (const { statement, leads } of partsOf(rule)) {
      if (statement !== undefined && !canStand(statement, standing)) return 'EOPNOTSUPP';
      for (const lead of leads) {
        for (const name of 'chain' in lead ? [lead.chain] : chainsOfSet(table, lead.map)) {
          const next = table.chains.get(name);
          const errno = next && checkChain(walk, next, depth + 1);
          if (errno !== undefined) return errno;
        }
      }
    }
  }
  known.set(chain.name, depth);
  return undefined;
}

/** A statement of a rule, and the chains and verdict maps that it names; a rule of iptables has one of the kernel's own. */
interface Part {
  readonly statement: Statement | undefined;
  readonly leads: readonly Lead[];
}

type Lead = { readonly chain: string } | { readonly map: string };

const knownParts = new WeakMap<NetfilterRule, readonly Part[]>();

function partsOf(rule: NetfilterRule): readonly Part[] {
  let parts = knownParts.get(rule);
  if (parts === undefined) {
    parts = isNftRule(rule)
      ? rule.statements.map((statement) => ({ statement, leads: leadsOf(statement) }))
      : [{ statement: undefined, leads: chainsEntered(rule).map((chain) => ({ chain })) }];
    knownParts.set(rule, parts);
  }
  return parts;
}

const NOWHERE: readonly Lead[] = [];

function leadsOf(statement: Statement): readonly Lead[] {
  let leads: Lead[] | undefined;
  for (const use of usesOfStatement(statement)) {
    if (use.kind === 'chain') (leads ??= []).push({ chain: use.name });
    if (use.kind === 'set' && use.as === 'vmap') (leads ??= []).push({ map: use.name });
  }
  return leads ?? NOWHERE;
}

function chainsOfSet({ sets }: Table, name: string): readonly string[] {
  const set = sets.get(name);
  return set === undefined ? [] : chainsOfMap(set);
}

const knownChains = new WeakMap<NftSet, readonly string[]>();

function chainsOfMap(set: NftSet): readonly string[] {
  let chains = knownChains.get(set);
  if (chains === undefined) {
    const found = elementsOf(set).flatMap(({ data }) => {
      const name = data?.kind === 'verdict' ? chainOf(data.verdict) : undefined;
      return name === undefined ? [] : [name];
    });
    chains = [...new Set(found)];
    knownChains.set(set, chains);
  }
  return chains;
}
