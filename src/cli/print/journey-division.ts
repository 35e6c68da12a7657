import { carryMissing } from '../../host/incomplete-host-error.js';
import { printPacketJson } from '../../packet/packet-json.js';
import { printPacketWords } from '../../packet/packet-words.js';
import type { Paint, Style } from '../../trace/paint.js';
import { journeyClasses, type JourneyClass } from '../../verify/ask/journey-classes.js';
import { printEnds, type JourneyFate } from '../../verify/journey/journey-fates.js';
import { printDescription } from '../../verify/packets/describe-packets.js';
import { visible } from '../../visible-text.js';
import type { Division } from './division.js';
import { jsonLine } from './json-line.js';
import { printChoices } from './print-choices.js';
import { printCount } from '../../verify/packets/print-count.js';

/** Of many classes end so: the order is that in which classes are printed. */
const WORDS = {
  deliver: 'are delivered',
  left: 'leave',
  waits: 'wait for a handshake',
  drop: 'are dropped',
  error: 'fail',
  'not-followed': 'are not followed to their end',
} satisfies Readonly<Record<JourneyFate['kind'], string>>;

/** Packets by where they end after their whole way through all namespaces. */
export const JOURNEY_CLASSES: Division<JourneyClass> = {
  divide: journeyClasses,
  order,
  heading,
  printJson,
  printText,
};

/** Families and directions in their order; of each where packets get first, and the largest classes first. */
function order(found: readonly JourneyClass[]): readonly JourneyClass[] {
  const groups = [...new Set(found.map(groupOf))];
  return found.toSorted(
    (a, b) =>
      groups.indexOf(groupOf(a)) - groups.indexOf(groupOf(b)) ||
      placeOf(a) - placeOf(b) ||
      Number(b.size > a.size) - Number(a.size > b.size),
  );
}

function groupOf({ family, direction }: JourneyClass): string {
  return `IPv${family} ${direction}`;
}

function placeOf({ ends }: JourneyClass): number {
  return Object.keys(WORDS).findIndex((kind) => ends.some((end) => end.kind === kind));
}

function heading(found: readonly JourneyClass[]): string {
  const counts = Object.entries(WORDS).flatMap(([, words], place) => {
    const count = found.filter((one) => placeOf(one) === place).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  return `${found.length} classes: ${counts.join(', ')}`;
}

function printJson(one: JourneyClass): string {
  const { family, direction, ends, description, size, witness, choices, missing = [] } = one;
  const packet = printPacketJson(witness);
  const printed = { family, direction, ends, description, size: String(size), witness: packet };
  return jsonLine(carryMissing({ ...printed, choices }, missing));
}

function printText(one: JourneyClass, paint: Paint): string {
  const { ends, description, size, witness, choices } = one;
  const style: Style = ends.some(({ kind }) => kind === 'deliver' || kind === 'left')
    ? 'good'
    : 'bad';
  return [
    `${paint('heading', groupOf(one))}: ${paint(style, printEnds(ends))}`,
    `  ${printCount(size)} packets: ${printDescription(description)}`,
    `  for instance ${visible(printPacketWords(witness))}`,
    ...printChoices(choices),
    '',
  ].join('\n');
}
