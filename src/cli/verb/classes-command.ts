import { carryMissing } from '../../host/incomplete-host-error.js';
import { printPacketJson } from '../../packet/packet-json.js';
import { printPacketWords } from '../../packet/packet-words.js';
import { incompleteLines } from '../../trace/incomplete-line.js';
import type { Paint } from '../../trace/paint.js';
import type { BehaviourClass } from '../../verify/ask/behaviour-class.js';
import { classes } from '../../verify/ask/classes.js';
import { printDescription } from '../../verify/packets/describe-packets.js';
import { printFate } from '../../verify/fate/fate.js';
import { Bound } from '../../bound.js';
import type { AskedPackets } from '../option/packet-options.js';
import { certainOf } from '../option/bound-options.js';
import { choosePaint, type ColorChoice } from '../print/paint.js';
import { orderClasses, printClassCounts } from './order-classes.js';
import type { Division } from '../print/division.js';
import { JOURNEY_CLASSES } from '../print/journey-division.js';
import { printChoices } from '../print/print-choices.js';
import { printCount } from '../../verify/packets/print-count.js';
import type { ListeningSocket } from '../input/request.js';
import type { HostOptions } from '../option/host-options.js';
import { namedHost } from '../set-up/host-at.js';
import { setUpHost } from '../set-up/set-up-host.js';
import { showStepProgress } from '../print/step-progress.js';
import type { Terminal } from '../terminal/terminal.js';
import { jsonLine } from '../print/json-line.js';
import { visible } from '../../visible-text.js';

/** What `nexthop classes` is asked to do. */
export interface ClassesRequest {
  /** The script that sets the host up. */
  readonly setup: string;
  /** How it is set up. */
  readonly host: HostOptions;
  /** Sockets that listen on it. */
  readonly listen: readonly ListeningSocket[];
  /** The network namespace whose packets they are; the machine's first one when left out. */
  readonly ns?: string;
  /** By where packets end after their whole way through all namespaces, and not by what becomes of them on the host. */
  readonly journey: boolean;
  readonly options: AskedPackets;
  readonly json: boolean;
  readonly color: ColorChoice;
}

/**
 * Prints the classes of all packets on the host that a script sets up. Gives the exit status, 0.
 *
 * @throws CliError when a file can't be read, or the script fails
 */
export async function classesCommand(request: ClassesRequest, terminal: Terminal): Promise<number> {
  return request.journey
    ? printDivision(JOURNEY_CLASSES, request, terminal)
    : printDivision(CLASSES, request, terminal);
}

async function printDivision<Class>(
  { divide, order, heading, printJson, printText }: Division<Class>,
  { setup, host: hostOptions, listen, ns, options, json, color }: ClassesRequest,
  terminal: Terminal,
): Promise<number> {
  const host = namedHost(await setUpHost(setup, terminal, hostOptions, listen), ns);
  const paint = choosePaint(color, terminal.env, terminal.isTerminal);
  const progress = showStepProgress(terminal.progress);
  const { found, gaveUp } = certainOf(
    () => divide(host, { ...terminal.bounds, ...options, progress: progress.at }),
    (soFar) => soFar ?? [],
  );
  const all = order(found);
  progress.end();
  if (!json) {
    const above = [...incompleteLines(host.missing, paint), paint('heading', heading(all))];
    await terminal.stdout(above.map((line) => `${line}\n`).join(''));
  }
  const bound = new Bound(gaveUp === undefined ? terminal.bounds : {}, 'classes');
  for (const [index, one] of all.entries()) {
    bound.step(index, all.length, 'their descriptions');
    await terminal.stdout(json ? printJson(one) : printText(one, paint));
  }
  if (gaveUp !== undefined) throw gaveUp;
  return 0;
}

const CLASSES: Division<BehaviourClass> = {
  divide: classes,
  order: orderClasses,
  heading: printClassCounts,
  printJson: printClassJson,
  printText: printClassText,
};

function printClassJson(one: BehaviourClass): string {
  const { family, direction, fate, description, size, witness, choices, missing = [] } = one;
  const packet = printPacketJson(witness);
  const printed = { family, direction, fate, description, size: String(size), witness: packet };
  return jsonLine(carryMissing({ ...printed, choices }, missing));
}

function printClassText(one: BehaviourClass, paint: Paint): string {
  const { family, direction, fate, description, size, witness, choices } = one;
  const style = fate.kind === 'transmit' || fate.kind === 'deliver' ? 'good' : 'bad';
  return [
    `${paint('heading', `IPv${family} ${direction}`)}: ${paint(style, printFate(fate))}`,
    `  ${printCount(size)} packets: ${printDescription(description)}`,
    `  for instance ${visible(printPacketWords(witness))}`,
    ...printChoices(choices),
    '',
  ].join('\n');
}
