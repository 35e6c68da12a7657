import { printPacketWords } from '../../packet/packet-words.js';
import type { Paint } from '../../trace/paint.js';
import type { FateChange } from '../../verify/ask/diff.js';
import { printFate, type Fate } from '../../verify/fate/fate.js';
import { printDescription } from '../../verify/packets/describe-packets.js';
import { visible } from '../../visible-text.js';
import { printChoices } from './print-choices.js';
import { printCount } from '../../verify/packets/print-count.js';

/** Packets with which two hosts do different things, for a person. */
export function printChangeText(change: FateChange, paint: Paint): string {
  const { family, direction, before, after, description, size, witness, choices } = change;
  return [
    `${paint('heading', `IPv${family} ${direction}`)}: ${printCount(size)} packets: ${printDescription(description)}`,
    `  ${paint('bad', '-')} ${printEnd(before)}`,
    `  ${paint('good', '+')} ${printEnd(after)}`,
    `  for instance ${visible(printPacketWords(witness))}`,
    ...printChoices(choices),
    '',
  ].join('\n');
}

/** A host without the device that packets are bound to, or come from, has no such packets. */
function printEnd(fate: Fate | null): string {
  return fate === null ? 'there is no such packet' : printFate(fate);
}
