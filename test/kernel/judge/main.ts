import { Command, InvalidArgumentError } from 'commander';
import { differenceFile } from '../../golden/differences.js';
import { askWhyNotLive } from '../live.js';
import { keepFinding } from './keep-finding.js';
import { printFinding } from './print-finding.js';
import { replayRecorded } from './replay-recorded.js';
import { MAX_SEED, runJudge, type Finding, type Tally } from './run-judge.js';

interface Options {
  readonly minutes: number;
  readonly seed: number;
  readonly scripts: number;
  readonly keep: boolean;
  readonly first: boolean;
  readonly shrink?: number;
  readonly theme?: string;
}

const PROGRESS_MS = 2000;

const command = new Command('judge')
  .description('Holds the simulator against the live kernel with drawn scripts, as root on Linux.')
  .option('--minutes <minutes>', 'how long', readNumber, 10)
  .option('--seed <seed>', `where to begin, 0 to ${MAX_SEED}`, readNumber, Date.now() % MAX_SEED)
  .option('--scripts <count>', 'at most so many scripts', readNumber, Infinity)
  .option('--theme <name>', 'only of themes with this in their names, like nft')
  .option('--shrink <seconds>', 'how long a script that differs is made smaller', readNumber)
  .option('--keep', 'record each difference among those that npm test replays', false)
  .option('--first', 'end at the first difference, however long its script', false)
  .addHelpText('after', '\nExit status: 0 when both agree, 1 when they differ.');

function readNumber(text: string): number {
  const number = Number(text);
  if (text === '' || !(number >= 0)) throw new InvalidArgumentError('Not a number from 0.');
  return number;
}

async function main(options: Options): Promise<boolean> {
  const whyNotLive = await askWhyNotLive();
  if (whyNotLive === undefined) return judgeLive(options);
  process.stdout.write(
    `NO LIVE KERNEL (${whyNotLive}): nothing new is asked, its recorded answers are replayed.\n`,
  );
  const { compared, wrong } = await replayRecorded();
  process.stdout.write(
    `${[...wrong, `${compared} recordings, ${wrong.length} differ`].join('\n')}\n`,
  );
  return wrong.length === 0;
}

async function judgeLive({
  minutes,
  seed,
  scripts,
  keep,
  first,
  shrink,
  theme,
}: Options): Promise<boolean> {
  const started = Date.now();
  let printed = started;
  process.stdout.write(`seed ${seed}\n`);
  const { tally, findings } = await runJudge({
    seed,
    seconds: minutes * 60,
    scripts,
    theme,
    ...(shrink !== undefined && { shrinkSeconds: shrink }),
    ...(first && { findings: 1, shrinkSeconds: 0 }),
    onProgress: (so) => {
      if (Date.now() - printed < PROGRESS_MS) return;
      printed = Date.now();
      process.stderr.write(progressLine(so, printed - started));
    },
    onFinding: (finding) => process.stdout.write(`\n${printFinding(finding)}\n`),
  });
  if (keep) await keepAll(findings);
  process.stdout.write(`\n${printTally(tally, Date.now() - started)}\n`);
  return tally.differences === 0;
}

async function keepAll(findings: readonly Finding[]): Promise<void> {
  for (const finding of findings.filter(({ isSteady }) => isSteady)) {
    // oxlint-disable-next-line no-await-in-loop -- one world after the other
    await keepFinding(finding, differenceFile(`seed-${finding.seed}`));
  }
}

/** On a terminal each line takes the place of the one before. */
function progressLine(tally: Readonly<Tally>, ms: number): string {
  const line = printTally(tally, ms);
  return process.stderr.isTTY ? `\r\u001B[K${line}` : `${line}\n`;
}

function printTally(tally: Readonly<Tally>, ms: number): string {
  const { scripts, commands, questions, packets, transfers } = tally;
  const { why, uncompared, differences, explanations, unsteady } = tally;
  const rate = ((scripts * 1000) / ms).toFixed(1);
  return [
    `${scripts} scripts (${rate}/s)`,
    `${commands} commands`,
    `${questions} questions`,
    `${packets} packets`,
    ...(transfers === 0 ? [] : [`${transfers} listings of wg but for what it counts`]),
    `why: ${why.lookups} lookups, ${why.rules} rules and policies, ${why.drops} drops`,
    `${uncompared} lines not compared`,
    `${differences - explanations} scripts differ in fate`,
    `${explanations} in explanation alone`,
    `${unsteady} only once`,
  ].join(', ');
}

process.exitCode = (await main(command.parse().opts<Options>())) ? 0 : 1;
