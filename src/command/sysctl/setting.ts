import { readKeyName, type KeyName } from './key-name.js';
import { complain, isWanted, type SysctlRun } from './sysctl-run.js';

/** One line `key = value`; without a value, a key that patterns of other lines don't reach. */
export interface Setting {
  readonly name: KeyName;
  readonly value: string | undefined;
}

/**
 * Reads a line. Comments, what `--pattern` doesn't ask for, and lines that are too short give nothing.
 *
 * @param source - what a complaint names, with the number of the line
 */
export function readSetting(run: SysctlRun, source: string, line: string): Setting | undefined {
  const text = line.trimStart();
  if (text.length < 2 || text.startsWith('#') || text.startsWith(';')) return undefined;
  if (!isWanted(run, text)) return undefined;
  const equals = text.indexOf('=');
  const isMarked = text.startsWith('-');
  if (equals < 0) {
    if (isMarked) return { name: readKeyName(text.slice(1).trimEnd()), value: undefined };
    complain(run, `${source}: invalid syntax, continuing...`);
    return undefined;
  }
  const key = text.slice(isMarked ? 1 : 0, equals).trimEnd();
  return { name: readKeyName(key), value: text.slice(equals + 1).trim() };
}
