import { printAddress, printPrefix } from '../../address/address-text.js';
import type { Dice } from '../dice.js';
import { marks, printMark } from '../marks.js';
import { prefixes } from '../prefixes.js';
import type { Surroundings } from './surroundings.js';

/** Numbers of the routing tables that commands write to; none of them has a name but main. */
const TABLES = ['main', '100', '101', '102'];

/** A prefix, most likely one that the host names or one that has to do with it. */
export function drawPrefix({ family, prefixes: named }: Surroundings, dice: Dice): string {
  return printPrefix(dice.from(prefixes(family, named)));
}

/** An own address, or now and then another. */
export function drawOwnAddress({ own }: Surroundings, dice: Dice): string | undefined {
  const drawn = dice.pick(own);
  return drawn === undefined ? undefined : printAddress(drawn.address.local);
}

/** The name of a device, lo being the rarest. */
export function drawDevice({ devices }: Surroundings, dice: Dice): string {
  return (dice.onceIn(6) ? undefined : dice.pick(devices)?.name) ?? 'lo';
}

/** A routing table. */
export function drawTable(dice: Dice): string {
  return dice.pick(TABLES) ?? 'main';
}

/** A mark with a mask, of few, so that those which are set are asked for too. */
export function drawMark(dice: Dice): string {
  const few = dice.pick(['0x1', '0x2', '0x1/0xff', '0x2/0xff', '0x10/0xf0']) ?? '0x1';
  return dice.onceIn(4) ? printMark(dice.from(marks())) : few;
}

/** A port or a range of them, with the word that the tool puts between. */
export function drawPorts(between: string, dice: Dice): string {
  const from = dice.pick([22, 25, 53, 80, 443, dice.between(1, 60000)]) ?? 53;
  return dice.onceIn(3) ? `${from}${between}${from + dice.between(1, 100)}` : `${from}`;
}

/** Words, or more often none. */
export function sometimes(dice: Dice, draw: () => string | undefined): string | undefined {
  return dice.onceIn(3) ? draw() : undefined;
}
