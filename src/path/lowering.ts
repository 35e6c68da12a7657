import type { Family } from '../address/family.js';
import { isToGroups, someSpecialRoute, type FibTable } from '../fib/fib-table.js';
import type { Route } from '../fib/route.js';
import { hoplimitOf, TABLE } from '../fib/route.js';
import { trackedSince, translatedSince } from '../netfilter/registered-since.js';
import { templatesOf, type Templates } from '../netfilter/templates.js';
import { isOfTuple } from '../netfilter/nft/meaning/value/connection-value.js';
import { asksForTranslation } from '../netfilter/extension/match/connection/conntrack.js';
import type { MatchData, SetChanges } from '../netfilter/extension/extension.js';
import { asksDeviceFirst } from '../netfilter/extension/match/route/rpfilter.js';
import { asksForFrame } from '../netfilter/extension/match/device/pkttype.js';
import { deviceTables } from '../netfilter/device-chains.js';
import { tablesSeeing } from '../netfilter/netfilter.js';
import { statementsBreakSums } from '../netfilter/nft/meaning/checksum.js';
import { ruleRewritesEnds, ruleWritesFrames } from '../netfilter/rewrites-ends.js';
import { statementsRead } from '../netfilter/nft/reads-value.js';
import type { StatementValue } from '../netfilter/nft/statement-operands.js';
import { listOwners } from '../netfilter/match-lists.js';
import { isNftRule } from '../netfilter/rule.js';
import type { Table } from '../netfilter/table.js';
import { familyKey, type FamilyState, type Namespace } from '../namespace/namespace.js';
import type { LoweredTable } from '../program/lowered-table.js';
import { DefaultGroups } from './route/default-group.js';
import { LoweredFib, type LowerRoutes } from './route/lowered-fib.js';
import { lowerRoutes4 } from './route/lowered-route-v4.js';
import { lowerRoutes6 } from './route/lowered-routes-v6.js';
import { NexthopGroups } from './route/nexthop-group.js';
import type { RouteScope } from './route/route-scope.js';
import { changedSets } from './netfilter/changed-sets.js';
import { ProgramBuilder } from './program-builder.js';

/** How routes are looked up in one program. */
export interface LoweringOptions {
  /** Devices without carrier count as usable whatever the sysctl says. Source: `FIB_LOOKUP_IGNORE_LINKSTATE`. */
  readonly ignoreLinkdown: boolean;
  /** IPv6 without what follows a lookup: rules suppress nothing, and a throw route is a result. Source: `fib6_rule_action_alt`. */
  readonly bare?: boolean;
  /** One table is read alone, whatever the rules say. Source: `fib_table_lookup` */
  readonly alone?: boolean;
  /** The program answers `ip route get`: IPv4 hashes it as if there were a packet, IPv6 as if there were none. Source: `inet_rtm_getroute`. */
  readonly query?: boolean;
  /** The source of what is sent may be an address of another host. Source: `FLOWI_FLAG_ANYSRC`. */
  readonly foreign?: boolean;
  /** What is sent is an answer of the host itself, which no socket is bound to an address for. */
  readonly unbound?: boolean;
  /** What is sent comes from a device: a tunnel, a VRF, or one that asks for a neighbour. */
  readonly outer?: boolean;
  /** A VRF device sends on what it was handed. */
  readonly resent?: boolean;
  /** The mark of the first lookup is given, and not the packet's. */
  readonly markGiven?: boolean;
}

