import type { Family } from '../address/family.js';
import { printRule as printXtablesRule } from '../command/iptables/print/print-rule.js';
import { PLAIN_STYLE } from '../command/nft/datatype/datatype-text.js';
import { hostNames } from '../command/nft/run/host-names.js';
import { printChainRule, printEmptyChain } from '../command/nft/run/list/print-chain.js';
import { printingOf, type Listing } from '../command/nft/run/list/listing.js';
import type { Host } from '../host/host.js';
import { findSet } from '../namespace/ip-sets.js';
import { ZERO_COUNTER } from '../namespace/traffic/traffic.js';
import { isPacketHook } from '../netfilter/base-chain.js';
import type { Chain } from '../netfilter/chain.js';
import type { SetLookup } from '../netfilter/extension/nft-form.js';
import { tableKey, tablesOf } from '../netfilter/netfilter.js';
import {
  isNftRule,
  isXtablesRule,
  type NetfilterRule,
  type XtablesRule,
} from '../netfilter/rule.js';
import type { Table } from '../netfilter/table.js';
import { nftNames } from './nft-name.js';
import { rewriteRule, type RewrittenText } from './rewrite-rule.js';
import { isPortBitmap, rewriteSet, setKey, type RewrittenSet } from './rewrite-set.js';

/** A rule of iptables that nft has nothing for, and what of it. */
export interface Untranslated {
  /** The table and the chain: `ip filter INPUT`. */
  readonly chain: string;
  /** Its number in the chain, from 1. */
  readonly number: number;
  /** As iptables-save writes it: `-A INPUT -m recent ...`. */
  readonly rule: string;
  /** The command or line that made it, as the user wrote it; null when that isn't known. */
  readonly written: string | null;
  /** What nft has nothing for, in the words of iptables. */
  readonly without: readonly string[];
}

/** A chain that nft has under another name. */
export interface RenamedChain {
  readonly family: Family;
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

/** The tables of iptables in the language of nft. */
export interface RewrittenTables {
  /** What `nft -f` reads. */
  readonly ruleset: string;
  /** The tables, as `namespace.netfilter.tables` has them by their keys. */
  readonly keys: readonly string[];
  /** How many rules were rewritten. */
  readonly rules: number;
  readonly untranslated: readonly Untranslated[];
  readonly renamed: readonly RenamedChain[];
  /** What is otherwise than before though no packet sees it: names and comments. */
  readonly notes: readonly string[];
}

/** Rewrites all tables of a host that iptables and ip6tables have made. */
export function rewriteTables(host: Host): RewrittenTables {
  const writer = new TableWriter(host);
  const { netfilter } = host.namespace;
  const texts: string[] = [];
  const keys: string[] = [];
  for (const family of [4, 6] as const) {
    const own = [...tablesOf(netfilter, family).values()].filter(isOwn);
    for (const table of own.toSorted((a, b) => a.handle - b.handle)) {
      texts.push(writer.table(table, family));
      keys.push(tableKey(table.family, table.name));
    }
  }
  const { rules, untranslated, renamed, notes } = writer;
  return { ruleset: texts.join('\n'), keys, rules, untranslated, renamed, notes };
}

/** Whether iptables has made a table, as far as it can be known: one of nft may have the same name. */
function isOwn({ chains, sets, objects }: Table): boolean {
  const rules = [...chains.values()].flatMap((chain) => chain.rules.toArray());
  if (rules.some(isXtablesRule)) return true;
  return rules.length === 0 && sets.isEmpty() && objects.isEmpty();
}

/** Writes tables, and keeps what has come of it. */
class TableWriter {
  rules = 0;
  readonly untranslated: Untranslated[] = [];
  readonly notes: string[] = [];
  readonly renamed: RenamedChain[] = [];
  readonly #listing: Listing;

  constructor(private readonly host: Host) {
    const { machine, namespaceName } = host;
    this.#listing = {
      names: hostNames(machine, namespaceName),
      style: PLAIN_STYLE,
      handles: false,
      counterOf: () => ZERO_COUNTER,
    };
  }

