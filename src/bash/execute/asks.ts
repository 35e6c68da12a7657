import type { AndOr } from '../syntax/script.js';

/**
 * What a script asks of the command that runs: nothing; that it succeeds at last, or fails at last, as the condition of a loop that does nothing but wait;
 * or an answer, which decides what the script does.
 */
export type Asks = 'nothing' | 'success' | 'failure' | 'answer';

/** Does a shell's work whose commands are asked so. */
export async function asking<Result>(
  shell: { asks: Asks },
  asks: Asks,
  work: () => Promise<Result>,
): Promise<Result> {
  const outer = shell.asks;
  shell.asks = asks;
  try {
    return await work();
  } finally {
    shell.asks = outer;
  }
}

/** What a loop asks of its condition. */
export function asksOfLoop(kind: 'while' | 'until'): Asks {
  return kind === 'until' ? 'success' : 'failure';
}

/** What is asked of one pipeline of a list, of which this is asked. */
export function asksOfItem(asks: Asks, items: readonly AndOr[], at: number): Asks {
  const item = items[at];
  const rest = items.slice(at + 1);
  const isDecisive = rest.length > 0 && asks === 'nothing' && !rest.every(doesNothing);
  if (isDecisive) return 'answer';
  if (item?.pipeline.isNegated !== true) return asks;
  return INVERTED[asks];
}

const INVERTED: Readonly<Record<Asks, Asks>> = {
  nothing: 'nothing',
  success: 'failure',
  failure: 'success',
  answer: 'answer',
};

/** `|| true`, `|| :`, `&& true` */
function doesNothing({ pipeline: { commands } }: AndOr): boolean {
  const [command] = commands;
  return (
    commands.length === 1 &&
    command?.kind === 'simple' &&
    command.words.length === 1 &&
    ['true', ':'].includes(command.words[0]?.raw ?? '')
  );
}
