import { Command, InvalidArgumentError } from 'commander';
import { askWhyNotLive } from '../live.js';
import { printWitnessDifferences } from './print-witness-differences.js';
import { newTally, replayWitnesses, type Tally } from './replay-witnesses.js';
import { drawnWitnessHost, scenarioWitnessHosts, type WitnessHost } from './witness-hosts.js';

interface Options {
  readonly hosts: number;
  readonly seed: number;
  readonly scenarios: boolean;
}

const command = new Command('witnesses')
  .description(
    'Sends a packet of every class that the proofs divide packets into through the live kernel, as root on Linux.',
  )
  .option('--hosts <count>', 'how many drawn hosts', readNumber, 20)
  .option('--seed <seed>', 'where to begin to draw', readNumber, 0)
  .option('--no-scenarios', 'only drawn hosts')
  .addHelpText('after', '\nExit status: 0 when every packet meets the fate of its class, else 1.');

function readNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Not a number from 0.');
  return number;
}

async function main({ hosts, seed, scenarios }: Options): Promise<boolean> {
  const whyNotLive = await askWhyNotLive();
  if (whyNotLive !== undefined) {
    process.stdout.write(`NO LIVE KERNEL (${whyNotLive}): no packet was sent.\n`);
    return true;
  }
  const started = Date.now();
  const tally = newTally();
  const real = scenarios ? await scenarioWitnessHosts() : [];
  // oxlint-disable no-await-in-loop -- one world after the other
  for (const one of real) await replay(one, tally);
  for (let at = seed; at < seed + hosts; at += 1) await replay(drawnWitnessHost(at), tally);
  // oxlint-enable no-await-in-loop
  process.stdout.write(`${printTally(tally)}, ${Math.round((Date.now() - started) / 1000)} s\n`);
  for (const [why, count] of Object.entries(tally.unsendable)) {
    process.stdout.write(`  ${count} classes only have packets ${why}\n`);
  }
  return tally.differences === 0;
}

async function replay(one: WitnessHost, tally: Tally): Promise<void> {
  const started = Date.now();
  const before = tally.replayed;
  for (const missing of one.host.missing) {
    process.stdout.write(`${one.name}: JUDGED WITHOUT ${missing.what}: ${missing.command}\n`);
  }
  const found = await replayWitnesses(one, tally).catch((error: unknown) => {
    tally.differences += 1;
    const differences = [error instanceof Error ? error.message : String(error)];
    return [{ packet: 'no packet was sent', fate: 'not asked', differences }];
  });
  const ms = Date.now() - started;
  process.stderr.write(
    `${one.name}: ${tally.replayed - before} witnesses in ${ms} ms; ${printTally(tally)}\n`,
  );
  process.stdout.write(printWitnessDifferences(one, found));
}

function printTally({ hosts, classes, replayed, explained, why, differences }: Tally): string {
  return [
    `${hosts} hosts`,
    `${classes} classes`,
    `${replayed} witnesses`,
    `${explained} explained`,
    `why: ${why.lookups} lookups, ${why.rules} rules and policies, ${why.drops} drops`,
    `${differences} differences`,
  ].join(', ');
}

process.exitCode = (await main(command.parse().opts<Options>())) ? 0 : 1;
