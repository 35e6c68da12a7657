import type { Dice } from '../dice.js';
import { Command, may, must, type Phrase } from './command.js';
import {
  drawDevice,
  drawMark,
  drawPorts,
  drawPrefix,
  drawTable,
  sometimes,
} from './draw-values.js';
import type { Surroundings } from './surroundings.js';

/** Draws an `ip rule` command: most add a rule, others remove one that is there. */
export function drawRuleCommand(around: Surroundings, dice: Dice): Command {
  const there = dice.onceIn(5) ? dice.pick(around.rules) : undefined;
  // Without the rules for local and main little is left to see.
  if (there === undefined || [0, 32766].includes(there.priority))
    return drawRuleAddition(around, dice);
  return new Command([must(`${tool(around)} rule del priority ${there.priority}`)]);
}

/** Draws an `ip rule add`. */
export function drawRuleAddition(around: Surroundings, dice: Dice): Command {
  const device = (): string => drawDevice(around, dice);
  const prefix = (): string => drawPrefix(around, dice);
  return new Command([
    must(`${tool(around)} rule add`),
    may(dice.onceIn(10) ? 'not' : undefined),
    may(sometimes(dice, () => `from ${prefix()}`)),
    may(sometimes(dice, () => `to ${prefix()}`)),
    may(dice.onceIn(6) ? `iif ${device()}` : undefined),
    may(dice.onceIn(8) ? `oif ${device()}` : undefined),
    may(sometimes(dice, () => `fwmark ${drawMark(dice)}`)),
    may(dice.onceIn(10) ? 'tos 0x10' : undefined),
    may(dice.onceIn(6) ? `ipproto ${dice.pick(['tcp', 'udp']) ?? 'tcp'}` : undefined),
    may(dice.onceIn(8) ? `sport ${drawPorts('-', dice)}` : undefined),
    may(dice.onceIn(6) ? `dport ${drawPorts('-', dice)}` : undefined),
    may(dice.onceIn(10) ? `uidrange ${dice.pick(['0-0', '1000-2000']) ?? '0-0'}` : undefined),
    may(dice.onceIn(2) ? `priority ${10 * dice.between(1, 9)}` : undefined),
    ...action(around, dice),
  ]);
}

function tool({ family }: Surroundings): string {
  return family === 4 ? 'ip' : 'ip -6';
}

function action({ rules }: Surroundings, dice: Dice): readonly Phrase[] {
  const refusal = dice.onceIn(5);
  if (refusal) return [must(dice.pick(['blackhole', 'unreachable', 'prohibit']) ?? 'blackhole')];
  const target = dice.onceIn(10)
    ? dice.pick(rules.filter(({ priority }) => priority > 90))
    : undefined;
  if (target !== undefined) return [must(`goto ${target.priority}`)];
  return [
    must(`lookup ${drawTable(dice)}`),
    may(dice.onceIn(6) ? `suppress_prefixlength ${dice.pick([0, 8, 16]) ?? 0}` : undefined),
  ];
}