/** What the parts of one program share while they are lowered. */
export class Lowering {
  readonly builder = new ProgramBuilder();
  readonly defaultGroups: DefaultGroups;
  readonly state: FamilyState;
  /** The tables of netfilter that packets of the family come to, those of the devices too. */
  readonly tables: readonly Table[];
  /** Some route gives packets a TTL of its own. */
  readonly hoplimits: boolean;
  /** Some route leads to IPv4 groups and nothing else. */
  readonly groupRoutes: boolean;
  readonly #deviceFirst: boolean;
  readonly #asksNexthops: boolean;
  readonly #tables = new Map<number, LoweredTable>();
  #nexthopGroups: NexthopGroups | undefined;
  #turnsFrames: boolean | undefined;
  #writesEnds: boolean | undefined;
  #breaksSums: boolean | undefined;
  #asksPriority: boolean | undefined;
  #templates: Templates | undefined;
  #changedSets: ((name: string) => SetChanges) | undefined;
  #listOwners: ReadonlyMap<string, MatchData> | undefined;

  constructor(
    readonly namespace: Namespace,
    readonly family: Family,
    readonly options: LoweringOptions = { ignoreLinkdown: false },
  ) {
    this.state = namespace[familyKey(family)];
    this.defaultGroups = new DefaultGroups(this.state);
    this.groupRoutes = this.state.tables.some((table) =>
      someSpecialRoute(table, ({ dst }) => isToGroups(dst)),
    );
    this.hoplimits = this.state.tables.some((table) =>
      someSpecialRoute(table, (route) => hoplimitOf(route) !== 0),
    );
    this.tables = [
      ...new Set([
        ...tablesSeeing(namespace.netfilter, family),
        ...deviceTables(namespace.netfilter),
      ]),
    ];
    this.#deviceFirst = family === 6 && this.#someRuleAsks(asksDeviceFirst, () => false);
    this.#asksNexthops =
      family === 6 &&
      this.#someRuleAsks(
        () => false,
        (value) =>
          (value.kind === 'fib' && value.result === 'type') ||
          (value.kind === 'rt' && value.key === 'ip6 nexthop'),
      );
    this.tracksSince = trackedSince(namespace.netfilter, family);
  }

  /** IPv4 routes with several nexthops, and IPv6 siblings: found when they're first asked for, as many a lookup is lowered that meets none. */
  get nexthopGroups(): NexthopGroups {
    this.#nexthopGroups ??= new NexthopGroups(this.state, this.defaultGroups.all.length);
    return this.#nexthopGroups;
  }

  /** Until a rule is changed, IPv4 reads local and main as one table. Source: `fib_new_table`, `fib_unmerge`. */
  get merged(): boolean {
    return this.family === 4 && !this.state.customRules;
  }

  /** When connection tracking was registered, in numbers of chains and rules; undefined where it isn't. */
  readonly tracksSince: number | undefined;

  /** Some rule needs to know connections: only then are they tracked. */
  get tracks(): boolean {
    return this.tracksSince !== undefined;
  }

  /** There is a base chain of type nat: connections that begin are given their translation, be it none. Source: `nf_nat_register_fn`. */
  get translates(): boolean {
    return this.translatesSince !== undefined;
  }

  /** The number of the base chain of type nat with which translation was registered; undefined without one. */
  get translatesSince(): number | undefined {
    return translatedSince(this.namespace.netfilter, this.family);
  }

  /** Some rule asks whether a connection is translated. */
  get asksTranslation(): boolean {
    return this.#someRuleAsks(
      asksForTranslation,
      (value) => isOfTuple(value) || (value.kind === 'ct' && value.key === 'status'),
    );
  }

  /** Some rule writes addresses or ports into packets, of which their connections know nothing. */
  get rewritesEnds(): boolean {
    return this.tracks && this.writesEnds;
  }

  /** Some rule writes addresses or ports into packets. */
  get writesEnds(): boolean {
    this.#writesEnds ??= this.tables.some(({ chains }) =>
      chains.some(({ rules }) => rules.some((rule) => ruleRewritesEnds(rule, this.family))),
    );
    return this.#writesEnds;
  }

  /** A packet can have another destination than its frame says: a rule translates it, or writes how the frame was addressed. */
  get turnsFrames(): boolean {
    this.#turnsFrames ??=
      this.translates ||
      this.tables.some(({ chains }) => chains.some(({ rules }) => rules.some(ruleWritesFrames)));
    return this.#turnsFrames;
  }

  /** What rules say of connections before they are looked for. */
  get templates(): Templates {
    this.#templates ??= templatesOf(this.tables);
    return this.#templates;
  }

  /** Some rule writes what checksums cover, and not the checksums. */
  get breaksSums(): boolean {
    this.#breaksSums ??= this.tables.some(({ chains }) =>
      chains.some(({ rules }) =>
        rules.some((rule) => isNftRule(rule) && statementsBreakSums(rule.statements)),
      ),
    );
    return this.#breaksSums;
  }

  /** The matches that have made the lists which rules keep. */
  get listOwners(): ReadonlyMap<string, MatchData> {
    return (this.#listOwners ??= listOwners(this.namespace.netfilter));
  }

  /** What rules do to the set of `ipset` of that name. */
  setChanges(name: string): SetChanges {
    this.#changedSets ??= changedSets(this.namespace);
    return this.#changedSets(name);
  }

  /** Some rule asks how frames are addressed. */
  get asksFrames(): boolean {
    return this.#someRuleAsks(
      asksForFrame,
      (value) => value.kind === 'meta' && value.key === 'pkttype',
    );
  }

  /** Some rule asks for the class in which packets wait. */
  get asksPriority(): boolean {
    this.#asksPriority ??= this.#someRuleAsks(
      () => false,
      (value) => value.kind === 'meta' && value.key === 'priority',
    );
    return this.#asksPriority;
  }

  /** The lowered table of that id; undefined when there is none. */
  table(id: number): LoweredTable | undefined {
    const table = this.state.tables.get(id);
    if (table === undefined) return undefined;
    let lowered = this.#tables.get(id);
    if (lowered === undefined) {
      lowered = this.#lower([table], id);
      this.#tables.set(id, lowered);
    }
    return lowered;
  }

  /** Local and main as the one table that they are until a rule is changed; results are reported as main's. */
  mergedTable(): LoweredTable {
    const tables = [TABLE.local, TABLE.main].flatMap((id) => this.state.tables.get(id) ?? []);
    return this.#lower(tables, TABLE.main);
  }

  /** How a route is lowered: reported with its own table, or with main while local is a part of it. */
  scopeOf(route: Route): RouteScope {
    return this.#scope(this.merged && route.table === TABLE.local ? TABLE.main : route.table);
  }

  #lower(tables: readonly FibTable[], reported: number): LoweredTable {
    const scope = this.#scope(reported);
    const lower: LowerRoutes =
      this.family === 4
        ? lowerRoutes4(scope, tables)
        : (routes, longer) => lowerRoutes6(routes, scope, longer);
    return new LoweredFib(this.family, tables, lower);
  }

  #someRuleAsks(
    inMatch: (match: MatchData) => boolean,
    inStatement: (value: StatementValue) => boolean,
  ): boolean {
    return this.tables.some(({ chains }) =>
      chains.some(({ rules }) =>
        rules.some((rule) =>
          isNftRule(rule)
            ? statementsRead(rule.statements, inStatement)
            : rule.matches.some(inMatch),
        ),
      ),
    );
  }

  #choiceOf(route: Route): number {
    const number = this.defaultGroups.numberOf(route);
    const single = this.family === 4 && route.nexthops.length < 2;
    return number !== 0 || single ? number : this.nexthopGroups.numberOf(route);
  }

  #scope(table: number): RouteScope {
    return {
      family: this.family,
      namespace: this.namespace,
      table,
      ignoreLinkdown: this.options.ignoreLinkdown,
      alone: this.options.alone === true,
      throws: this.options.bare !== true,
      hoplimits: this.hoplimits,
      asksNexthops: this.#asksNexthops,
      groupRoutes: this.groupRoutes,
      deviceFirst: this.#deviceFirst,
      choiceOf: (route) => this.#choiceOf(route),
    };
  }
}
