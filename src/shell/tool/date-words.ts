const DAY = 86_400;
/** The words for days that just-bash's `date` reads off the clock of the computer, and how many seconds from now they are. */
const DAYS: ReadonlyMap<string, number> = new Map([
  ['now', 0],
  ['today', 0],
  ['yesterday', -DAY],
  ['tomorrow', DAY],
]);

/** The words of a call of `date` for the machine's time, not that of the computer on which it is simulated. */
export function dateWords(argv: readonly string[], time: number): readonly string[] {
  const at = (seconds: number): string => `@${Math.floor(time) + seconds}`;
  const dayAt = (day: string): string => {
    const seconds = DAYS.get(day.toLowerCase().trim());
    return seconds === undefined ? day : at(seconds);
  };
  if (!argv.some((word) => /^(-d|--date(=.*)?)$/s.test(word))) return ['-d', at(0), ...argv];
  return argv.map((word, index) => {
    if (word.startsWith('--date=')) return `--date=${dayAt(word.slice('--date='.length))}`;
    return /^(-d|--date)$/.test(argv[index - 1] ?? '') ? dayAt(word) : word;
  });
}
