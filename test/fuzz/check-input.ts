import { isDeepStrictEqual } from 'node:util';
import { onAnotherComputer } from './another-computer.js';
import { slowness } from './slowness.js';
import type { AnyTarget, Target } from './target.js';

/** What the engine itself throws, where nothing of ours has checked: never documented. */
const ENGINE =
  /^(Cannot (read|set|convert|destructure|mix|access|assign|add|delete|redefine|create)|Maximum call stack|Invalid (array length|typed array length|string length|regular|count value|time value|code point|DataView)|Offset is outside|offset is out|Start offset|byte length|Array buffer allocation|Converting circular|Unexpected (token|end of|non-whitespace)|Reduce of empty|Object prototype|Class constructor|Map maximum|Set maximum|The number .* cannot be converted)|is not (iterable|a function|defined|a constructor|an object)|argument must be|before initialization|exceeded/;

/** What came of an input. */
export interface Checked {
  /** What is wrong: an error that isn't documented, a law that is broken, two answers that differ, too long a time; undefined when nothing is. */
  readonly trouble: string | undefined;
  /** The milliseconds of computing that it took both times. */
  readonly milliseconds: number;
}

/** Runs an input twice, the second time with the clock and the chance of another computer. */
export async function checkInput<Input>(target: Target<Input>, input: Input): Promise<Checked> {
  const first = await runOnce(target, input);
  if (first.trouble !== undefined) return first;
  const second = await onAnotherComputer(() => runOnce(target, input));
  if (second.trouble !== undefined) {
    return { ...second, trouble: `only the second time: ${second.trouble}` };
  }
  const milliseconds = Math.min(first.milliseconds, second.milliseconds);
  if (!isDeepStrictEqual(first.answer, second.answer)) {
    const difference = showDifference(show(first.answer), show(second.answer));
    return { milliseconds, trouble: `two runs differ:\n${difference}` };
  }
  const isSlow = milliseconds > target.milliseconds && (await isSlowAgain(target, input));
  const trouble = isSlow ? `takes ${Math.round(milliseconds)} ms of computing` : undefined;
  return { milliseconds, trouble };
}

/** Whether an input takes too long once more, on a computer that is not slow itself just then. */
async function isSlowAgain<Input>(target: Target<Input>, input: Input): Promise<boolean> {
  const { milliseconds } = await runOnce(target, input);
  return milliseconds > target.milliseconds * slowness();
}

interface Run {
  readonly answer: unknown;
  readonly trouble: string | undefined;
  readonly milliseconds: number;
}

async function runOnce<Input>(target: Target<Input>, input: Input): Promise<Run> {
  const begun = process.cpuUsage();
  let answer: unknown;
  let trouble: string | undefined;
  try {
    answer = await target.run(input);
  } catch (error) {
    if (isAllowed(target, input, error)) answer = String(error);
    else trouble = describeError(error);
  }
  const { user, system } = process.cpuUsage(begun);
  return { answer, trouble, milliseconds: (user + system) / 1000 };
}

function isAllowed({ allowed }: AnyTarget, input: unknown, error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    !isOfEngine(error.message, input) &&
    allowed.some(({ of, like }) => error instanceof of && (like?.test(error.message) ?? true))
  );
}

/** Whether an error speaks with the engine's words, other than those that it repeats of the input. */
function isOfEngine(message: string, input: unknown): boolean {
  const [words] = ENGINE.exec(withoutQuoted(message)) ?? [];
  return words !== undefined && !show(input).includes(words);
}

/** The words of an error without those of the input, which can be any. */
function withoutQuoted(message: string): string {
  return message.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
}

const MOST_FRAMES = 6;

/** The error, and where in the sources it was thrown. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `thrown: ${show(error)}`;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const own = frames.filter((line) => line.includes('/src/')).slice(0, MOST_FRAMES);
  return [`${error.name}: ${error.message}`, ...own].join('\n');
}

const AROUND = 200;

/** Two texts around the first character in which they differ. */
function showDifference(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const from = Math.max(0, at - AROUND);
  return [one, other].map((text) => `  ${text.slice(from, from + 2 * AROUND)}`).join('\n');
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}
