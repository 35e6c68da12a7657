import { ShellLeave } from '../execute/leave.js';
import { isDeadly, signalName, signalNumber } from '../execute/signal.js';
import { runTrap } from '../execute/trap.js';
import { fail, print, refuseMissing, type Builtin, type BuiltinCall } from './builtin.js';
import { signalTable } from './trap.js';

const KILL_USAGE =
  'kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]';

/** `wait [ID...]`: what runs in the background is over when the next command begins. */
export const wait: Builtin = async (call) => {
  const { shell } = call;
  if (call.argv.some((word) => /^-[nfp]/.test(word)))
    return refuseMissing(call, `wait ${call.argv[0] ?? ''}`);
  if (call.argv.length === 0) shell.jobs.clear();
  let status = 0;
  for (const word of call.argv) {
    const job = jobNumber(shell.jobs, word);
    const ended = shell.ended.get(job === undefined ? Number(word) : (shell.jobs.get(job) ?? 0));
    if (job !== undefined) shell.jobs.delete(job);
    if (ended !== undefined) {
      status = ended;
      continue;
    }
    status = 127;
    if (word.startsWith('%')) await fail(call, `${word}: no such job`);
    else if (!/^\d+$/.test(word)) {
      await fail(call, `\`${word}': not a pid or valid job spec`);
      status = 1;
    } else await fail(call, `pid ${word} is not a child of this shell`);
  }
  return status;
};

/** The number of a job that a word names: `%2`, the last by `%%` or `%+`, the one before by `%-`; undefined when there is none, or the word is none of these. */
function jobNumber(jobs: ReadonlyMap<number, number>, word: string): number | undefined {
  const numbers = [...jobs.keys()].toSorted((a, b) => a - b);
  if (/^%[%+]?$/.test(word)) return numbers.at(-1);
  if (word === '%-') return numbers.at(-2) ?? numbers.at(-1);
  const number = /^%(\d+)$/.exec(word)?.[1];
  return number !== undefined && jobs.has(Number(number)) ? Number(number) : undefined;
}

/** `kill [-SIGNAL] ID...`: of all processes, only the shells themselves are there. */
export const kill: Builtin = async (call) => {
  const { argv } = call;
  const [first = '', ...rest] = argv;
  if (first === '-l' || first === '-L') return listSignals(call, rest);
  const isNamed = first === '-s' || first === '-n';
  const isSignal = /^-./.test(first) && first !== '--';
  const signal = isNamed ? (rest[0] ?? '') : isSignal ? first.slice(1) : 'TERM';
  const ids = isNamed ? rest.slice(1) : isSignal || first === '--' ? rest : argv;
  const targets = ids[0] === '--' ? ids.slice(1) : ids;
  if (targets.length === 0) {
    await call.shell.write(2, `kill: usage: ${KILL_USAGE}\n`);
    return 2;
  }
  const name = signal === '0' ? '' : signalName(signal);
  if (name === undefined) return fail(call, `${signal}: invalid signal specification`);
  let status = 0;
  for (const target of targets) status = (await send(call, name, target)) || status;
  return status;
};

async function send(call: BuiltinCall, name: string, target: string): Promise<number> {
  const { shell } = call;
  if (target.startsWith('%')) return fail(call, `${target}: no such job`);
  if (!/^-?\d+$/.test(target)) return fail(call, `${target}: arguments must be process or job IDs`);
  const pid = Number(target);
  if (pid !== shell.pid && pid !== shell.mainPid)
    return fail(call, `(${target}) - No such process`);
  if (name === '') return 0;
  // A subshell that ends the shell around it ends with it.
  if (pid !== shell.pid) return refuseMissing(call, 'a signal from a subshell to the script');
  const action = shell.traps.get(name);
  if (action === '' && name !== 'KILL' && name !== 'STOP') return 0;
  if (action !== undefined && name !== 'KILL' && name !== 'STOP') {
    await runTrap(shell, name);
    return 0;
  }
  if (!isDeadly(name)) return 0;
  if (name === 'KILL') shell.traps.delete('EXIT');
  throw new ShellLeave(128 + (signalNumber(name) ?? 0));
}

async function listSignals(call: BuiltinCall, words: readonly string[]): Promise<number> {
  if (words.length === 0) return print(call, signalTable());
  let status = 0;
  const lines: string[] = [];
  for (const word of words) {
    const number = /^\d+$/.test(word) ? Number(word) & 127 : undefined;
    const name = signalName(number === undefined ? word : `${number}`);
    if (name === undefined) status = await fail(call, `${word}: invalid signal specification`);
    else lines.push(`${number === undefined ? (signalNumber(name) ?? 0) : name}\n`);
  }
  await print(call, lines.join(''));
  return status;
}

/** `jobs`: none runs. */
export const jobs: Builtin = () => 0;

/** `fg`, `bg` and `suspend`: a script has no job control. */
export const noJobControl: Builtin = (call) =>
  fail(call, call.name === 'suspend' ? 'cannot suspend: no job control' : 'no job control');

/** `disown [-h] [-ar] [ID...]` */
export const disown: Builtin = (call) => {
  const word = call.argv.find((one) => !one.startsWith('-'));
  if (word === undefined) return call.argv.length > 0 ? 0 : fail(call, 'current: no such job');
  return call.shell.ended.has(Number(word)) ? 0 : fail(call, `${word}: no such job`);
};

/** `times`: time does not pass. */
export const times: Builtin = (call) => print(call, '0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n');

/** `ulimit [-SHabcd...] [LIMIT]`: takes limits, which bound nothing here; it has none to show. */
export const ulimit: Builtin = (call) => {
  const value = call.argv.find((word) => !word.startsWith('-'));
  return value === undefined
    ? refuseMissing(call, call.argv.length === 0 ? 'ulimit' : `ulimit ${call.argv.join(' ')}`)
    : 0;
};

/** `umask [-pS] [MODE]` */
export const umask: Builtin = async (call) => {
  const { shell, argv } = call;
  const letters = argv.filter((word) => /^-[pS]+$/.test(word)).join('');
  const mode = argv.find((word) => !word.startsWith('-'));
  if (mode === undefined) {
    const octal = `0${shell.umask.toString(8).padStart(3, '0')}`;
    const text = letters.includes('S') ? symbolic(shell.umask) : octal;
    return print(call, `${letters.includes('p') ? 'umask ' : ''}${text}\n`);
  }
  if (!/^[0-7]{1,4}$/.test(mode)) {
    if (/^[0-9]/.test(mode)) return fail(call, `${mode}: octal number out of range`);
    return refuseMissing(call, `umask ${mode}`);
  }
  shell.umask = Number.parseInt(mode, 8);
  return 0;
};

function symbolic(mask: number): string {
  const rights = (shift: number): string => {
    const bits = (~mask >> shift) & 7;
    return (bits & 4 ? 'r' : '') + (bits & 2 ? 'w' : '') + (bits & 1 ? 'x' : '');
  };
  return `u=${rights(6)},g=${rights(3)},o=${rights(0)}`;
}
