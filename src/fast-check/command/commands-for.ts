import * as fc from 'fast-check';
import type { Family } from '../../address/family.js';
import type { Host } from '../../host/host.js';
import { Dice } from '../dice.js';
import type { Command } from './command.js';
import { drawIptablesCommand } from './iptables-commands.js';
import { drawLinkCommand } from './link-commands.js';
import { drawNftCommand } from './nft-commands.js';
import { drawRouteCommand } from './route-commands.js';
import { drawRuleCommand } from './rule-commands.js';
import { drawSetCommand } from './set-commands.js';
import { lookAround, type Surroundings } from './surroundings.js';

/**
 * What commands are about: routes, policy rules, rules of iptables, sets of ipset, devices with their addresses, neighbours and sysctls, or the tables, chains,
 * sets and rules of nft.
 */
export type Subject = 'route' | 'rule' | 'iptables' | 'set' | 'link' | 'nft';

const DRAWS: Readonly<Record<Subject, (around: Surroundings, dice: Dice) => Command>> = {
  route: drawRouteCommand,
  rule: drawRuleCommand,
  iptables: drawIptablesCommand,
  set: drawSetCommand,
  link: drawLinkCommand,
  nft: drawNftCommand,
};

/** The subjects that come up by themselves, as often as they do. */
export const SUBJECTS: readonly Subject[] = [
  'route',
  'route',
  'route',
  'rule',
  'rule',
  'iptables',
  'iptables',
  'iptables',
  'nft',
  'nft',
  'nft',
  'set',
  'link',
];

/**
 * Commands for a host as it is now: they name its devices, prefixes, tables, rules and chains, add to them, change and remove
 * them. Most are accepted; a refusal is an answer too.
 *
 * They shrink by what they can do without.
 *
 * @param subjects - what they may be about; anything by default
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { Host } from 'nexthop';
 * import { commandsFor } from 'nexthop/fast-check';
 * const host = Host.fromCommands('ip link set lo up');
 * const property = fc.property(commandsFor(host, 4, ['rule']), ({ words }) => words[1] === 'rule');
 * fc.check(property).failed; // false
 * ```
 */
export function commandsFor(
  host: Host,
  family: Family,
  subjects: readonly Subject[] = SUBJECTS,
): fc.Arbitrary<Command> {
  return new CommandArbitrary((dice) => drawCommand(host, family, subjects, dice));
}

/** Draws one command for a host. @throws RangeError when there is no subject */
export function drawCommand(
  host: Host,
  family: Family,
  subjects: readonly Subject[],
  dice: Dice,
): Command {
  const subject = dice.pick(subjects);
  if (subject === undefined) throw new RangeError('subjects: one or more, got none');
  return DRAWS[subject](lookAround(host, family), dice);
}

/** Commands that are drawn with dice, and shrink by their phrases. */
class CommandArbitrary extends fc.Arbitrary<Command> {
  constructor(private readonly draw: (dice: Dice) => Command) {
    super();
  }

  override generate(random: fc.Random): fc.Value<Command> {
    return new fc.Value(this.draw(new Dice(random)), undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is Command {
    return false;
  }

  override shrink(command: Command): fc.Stream<fc.Value<Command>> {
    return fc.stream(
      command
        .shorter()
        .map((shorter) => new fc.Value(shorter, undefined))
        .values(),
    );
  }
}
