import type { Family } from '../address/family.js';
import type { Map } from 'immutable';
import { plainStyle } from '../command/ip/ip-context.js';
import type { Names } from '../command/ip/names.js';
import { printTableId } from '../command/ip/named-numbers.js';
import { readNames } from '../command/ip/read-names.js';
import { printRoutes } from '../command/ip/route/print-route.js';
import { routeMessage } from '../command/ip/route/route-message.js';
import { printRule } from '../command/ip/rule/print-rule.js';
import { printRule as printChainRule } from '../command/iptables/print/print-rule.js';
import type { Registers } from '../evaluate/registers.js';
import type { Route } from '../fib/route.js';
import { linkByName, type Namespace } from '../namespace/namespace.js';
import { tablesSeeing } from '../netfilter/netfilter.js';
import type { Statement } from '../netfilter/nft/statement.js';
import { isNftRule, type NetfilterRule } from '../netfilter/rule.js';
import { familyOfTable, referTo, type TableReference } from '../netfilter/table.js';
import type { Rule } from '../rpdb/rule.js';
import { NftPrinter, type NftWords } from './nft-words.js';

/** Says parts of a host as the tools print them. */
export interface Describe {
  /** The name of a routing table, or its number. */
  table(id: number): string;
  /** A route as `ip route show table all` prints it, in one line, without the blank at its end. */
  route(route: Route): string;
  /** A rule as `ip rule` prints it, without its priority. */
  rule(rule: Rule): string;
  /** A rule of a chain as `iptables -S` or `nft list chain` prints it, whichever tool has made it. */
  chainRule(rule: NetfilterRule, chain: string, family: Family, table?: TableReference): string;
  /** What a statement of a rule of nft asks. */
  nftWords(statement: Statement, table: TableReference, family: Family): NftWords;
  /** The elements of sets and maps in which a packet's keys are, that a rule looks up; none of a rule of iptables. */
  elements(
    rule: NetfilterRule,
    table: TableReference,
    family: Family,
    registers: Registers,
  ): readonly string[];
}

/** Printed routes are remembered up to so many: what packets take is often what those before took. */
const MOST_ROUTE_TEXTS = 4096;

const known = new WeakMap<Map<string, string>, Names>();

/** What a broken names file makes the tools print is said when they read it. */
function namesOf(files: Map<string, string>): Names {
  let names = known.get(files);
  if (names === undefined) {
    names = readNames(files, false, () => {});
    known.set(files, names);
  }
  return names;
}

/** Describes the parts of a namespace, with the names that the machine's files give to numbers. */
export function describeAs(namespace: Namespace, files: Map<string, string>): Describe {
  const names = namesOf(files);
  const style = plainStyle(names);
  const nft = new NftPrinter(namespace, files);
  const printRoute = (route: Route): string =>
    printRoutes([routeMessage(namespace, route)], {
      context: style,
      namespace,
      hidden: new Set(),
    })
      .trimEnd()
      .replaceAll(/\s+nexthop /g, ' nexthop ');
  const routeTexts = new globalThis.Map<Route, string>();
  return {
    table: (id) => printTableId(names, id),
    route: (route) => {
      const before = routeTexts.get(route);
      if (before !== undefined) return before;
      if (routeTexts.size >= MOST_ROUTE_TEXTS) routeTexts.clear();
      const text = printRoute(route);
      routeTexts.set(route, text);
      return text;
    },
    rule: (rule) =>
      printRule(rule, {
        ...style,
        hasDevice: (name) => linkByName(namespace, name) !== undefined,
      })
        .trimEnd()
        .replace(/^\d+:\t/, ''),
    nftWords: (statement, table, family) => nft.words(statement, familyOfTable(table, family)),
    elements: (rule, reference, family, registers) =>
      isNftRule(rule)
        ? nft.elements(
            rule,
            tablesSeeing(namespace.netfilter, family).find((one) => referTo(one) === reference),
            family,
            registers,
          )
        : [],
    chainRule: (rule, chain, family, table) =>
      isNftRule(rule)
        ? nft.rule(rule, familyOfTable(table, family))
        : `-A ${chain} ${printChainRule(rule, family)}`.trimEnd(),
  };
}
