import { singleQuote } from '../expand/quote.js';
import { compareSignals, printSignal, signalName, signalNames } from '../execute/signal.js';
import { fail, failWithUsage, print, type Builtin, type BuiltinCall } from './builtin.js';

const USAGE = 'trap [-lp] [[arg] signal_spec ...]';

/** `trap [-lp] [ACTION] SIGNAL...` */
export const trap: Builtin = async (call) => {
  const argv = call.argv[0] === '--' ? call.argv.slice(1) : call.argv;
  const [first, ...rest] = argv;
  if (first === undefined) return printTraps(call, undefined);
  if (first === '-p') return printTraps(call, rest.length === 0 ? undefined : rest);
  if (first === '-l') return print(call, signalTable());
  if (/^-./.test(first)) return failWithUsage(call, `${first.slice(0, 2)}: invalid option`, USAGE);
  // A number first, or one word alone, takes the trap back.
  const resets = rest.length === 0 || /^\d+$/.test(first);
  return setTraps(call, resets ? '-' : first, resets ? argv : rest);
};

async function setTraps(
  call: BuiltinCall,
  action: string,
  signals: readonly string[],
): Promise<number> {
  const { shell } = call;
  let status = 0;
  for (const word of signals) {
    const name = signalName(word);
    if (name === undefined) status = await fail(call, `${word}: invalid signal specification`);
    else if (action === '-') shell.traps.delete(name);
    else {
      shell.traps.set(name, action);
      if (name === 'RETURN') shell.ownReturnTrap = true;
    }
  }
  return status;
}

async function printTraps(
  call: BuiltinCall,
  asked: readonly string[] | undefined,
): Promise<number> {
  const { traps } = call.shell;
  let status = 0;
  const names: string[] = [];
  for (const word of asked ?? [...traps.keys()].toSorted(compareSignals)) {
    const name = signalName(word);
    if (name === undefined) status = await fail(call, `${word}: invalid signal specification`);
    else names.push(name);
  }
  const lines = names.flatMap((name) => {
    const action = traps.get(name);
    if (action === undefined) return [];
    return [`trap -- ${action === '' ? "''" : singleQuote(action)} ${printSignal(name)}\n`];
  });
  return Math.max(await print(call, lines.join('')), status);
}

/** All signals, five in a line, as `trap -l` and `kill -l` print them. */
export function signalTable(): string {
  const cells = signalNames().map((name, at) => `${`${at + 1}`.padStart(2)}) SIG${name}`);
  const lines: string[] = [];
  for (let at = 0; at < cells.length; at += 5) lines.push(cells.slice(at, at + 5).join('\t'));
  return `${lines.join('\n')}\n`;
}
