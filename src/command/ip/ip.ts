import { forgetLostRedirects } from '../../machine/lost-redirects.js';
import { namingFrames } from '../naming-frames.js';
import { tick } from '../../bound.js';
import type { Command, CommandContext, CommandResult, Unsimulated } from '../command.js';
import { Refusal } from '../refusal.js';
import { isRefused, NOT_SIMULATED_EXIT, refuse, resultOf, succeed } from '../result.js';
import { writeCommand } from '../written.js';
import { EXIT_USAGE, matches, refuseNotSimulated, Words } from './arguments.js';
import { readBatch } from './batch.js';
import type { IpContext } from './ip-context.js';
import { LINK_LAYER_OBJECTS, OBJECTS } from './objects.js';
import { withModules } from './module-asked-for.js';
import { takeOptions, type IpOptions } from './options.js';
import { readNames } from './read-names.js';
import { IP_USAGE, IP_VERSION } from './usage.js';
import { refusedNetns } from './netns/refuse-netns.js';

/** An object's result, and whether the tool exits there, so that no more of a batch is run. */
interface ObjectRun {
  readonly result: CommandResult;
  readonly exits: boolean;
}

/**
 * Makes the command `ip`: its options, its batches, and the choice of the object.
 *
 * @param findCommand - the other tools, for `ip netns exec`
 */
export function makeIp(findCommand: (name: string) => Command | undefined): Command {
  return namingFrames(
    (command) =>
      orRefusal(command, () => {
        const words = new Words(command.argv);
        const options = takeOptions(words);
        if (options.version) return succeed(command.machine, IP_VERSION);
        const warnings = new Warnings();
        const warn = (stderr: string): void => warnings.add(stderr);
        // What is new stands before what is spread: the other way round takes V8 a hundred times as long.
        const context: Invocation = {
          names: readNames(command.machine.files, options.numeric, warn),
          written: writeCommand('ip', command.argv),
          warn,
          warnings,
          common: commonOptions(options),
          findCommand,
          ...command,
          ...options,
          colour: options.colour && !options.json,
          namespace: switchTo(command, options),
        };
        if (options.batch !== undefined) return runBatch(context, options.batch, options.force);
        return runObject(context, words.rest()).result;
      }).result,
  );
}

/** What was printed on standard error before an object's result is there. */
class Warnings {
  #stderr = '';

  add(stderr: string): void {
    this.#stderr += stderr;
  }

  /** The result with what was printed before it. */
  before(result: CommandResult): CommandResult {
    const stderr = this.#stderr + result.stderr;
    this.#stderr = '';
    return { ...result, stderr };
  }
}

/** One run of `ip`. */
interface Invocation extends IpContext {
  readonly warnings: Warnings;
  /** The options that say where and for which family every command of a batch is meant. */
  readonly common: readonly string[];
}

function commonOptions({ netns, family }: IpOptions): readonly string[] {
  const where = netns === undefined ? [] : ['-n', netns];
  return family === undefined ? where : [...where, `-${family}`];
}

function orRefusal(command: CommandContext, run: () => CommandResult): ObjectRun {
  try {
    return { result: run(), exits: false };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { result: resultOf(error, command), exits: error.endsBatch };
  }
}

function switchTo({ machine, namespace }: CommandContext, { netns }: IpOptions): string {
  if (netns === undefined) return namespace;
  if (netns !== '' && machine.namespaces.has(netns)) return netns;
  throw new Refusal(EXIT_USAGE, refusedNetns(netns));
}

function runObject(context: Invocation, [word, ...argv]: readonly string[]): ObjectRun {
  const { result, exits } = orRefusal(context, () => {
    if (word === undefined) return refuse(context, EXIT_USAGE, IP_USAGE);
    if (matches(word, 'help')) throw new Refusal(EXIT_USAGE, IP_USAGE);
    const found = OBJECTS.find(([name]) => matches(word, name));
    if (found === undefined) {
      return refuse(context, 1, `Object "${word}" is unknown, try "ip help".\n`);
    }
    const [name, object] = found;
    if (object === undefined) return refuseNotSimulated(`ip ${name}`);
    if (context.linkLayer && !LINK_LAYER_OBJECTS.has(name)) refuseNotSimulated(`ip -0 ${name}`);
    return withModules({ ...context, argv }, object, () =>
      refuseNotSimulated('ip of a module whose devices have no place'),
    );
  });
  const machine = forgetLostRedirects(result.machine);
  const left = machine === result.machine ? result : { ...result, machine };
  return { result: context.warnings.before(left), exits };
}

/** A command of a batch takes so many pieces of work. */
const COMMAND_PIECES = 32;

/** A failure ends a batch unless it is forced on; where the tool exits, it ends in any case, with that exit status. */
function runBatch(context: Invocation, path: string, force: boolean): CommandResult {
  const text = path === '-' ? context.readStdin() : context.files.read(path);
  if (text === undefined) {
    const why = 'No such file or directory';
    return refuse(context, 1, `Cannot open file "${path}" for reading: ${why}\n`);
  }
  let total = succeed(context.machine);
  for (const step of readBatch(text)) {
    if (step.kind === 'broken') {
      return { ...total, stderr: total.stderr + step.stderr, exit: step.exit ?? total.exit };
    }
    tick(COMMAND_PIECES);
    const written = writeCommand('ip', [...context.common, ...step.words]);
    const { result, exits } = runObject(
      { ...context, machine: total.machine, written },
      step.words,
    );
    total = append(total, result, { command: written, inputLine: step.line });
    if (exits) return { ...total, exit: result.exit };
    if (result.exit === 0) continue;
    const exit = isRefused(result) ? NOT_SIMULATED_EXIT : 1;
    total = { ...total, stderr: `${total.stderr}Command failed ${path}:${step.line}\n`, exit };
    if (!force) break;
  }
  return total;
}

function append(
  total: CommandResult,
  next: CommandResult,
  at: { readonly command: string; readonly inputLine: number },
): CommandResult {
  const { unsimulated = [] } = next;
  const before = total.unsimulated ?? [];
  const placed = unsimulated.map((one): Unsimulated => Object.assign({}, at, one));
  const all = [...before, ...placed];
  return {
    machine: next.machine,
    stdout: total.stdout + next.stdout,
    stderr: total.stderr + next.stderr,
    exit: total.exit,
    ...(all.length === 0 ? {} : { unsimulated: all }),
  };
}
