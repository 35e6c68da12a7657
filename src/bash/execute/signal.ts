/** The signals of Linux, each at its number (signal(7)); number 0 is the end of the shell. */
const SIGNALS =
  'EXIT HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );
/** What `trap` takes besides, in the order in which it prints. */
const EVENTS = ['DEBUG', 'ERR', 'RETURN'];
/** Signals that do nothing to a process by themselves. */
const HARMLESS = new Set(['CHLD', 'CONT', 'URG', 'WINCH']);

/** The name of a signal that was written as a number or a name, with or without SIG, in any case; undefined when there is none. */
export function signalName(word: string): string | undefined {
  if (/^\d+$/.test(word)) return SIGNALS[Number(word)];
  const name = word.toUpperCase();
  const short = name.replace(/^SIG/, '');
  return SIGNALS.includes(short) ? short : EVENTS.find((event) => event === name);
}

/** The number of a signal; undefined when it is none. */
export function signalNumber(name: string): number | undefined {
  const number = SIGNALS.indexOf(name);
  return number < 0 ? undefined : number;
}

/** Whether a signal ends a process that has no trap for it. */
export function isDeadly(name: string): boolean {
  return !HARMLESS.has(name);
}

/** The names of all signals, by number. */
export function signalNames(): readonly string[] {
  return SIGNALS.slice(1);
}

/** A signal as `trap` prints it. */
export function printSignal(name: string): string {
  return name === 'EXIT' || EVENTS.includes(name) ? name : `SIG${name}`;
}

/** The order in which `trap` prints: by number. */
export function compareSignals(left: string, right: string): number {
  return orderOf(left) - orderOf(right);
}

function orderOf(name: string): number {
  const number = SIGNALS.indexOf(name);
  return number < 0 ? SIGNALS.length + EVENTS.indexOf(name) : number;
}
