import * as fc from 'fast-check';
import type { Family } from '../address/family.js';
import { checkFieldNames, type FieldNames } from '../field-names.js';
import type { Host } from '../host/host.js';
import { beginning } from './beginning.js';
import { drawCommand, SUBJECTS, type Subject } from './command/commands-for.js';
import { Dice } from './dice.js';
import { Script } from './script.js';
import { PrintedHost } from './printed-host.js';

/** What scripts are drawn from. */
export interface ScriptsOptions {
  /** The host on which they run; by default a fresh one, on which they begin with devices and addresses. */
  readonly start?: Host;
  /** The most commands that follow that beginning; 15 by default. */
  readonly maxCommands?: number;
  /** What commands may be about; anything by default. */
  readonly subjects?: readonly Subject[];
}

/** The fields of {@link ScriptsOptions}. */
export const SCRIPTS_NAMES: FieldNames<ScriptsOptions> = {
  start: true,
  maxCommands: true,
  subjects: true,
};

/**
 * Scripts of commands that add, append, replace, change and delete routes, policy rules, netfilter rules and chains, take
 * devices down and up, flush tables. Every command is accepted where it stands.
 *
 * They shrink to the fewest commands, each without what it can do without; a command that is refused once others are gone goes as well.
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { Host } from 'nexthop';
 * import { scripts } from 'nexthop/fast-check';
 * const property = fc.property(scripts(4), (script) => {
 *   Host.fromCommands(String(script));
 * });
 * fc.check(property, { numRuns: 20 }).failed; // false: it throws when a command is refused
 * ```
 */
export function scripts(family: Family, options: ScriptsOptions = {}): fc.Arbitrary<Script> {
  checkFieldNames(options, SCRIPTS_NAMES);
  return new ScriptArbitrary(family, options);
}

/**
 * Hosts that commands have made, which reports show as the script of them. They shrink as scripts do.
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { udp } from 'nexthop';
 * import { hosts } from 'nexthop/fast-check';
 * const packet = udp({ dst: '10.0.0.9' });
 * const property = fc.property(hosts(4), (host) => host.send(packet).dst.length > 0);
 * fc.check(property, { numRuns: 20 }).failed; // false
 * ```
 */
export function hosts(family: Family, options: ScriptsOptions = {}): fc.Arbitrary<Host> {
  return scripts(family, options).map((script) => new PrintedHost(script));
}

/** Draws a script with a source of random numbers. @throws RangeError when `maxCommands` is no number of commands */
export function drawScript(
  family: Family,
  { start, maxCommands = 15, subjects = SUBJECTS }: ScriptsOptions,
  random: fc.Random,
): Script {
  if (!Number.isInteger(maxCommands) || maxCommands < 0) {
    throw new RangeError(`maxCommands: 0 or more, got ${maxCommands}`);
  }
  const dice = new Dice(random);
  let script = start === undefined ? beginning(family, dice.between(1, 3)) : Script.from(start);
  for (let left = dice.between(0, maxCommands); left > 0; left--) {
    script = script.followedBy(drawCommand(script.host, family, subjects, dice));
  }
  return script;
}

class ScriptArbitrary extends fc.Arbitrary<Script> {
  constructor(
    private readonly family: Family,
    private readonly options: ScriptsOptions,
  ) {
    super();
  }

  override generate(random: fc.Random): fc.Value<Script> {
    return new fc.Value(drawScript(this.family, this.options, random), undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is Script {
    return false;
  }

  override shrink(script: Script): fc.Stream<fc.Value<Script>> {
    return fc.stream(shorterValues(script));
  }
}

function* shorterValues(script: Script): IterableIterator<fc.Value<Script>> {
  for (const shorter of script.shorter()) yield new fc.Value(shorter, undefined);
}