  table(table: Table, family: Family): string {
    const { chains, sets, objects, flowtables } = table;
    const place = `${table.family} ${table.name}`;
    if (!sets.isEmpty() || !objects.isEmpty() || !flowtables.isEmpty()) {
      this.#refuse(place, 0, undefined, [`sets and objects of nft in table ${place}`]);
    }
    const names = nftNames([...chains.keys()]);
    const used = new UsedSets(this.host, family);
    const written = [...chains.values()].map((chain) =>
      this.#chain(chain, table, { family, names, used }),
    );
    for (const [from, to] of names) {
      if (from === to) continue;
      this.renamed.push({ family, table: table.name, from, to });
      this.notes.push(`chain ${from} of ${place} is called ${to}`);
    }
    for (const [from, to] of used.names) {
      if (from !== to) this.notes.push(`set ${from} is called ${to}`);
    }
    return `table ${place} {\n${[...used.blocks(), ...written].join('\n')}}\n`;
  }

  #chain(
    chain: Chain,
    table: Table,
    scope: {
      readonly family: Family;
      readonly names: ReadonlyMap<string, string>;
      readonly used: UsedSets;
    },
  ): string {
    const { family, names, used } = scope;
    const chainName = (name: string): string => names.get(name) ?? name;
    const empty = printEmptyChain(
      chain.set('name', chainName(chain.name)),
      table.family,
      this.#listing,
    );
    const { base } = chain;
    const hook = base !== undefined && isPacketHook(base.hook) ? base.hook : undefined;
    const printing = printingOf(this.#listing, table.family);
    const place = `${table.family} ${table.name} ${chain.name}`;
    const rules = chain.rules.toArray().flatMap((rule, index) => {
      const setLookup = used.lookup.bind(used);
      const text = isNftRule(rule)
        ? this.#nftRule(rule, table)
        : rewriteRule(rule, { family, hook, printing, chainName, setLookup });
      if ('without' in text) {
        this.#refuse(place, index + 1, rule, text.without);
        return [];
      }
      this.rules++;
      this.notes.push(...text.notes.map((note) => `${place} rule ${index + 1}: ${note}`));
      return [`\t\t${text.text}\n`];
    });
    const end = '\t}\n';
    return `${empty.slice(0, -end.length)}${rules.join('')}${end}`;
  }

  #nftRule(rule: NetfilterRule, { family }: Table): RewrittenText {
    return { text: printChainRule(rule, family, this.#listing), notes: [] };
  }

  #refuse(
    chain: string,
    number: number,
    rule: NetfilterRule | undefined,
    without: readonly string[],
  ): void {
    const isOfXtables = rule !== undefined && isXtablesRule(rule);
    this.untranslated.push({
      chain,
      number,
      rule: isOfXtables ? appendText(chain, rule) : '',
      written: rule?.written ?? null,
      without,
    });
  }
}

function appendText(place: string, rule: XtablesRule): string {
  const [family, , chain] = place.split(' ');
  return `-A ${chain} ${printXtablesRule(rule, family === 'ip6' ? 6 : 4)}`;
}

/** The sets of ipset that rules of one table ask for: nft's stand in the table. */
class UsedSets {
  readonly #sets = new Map<string, RewrittenSet>();
  #names: ReadonlyMap<string, string> = new Map();

  constructor(
    private readonly host: Host,
    private readonly family: Family,
  ) {
    const { sets } = host.namespace;
    this.#all = nftNames([...sets].flatMap((set) => (set === undefined ? [] : [set.name])));
  }

  readonly #all: ReadonlyMap<string, string>;

  get names(): ReadonlyMap<string, string> {
    return this.#names;
  }

  lookup(name: string, sides: readonly ('src' | 'dst')[], exceptions: boolean): SetLookup {
    if (exceptions) return { without: '-m set --return-nomatch' };
    const set = findSet(this.host.namespace, name);
    if (set === undefined) return { without: `ipset ${name}` };
    const rewritten = this.#sets.get(name) ?? rewriteSet(set, this.family);
    if ('without' in rewritten) return rewritten;
    if (sides.length < rewritten.dimensions.length) {
      return { without: `-m set with too few sides for ${name}` };
    }
    this.#sets.set(name, rewritten);
    const known = this.#all.get(name) ?? name;
    this.#names = new Map([...this.#names, [name, known]]);
    const header = this.family === 4 ? 'ip' : 'ip6';
    return { ...setKey(rewritten, isPortBitmap(set), header, sides), set: known };
  }

  blocks(): readonly string[] {
    return [...this.#sets].map(
      ([name, { block }]) => `\tset ${this.#all.get(name) ?? name} ${block}`,
    );
  }
}
