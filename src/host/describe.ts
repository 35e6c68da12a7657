import type { Map } from 'immutable';
import type { Route } from '../fib/route.js';
import type { Namespace } from '../namespace/namespace.js';
import type { TableName } from '../netfilter/hook.js';
import type { NetfilterRule } from '../netfilter/rule.js';
import type { Rule } from '../rpdb/rule.js';

/** Says parts of a host as the tools print them. */
export interface Describe {
  /** The name of a routing table, or its number. */
  table(id: number): string;
  /** A route as `ip route show table all` prints it, without a trailing blank. */
  route(route: Route): string;
  /** A rule as `ip rule` prints it, without its priority. */
  rule(rule: Rule): string;
  /** A rule of a chain as `iptables -S` prints it. */
  chainRule(rule: NetfilterRule, chain: string): string;
}
