/** `npm run fuzz`: see docs/testing.md. */
import { Command, InvalidArgumentError } from 'commander';
import type { Finding } from './fuzz-target.js';
import { TARGETS } from './targets.js';
import { watch, type Tally } from './watch.js';

interface Options {
  readonly minutes: number;
  readonly seed: number;
  readonly target: readonly string[];
}

const MAX_SEED = 0x7fffffff;
const PROGRESS_MS = 5000;
const NAMES = TARGETS.map(({ name }) => name);

const command = new Command('fuzz')
  .description('Gives everything that reads what people write inputs that nobody wrote.')
  .option('--minutes <N>', 'for how long', readMinutes, 1)
  .option('--seed <S>', 'the first seed; a fresh one when left out', readSeed, freshSeed())
  .option(
    '--target <NAME>',
    `only this, one of ${NAMES.join(', ')}; may be repeated`,
    readTarget,
    [],
  )
  .action(async (options: Options) => {
    process.exitCode = (await fuzz(options)) ? 0 : 1;
  });
await command.parseAsync();

async function fuzz({ minutes, seed, target }: Options): Promise<boolean> {
  const targets = target.length === 0 ? NAMES : target;
  const interrupted = new AbortController();
  process.on('SIGINT', () => interrupted.abort());
  process.on('SIGTERM', () => interrupted.abort());
  const begun = Date.now();
  let reported = begun;
  print(`seed ${seed}, ${targets.length} targets, ${minutes} minutes`);
  const tally = await watch({
    seed,
    targets,
    milliseconds: minutes * 60_000,
    signal: interrupted.signal,
    onFinding: printFinding,
    onLook: (now) => {
      if (Date.now() - reported < PROGRESS_MS) return;
      reported = Date.now();
      print(`${elapsed(begun)} s: ${sumOf(now)} inputs, ${now.findings.length} findings`);
    },
  });
  for (const { name, milliseconds } of TARGETS.filter((one) => targets.includes(one.name))) {
    const inputs = `${tally.inputs.get(name) ?? 0} inputs`;
    const slowest = Math.round(tally.slowest.get(name) ?? 0);
    print(`${name.padEnd(18)} ${inputs.padEnd(14)} the slowest ${slowest} of ${milliseconds} ms`);
  }
  // Once more at the end, where a long log is looked at.
  tally.findings.forEach(printFinding);
  for (const [kind, count] of tally.kinds) print(`found ${count} times: ${kind}`);
  print(
    `seed ${seed}: ${sumOf(tally)} inputs in ${elapsed(begun)} s, ${tally.findings.length} findings`,
  );
  return tally.findings.length === 0;
}

function printFinding({ target, seed, trouble, input }: Finding): void {
  print(
    [
      `FOUND in ${target}: ${trouble}`,
      `again: npm run fuzz -- --target ${target} --seed ${seed}`,
      `input, for test/fuzz/corpus/${target}.json:`,
      JSON.stringify(input),
      '',
    ].join('\n'),
  );
}

function sumOf({ inputs }: Tally): number {
  return [...inputs.values()].reduce((sum, count) => sum + count, 0);
}

function elapsed(begun: number): number {
  return Math.round((Date.now() - begun) / 1000);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function freshSeed(): number {
  return Math.floor(Math.random() * MAX_SEED);
}

function readMinutes(text: string): number {
  const minutes = Number(text);
  if (!(minutes > 0 && minutes < Infinity)) throw new InvalidArgumentError('a number of minutes');
  return minutes;
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > MAX_SEED) throw new InvalidArgumentError(`0..${MAX_SEED}`);
  return seed;
}

function readTarget(text: string, before: readonly string[]): readonly string[] {
  if (!NAMES.includes(text)) throw new InvalidArgumentError(`one of ${NAMES.join(', ')}`);
  return [...before, text];
}
