import { tick } from '../../bound.js';
import type { CommandContext } from '../command.js';
import { isPattern, matchesPattern } from '../fnmatch.js';
import { readKeyName, type KeyName } from './key-name.js';
import { keysBelow } from './read-key.js';
import { readSetting, type Setting } from './setting.js';
import { complain, type SysctlRun } from './sysctl-run.js';
import { writeKey } from './write-key.js';

/** To read a line of a file, and to write its key, takes so many pieces of work each. */
const LINE_PIECES = 16;

/** The file that `--load` reads when none is named. */
const DEFAULT_FILE = '/etc/sysctl.conf';

/** Reads settings from files, then writes them all. Gives the exit status. Source: `Preload`, `write_setting_list` of procps. */
export function loadFiles(run: SysctlRun, context: CommandContext): number {
  const { loadFile, words } = run.options;
  const named = loadFile === undefined ? words : [loadFile, ...words];
  const files = named.length === 0 ? [DEFAULT_FILE] : named;
  const settings: Setting[] = [];
  let status = 0;
  for (const file of files) {
    const text = readText(context, file);
    if (text === undefined) {
      complain(run, `cannot open "${file}": No such file or directory`);
      status = 1;
      continue;
    }
    for (const [index, line] of text.split(/(?<=\n)/).entries()) {
      tick(LINE_PIECES);
      const setting = readSetting(run, `${file}(${index + 1})`, line);
      if (setting !== undefined) settings.push(setting);
    }
  }
  for (const { name, value } of settings) {
    if (value === undefined) continue;
    for (const target of targetsOf(run, name, settings)) {
      tick(LINE_PIECES);
      status |= writeKey(run, target, value);
    }
  }
  return status;
}

function readText({ readStdin, files }: CommandContext, file: string): string | undefined {
  return file === '-' ? readStdin() : files.read(file);
}

/** A pattern reaches every key that it fits and that no other line names. */
function targetsOf(
  run: SysctlRun,
  name: KeyName,
  settings: readonly Setting[],
): readonly KeyName[] {
  if (!isPattern(name.dotted)) return [name];
  const parts = name.canonical.split('.');
  const named = new Set(settings.map((setting) => setting.name.canonical));
  return keysBelow(run.namespace, '')
    .filter((key) => {
      const own = key.split('.');
      return (
        !named.has(key) &&
        own.length === parts.length &&
        parts.every((part, index) => matchesPattern(part, own[index] ?? ''))
      );
    })
    .map(readKeyName);
}
