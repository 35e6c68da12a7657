/** The signals that `trap` takes, each at its number (signal(7)); number 0 is the end of the shell. */
const SIGNALS =
  'EXIT HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );

/** The name of a signal that was written as a number or a name, with or without SIG, in any case; undefined when there is none. */
export function signalName(word: string): string | undefined {
  if (/^\d+$/.test(word)) return SIGNALS[Number(word)];
  const name = word.toUpperCase().replace(/^SIG/, '');
  return SIGNALS.includes(name) ? name : undefined;
}

/** A signal as `trap` prints it. */
export function printSignal(name: string): string {
  return name === 'EXIT' ? name : `SIG${name}`;
}

/** The order in which `trap` prints: by number. */
export function compareSignals(left: string, right: string): number {
  return SIGNALS.indexOf(left) - SIGNALS.indexOf(right);
}
