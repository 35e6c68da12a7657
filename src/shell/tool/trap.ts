import { complain } from '../complaint.js';
import type { Session, ToolAnswer } from '../session.js';
import { refuseNotSimulated } from './not-simulated.js';
import { answer, refuse, type ShellTool } from './shell-tool.js';
import { compareSignals, printSignal, signalName } from './signal-name.js';

/** Pseudo signals of Bash for which there is no place to hook into. */
const PSEUDO = new Set(['ERR', 'DEBUG', 'RETURN']);

/**
 * `trap`, of the shell whose number is its first word: keeps what to do at the end of the shell.
 *
 * Signals never come, so their traps are kept and never run (bash(1), SHELL BUILTIN COMMANDS).
 */
export const trap: ShellTool = ({ session, argv: [shell = '0', ...words] }) => {
  const key = Number(shell);
  const traps = session.traps.get(key) ?? new Map<string, string>();
  session.traps.set(key, traps);
  const argv = words[0] === '--' ? words.slice(1) : words;
  const [first, ...rest] = argv;
  if (first === undefined) return printTraps(traps, undefined);
  if (first === '-p') return printTraps(traps, rest.length === 0 ? undefined : rest);
  if (/^-./.test(first)) {
    if (first === '-l') return refuseNotSimulated('trap -l');
    return refuse(
      2,
      complain(
        session,
        `trap: ${first}: invalid option\ntrap: usage: trap [-lp] [[arg] signal_spec ...]`,
      ),
    );
  }
  // A number first, or one word alone, takes the trap back.
  const resets = rest.length === 0 || /^\d+$/.test(first);
  return setTraps(session, traps, resets ? '-' : first, resets ? argv : rest);
};

function setTraps(
  session: Session,
  traps: Map<string, string>,
  action: string,
  signals: readonly string[],
): ToolAnswer {
  for (const word of signals) {
    const name = signalName(word);
    if (name === undefined) {
      if (PSEUDO.has(word.toUpperCase())) return refuseNotSimulated(`trap ${word}`);
      return refuse(1, complain(session, `trap: ${word}: invalid signal specification`));
    }
    if (action === '-') traps.delete(name);
    else traps.set(name, action);
  }
  return answer();
}

function printTraps(
  traps: ReadonlyMap<string, string>,
  asked: readonly string[] | undefined,
): ToolAnswer {
  const names =
    asked?.map((word) => signalName(word) ?? '') ?? [...traps.keys()].toSorted(compareSignals);
  const lines = names.flatMap((name) => {
    const action = traps.get(name);
    if (action === undefined) return [];
    return [`trap -- '${action.replaceAll("'", `'\\''`)}' ${printSignal(name)}\n`];
  });
  return answer(lines.join(''));
}
