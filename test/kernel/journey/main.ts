import { Command, InvalidArgumentError } from 'commander';
import { askWhyNotLive } from '../live.js';
import { judgeNetworks } from './judge.js';

interface Options {
  readonly networks: number;
  readonly packets: number;
  readonly seed: number;
  readonly parallel: number;
  readonly minutes: number;
  readonly first: boolean;
}

const command = new Command('judge:networks')
  .description('Holds journeys against the live kernel in drawn networks, as root on Linux.')
  .option('--networks <count>', 'at most so many networks', readNumber, Infinity)
  .option('--packets <count>', 'how many are sent in each', readNumber, 42)
  .option('--seed <seed>', 'of the first network; each has the next number', readNumber, 1)
  .option('--parallel <count>', 'how many are played at once: they wait a lot', readNumber, 4)
  .option('--minutes <minutes>', 'begins no network after so long', readNumber, Infinity)
  .option('--first', 'begins no network after a difference', false)
  .addHelpText(
    'after',
    '\nExit status: 0 when all agree, 1 when some differ, 3 when there is no kernel to ask.',
  );

function readNumber(text: string): number {
  const number = Number(text);
  if (text === '' || !(number >= 0)) throw new InvalidArgumentError('Not a number from 0.');
  return number;
}

async function main({
  networks,
  packets,
  seed,
  parallel,
  minutes,
  first,
}: Options): Promise<0 | 1 | 3> {
  const whyNotLive = await askWhyNotLive();
  if (whyNotLive !== undefined) {
    process.stdout.write(`NO LIVE KERNEL (${whyNotLive}): nothing is asked.\n`);
    return 3;
  }
  const end = Date.now() + minutes * 60_000;
  const tally = { networks: 0, packets: 0, differences: 0 };
  let next = seed;
  const work = async (): Promise<void> => {
    while (next < seed + networks && Date.now() < end) {
      if (first && tally.differences > 0) return;
      const drawn = next;
      next += 1;
      const judged = await judgeNetworks([drawn], packets);
      tally.networks += 1;
      tally.packets += judged.packets;
      tally.differences += judged.differences.length;
      for (const difference of judged.differences) process.stdout.write(`${difference}\n`);
      process.stderr.write(`seed ${drawn}: ${JSON.stringify(tally)}\n`);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  const { differences } = tally;
  process.stdout.write(
    `${tally.networks} networks, ${tally.packets} journeys, ${differences} differ\n`,
  );
  return differences === 0 ? 0 : 1;
}

command.parse();
process.exitCode = await main(command.opts<Options>());
