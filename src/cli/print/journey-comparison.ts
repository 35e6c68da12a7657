import { carryMissing } from '../../host/incomplete-host-error.js';
import { printPacketJson } from '../../packet/packet-json.js';
import { printPacketWords } from '../../packet/packet-words.js';
import type { Paint } from '../../trace/paint.js';
import { journeyDiff, type JourneyChange } from '../../verify/ask/journey-diff.js';
import { printEnds, type JourneyFate } from '../../verify/journey/journey-fates.js';
import { printDescription } from '../../verify/packets/describe-packets.js';
import { visible } from '../../visible-text.js';
import type { Comparison } from './comparison.js';
import { jsonLine } from './json-line.js';
import { printChoices } from './print-choices.js';
import { printCount } from '../../verify/packets/print-count.js';

/** Packets compared by where they end after their whole way through all namespaces. */
export const JOURNEY_COMPARISON: Comparison<JourneyChange> = {
  compare: journeyDiff,
  isCertain: ({ kind }) => kind === 'changed',
  alike: 'every packet ends alike',
  printJson,
  printText,
};

function printJson(change: JourneyChange): string {
  const { kind, family, direction, before, after, description, size, witness, choices } = change;
  const packet = printPacketJson(witness);
  const printed = { kind, family, direction, before, after, description, size: String(size) };
  return jsonLine(carryMissing({ ...printed, witness: packet, choices }, change.missing ?? []));
}

function printText(change: JourneyChange, paint: Paint): string {
  const { kind, family, direction, before, after, description, size, witness, choices } = change;
  const unknown = kind === 'unknown' ? ' (not known)' : '';
  return [
    `${paint('heading', `IPv${family} ${direction}`)}${unknown}: ${printCount(size)} packets: ${printDescription(description)}`,
    `  ${paint('bad', '-')} ${printSide(before)}`,
    `  ${paint('good', '+')} ${printSide(after)}`,
    `  for instance ${visible(printPacketWords(witness))}`,
    ...printChoices(choices),
    '',
  ].join('\n');
}

/** A host without the device that packets are bound to, or come from, has no such packets. */
function printSide(ends: readonly JourneyFate[] | null): string {
  return ends === null ? 'there is no such packet' : printEnds(ends);
}
