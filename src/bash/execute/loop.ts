import type { Command, Script, Word } from '../syntax/script.js';
import { asking, asksOfLoop } from './asks.js';
import { readLine } from './input.js';
import { LoopLeave } from './leave.js';
import type { Shell } from './shell.js';
import { trace } from './trace.js';
import { runTrap } from './trap.js';

type ForCommand = Extract<Command, { kind: 'for' | 'select' }>;

/** Runs the body of a loop once. False when the loop is to end. */
async function runRound(shell: Shell, body: Script): Promise<boolean> {
  try {
    await shell.engine.runScript(shell, body);
    return true;
  } catch (error) {
    if (!(error instanceof LoopLeave)) throw error;
    if (error.levels > 1 && shell.loops > 1) {
      error.levels--;
      throw error;
    }
    shell.status = 0;
    return error.kind === 'continue';
  }
}

async function inLoop(shell: Shell, run: () => Promise<void>): Promise<void> {
  shell.loops++;
  try {
    await run();
  } finally {
    shell.loops--;
  }
}

/** `while` and `until`: the condition may leave the loop, too. */
export function runLoop(
  shell: Shell,
  kind: 'while' | 'until',
  condition: Script,
  body: Script,
): Promise<void> {
  return inLoop(shell, async () => {
    let last = 0;
    for (;;) {
      await shell.world.checkpoint(shell.place);
      shell.ignoring++;
      let goesOn: boolean;
      try {
        goesOn = await asking(shell, asksOfLoop(kind), () => runRound(shell, condition));
      } finally {
        shell.ignoring--;
      }
      if (!goesOn || (shell.status === 0) !== (kind === 'while')) break;
      if (!(await runRound(shell, body))) {
        last = shell.status;
        break;
      }
      last = shell.status;
    }
    shell.status = last;
  });
}

/** `for NAME in WORDS` */
export async function runFor(
  shell: Shell,
  command: ForCommand,
  words: readonly string[],
): Promise<void> {
  if (!(await checkName(shell, command.name))) return;
  if (words.length === 0) shell.status = 0;
  await inLoop(shell, async () => {
    for (const word of words) {
      shell.line = command.line;
      await runTrap(shell, 'DEBUG');
      if (shell.has('xtrace')) await traceFor(shell, 'for', command);
      shell.variables.set(command.name, word);
      if (!(await runRound(shell, command.body))) break;
    }
  });
}

async function traceFor(shell: Shell, kind: string, command: ForCommand): Promise<void> {
  const words = command.words?.map(({ raw }) => raw).join(' ') ?? '"$@"';
  await trace(shell, `${kind} ${command.name} in ${words}`);
}

async function checkName(shell: Shell, name: string): Promise<boolean> {
  if (/^[A-Za-z_]\w*$/.test(name)) return true;
  await shell.complain(`\`${name}': not a valid identifier`);
  shell.status = 1;
  return false;
}

/** `for ((START; CONDITION; STEP))` */
export function runArithmeticFor(
  shell: Shell,
  command: Extract<Command, { kind: 'arithmetic-for' }>,
  workOut: (word: Word) => Promise<bigint | undefined>,
): Promise<void> {
  const value = async (word: Word): Promise<bigint | undefined> =>
    word.raw.trim() === '' ? 1n : workOut(word);
  return inLoop(shell, async () => {
    let rounds = 0;
    if ((await value(command.start)) === undefined) {
      shell.status = 1;
      return;
    }
    for (;;) {
      await shell.world.checkpoint(shell.place);
      const goesOn = await value(command.condition);
      if (goesOn === undefined) shell.status = 1;
      if (goesOn === 0n && rounds === 0) shell.status = 0;
      if (goesOn === undefined || goesOn === 0n) return;
      rounds++;
      if (!(await runRound(shell, command.body))) return;
      if ((await value(command.step)) === undefined) {
        shell.status = 1;
        return;
      }
    }
  });
}

/** `select NAME in WORDS`: shows a menu, reads a number, runs the body. */
export async function runSelect(
  shell: Shell,
  command: ForCommand,
  words: readonly string[],
): Promise<void> {
  if (!(await checkName(shell, command.name))) return;
  if (words.length === 0) {
    shell.status = 0;
    return;
  }
  const menu = words.map((word, at) => `${at + 1}) ${word}\n`).join('');
  await inLoop(shell, async () => {
    let shows = true;
    for (;;) {
      const prompt = shell.variables.get('PS3') ?? '#? ';
      await shell.write(2, (shows ? menu : '') + prompt);
      const input = shell.files.get(0);
      const read = input === undefined ? undefined : readLine(input, '\n');
      if (read === undefined || (!read.isWhole && read.line === '')) {
        await shell.write(1, '\n');
        shell.status = 1;
        return;
      }
      shell.variables.set('REPLY', read.line);
      shows = read.line === '';
      if (shows) continue;
      shell.variables.set(command.name, words[Number(read.line) - 1] ?? '');
      if (!(await runRound(shell, command.body))) return;
    }
  });
}
