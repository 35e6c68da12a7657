/** What the work below takes where the limits of targets were set, in milliseconds of computing. */
const THERE_MS = 40;
const TRIES = 3;

/** How many times slower this computer is just now than that on which the limits of targets were set: at least 1. */
export function slowness(): number {
  const times = Array.from({ length: TRIES }, timeWork);
  return Math.max(1, Math.min(...times) / THERE_MS);
}

function timeWork(): number {
  const begun = process.cpuUsage();
  const words = new Map<string, number>();
  for (let at = 0; at < 20_000; at += 1) {
    const word = `${(at * 7919) % 5003}`.replace(/(\d)(\d)/, '$2$1');
    words.set(word, (words.get(word) ?? 0) + 1);
  }
  JSON.parse(JSON.stringify([...words.keys()].toSorted()));
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}
