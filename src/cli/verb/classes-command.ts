import { carryMissing } from '../../host/incomplete-host-error.js';
import { printPacketJson } from '../../packet/packet-json.js';
import { printPacketWords } from '../../packet/packet-words.js';
import { incompleteLines } from '../../trace/incomplete-line.js';
import type { Paint } from '../../trace/paint.js';
import type { BehaviourClass } from '../../verify/ask/behaviour-class.js';
import { classes, type ClassesOptions } from '../../verify/ask/classes.js';
import { printDescription } from '../../verify/packets/describe-packets.js';
import { printFate } from '../../verify/fate/fate.js';
import { Bound } from '../../bound.js';
import { certainOf } from '../option/bound-options.js';
import { choosePaint, type ColorChoice } from '../print/paint.js';
import { orderClasses, printClassCounts } from './order-classes.js';
import { printCount } from '../print/print-count.js';
import type { ListeningSocket } from '../input/request.js';
import type { HostOptions } from '../option/host-options.js';
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
  readonly options: ClassesOptions;
  readonly json: boolean;
  readonly color: ColorChoice;
}

/**
 * Tells the classes of all packets on the host that a script sets up. Gives the exit status, 0.
 *
 * @throws CliError when a file can't be read, or the script fails
 */
export async function classesCommand(
  { setup, host: hostOptions, listen, options, json, color }: ClassesRequest,
  terminal: Terminal,
): Promise<number> {
  const host = await setUpHost(setup, terminal, hostOptions, listen);
  const paint = choosePaint(color, terminal.env, terminal.isTerminal);
  const progress = showStepProgress(terminal.progress);
  const { found, gaveUp } = certainOf(
    () => classes(host, { ...terminal.bounds, ...options, progress: progress.at }),
    (soFar) => soFar ?? [],
  );
  const all = orderClasses(found);
  progress.end();
  if (!json) {
    const above = [
      ...incompleteLines(host.missing, paint),
      paint('heading', printClassCounts(all)),
    ];
    await terminal.stdout(above.map((line) => `${line}\n`).join(''));
  }
  const bound = new Bound(gaveUp === undefined ? terminal.bounds : {}, 'classes');
  for (const [index, one] of all.entries()) {
    bound.step(index, all.length, 'their descriptions');
    await terminal.stdout(json ? printClassJson(one) : printClassText(one, paint));
  }
  if (gaveUp !== undefined) throw gaveUp;
  return 0;
}

function printClassJson(one: BehaviourClass): string {
  const { family, direction, fate, description, size, witness, missing = [] } = one;
  const packet = printPacketJson(witness);
  const printed = { family, direction, fate, description, size: String(size), witness: packet };
  return jsonLine(carryMissing(printed, missing));
}

function printClassText(one: BehaviourClass, paint: Paint): string {
  const { family, direction, fate, description, size, witness } = one;
  const style = fate.kind === 'transmit' || fate.kind === 'deliver' ? 'good' : 'bad';
  return [
    `${paint('heading', `IPv${family} ${direction}`)}: ${paint(style, printFate(fate))}`,
    `  ${printCount(size)} packets: ${printDescription(description)}`,
    `  for instance ${visible(printPacketWords(witness))}`,
    '',
  ].join('\n');
}
