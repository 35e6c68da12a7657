import * as fc from 'fast-check';
import type { Family } from '../address/family.js';
import type { Route } from '../fib/route.js';
import type { Host } from '../host/host.js';
import { familyKey, type Namespace } from '../namespace/namespace.js';
import type { XtablesRule } from '../netfilter/rule.js';
import type { Rule } from '../rpdb/rule.js';
import type { Command } from './command/command.js';
import { drawIptablesAddition } from './command/iptables-commands.js';
import { drawRouteAddition } from './command/route-commands.js';
import { drawRuleAddition } from './command/rule-commands.js';
import { lookAround, type Surroundings } from './command/surroundings.js';
import { Dice } from './dice.js';
import { beginning } from './beginning.js';
import { tablesOf } from '../netfilter/netfilter.js';
import { xtablesRules } from '../netfilter/chain.js';

/** A value of the model, and the command that makes it; reported as the command. */
export interface Made<Value> {
  readonly command: Command;
  readonly value: Value;
  /** The host on which the command has run. */
  readonly host: Host;
  /** What fast-check's reports show. */
  readonly [fc.toStringMethod]: () => string;
}

/**
 * Routes, with the `ip route add` that makes each of them on a small host.
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { printPrefix } from 'nexthop';
 * import { routes } from 'nexthop/fast-check';
 * const property = fc.property(routes(4), ({ value, command }) =>
 *   command.words.includes(printPrefix(value.dst)),
 * );
 * fc.check(property).failed; // false
 * ```
 */
export function routes(family: Family): fc.Arbitrary<Made<Route>> {
  return new MadeArbitrary(family, drawRouteAddition, (namespace) =>
    [...namespace[familyKey(family)].tables.values()].flatMap((table) =>
      [...table.routes.values()].flat(),
    ),
  );
}

/**
 * Rules of the policy database, with the `ip rule add` that makes each of them on a small host.
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { rules } from 'nexthop/fast-check';
 * const property = fc.property(rules(6), ({ value }) => value.priority < 32766);
 * fc.check(property).failed; // false
 * ```
 */
export function rules(family: Family): fc.Arbitrary<Made<Rule>> {
  return new MadeArbitrary(
    family,
    drawRuleAddition,
    (namespace) => namespace[familyKey(family)].rules,
  );
}

/**
 * Netfilter rules, with the `iptables -A` or `ip6tables -A` that makes each of them on a small host.
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { chainRules } from 'nexthop/fast-check';
 * const property = fc.property(chainRules(4), ({ command }) => command.words[0] === 'iptables');
 * fc.check(property).failed; // false
 * ```
 */
export function chainRules(family: Family): fc.Arbitrary<Made<XtablesRule>> {
  return new MadeArbitrary(family, drawIptablesAddition, ({ netfilter }) =>
    [...tablesOf(netfilter, family).values()].flatMap(({ chains }) =>
      [...chains.values()].flatMap(xtablesRules),
    ),
  );
}

/** How often a command is drawn until one is accepted. */
const TRIES = 100;

class MadeArbitrary<Value> extends fc.Arbitrary<Made<Value>> {
  readonly #start: Host;

  constructor(
    private readonly family: Family,
    private readonly draw: (around: Surroundings, dice: Dice) => Command,
    private readonly valuesOf: (namespace: Namespace) => Iterable<Value>,
  ) {
    super();
    this.#start = beginning(family, 2).host;
  }

  override generate(random: fc.Random): fc.Value<Made<Value>> {
    const dice = new Dice(random);
    const around = lookAround(this.#start, this.family);
    for (let tries = 0; tries < TRIES; tries++) {
      const made = this.#make(this.draw(around, dice));
      if (made !== undefined) return new fc.Value(made, undefined);
    }
    throw new RangeError(`no command of ${TRIES} is accepted`);
  }

  override canShrinkWithoutContext(_value: unknown): _value is Made<Value> {
    return false;
  }

  override shrink({ command }: Made<Value>): fc.Stream<fc.Value<Made<Value>>> {
    const shorter = command.shorter().flatMap((other) => this.#make(other) ?? []);
    return fc.stream(shorter.map((made) => new fc.Value(made, undefined)).values());
  }

  /** What the command adds; undefined when it is refused. */
  #make(command: Command): Made<Value> | undefined {
    const { host, exit } = this.#start.exec(command.words);
    if (exit !== 0) return undefined;
    const before = new Set(this.#valuesOn(this.#start));
    const value = [...this.#valuesOn(host)].find((each) => !before.has(each));
    if (value === undefined) return undefined;
    return Object.freeze({ command, value, host, [fc.toStringMethod]: () => String(command) });
  }

  #valuesOn({ namespace }: Host): Iterable<Value> {
    return this.valuesOf(namespace);
  }
}
