const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A time in seconds, in the form of strftime(3), in UTC and the C locale. */
export function formatTime(format: string, seconds: number): string {
  const date = new Date(Math.floor(seconds) * 1000);
  const day = DAYS[date.getUTCDay()] ?? '';
  const month = MONTHS[date.getUTCMonth()] ?? '';
  const hours = date.getUTCHours();
  const start = Date.UTC(date.getUTCFullYear(), 0, 1);
  const dayOfYear = Math.floor((date.getTime() - start) / 86_400_000) + 1;
  const values: Readonly<Record<string, () => string>> = {
    a: () => day.slice(0, 3),
    A: () => day,
    b: () => month.slice(0, 3),
    B: () => month,
    c: () => formatTime('%a %b %e %H:%M:%S %Y', seconds),
    C: () => two(Math.floor(date.getUTCFullYear() / 100)),
    d: () => two(date.getUTCDate()),
    D: () => formatTime('%m/%d/%y', seconds),
    e: () => spaced(date.getUTCDate()),
    F: () => formatTime('%Y-%m-%d', seconds),
    h: () => month.slice(0, 3),
    H: () => two(hours),
    I: () => two(hours % 12 || 12),
    j: () => `${dayOfYear}`.padStart(3, '0'),
    k: () => spaced(hours),
    l: () => spaced(hours % 12 || 12),
    m: () => two(date.getUTCMonth() + 1),
    M: () => two(date.getUTCMinutes()),
    n: () => '\n',
    p: () => (hours < 12 ? 'AM' : 'PM'),
    r: () => formatTime('%I:%M:%S %p', seconds),
    R: () => formatTime('%H:%M', seconds),
    s: () => `${Math.floor(seconds)}`,
    S: () => two(date.getUTCSeconds()),
    t: () => '\t',
    T: () => formatTime('%H:%M:%S', seconds),
    u: () => `${date.getUTCDay() || 7}`,
    w: () => `${date.getUTCDay()}`,
    x: () => formatTime('%m/%d/%y', seconds),
    X: () => formatTime('%H:%M:%S', seconds),
    y: () => two(date.getUTCFullYear() % 100),
    Y: () => `${date.getUTCFullYear()}`,
    z: () => '+0000',
    Z: () => 'UTC',
    '%': () => '%',
  };
  const written = format === '' ? '%X' : format;
  return written.replaceAll(
    /%([a-zA-Z%])/g,
    (directive, letter: string) => values[letter]?.() ?? directive,
  );
}

function two(number: number): string {
  return `${number}`.padStart(2, '0');
}

function spaced(number: number): string {
  return `${number}`.padStart(2, ' ');
}
