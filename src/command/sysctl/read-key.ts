import type { Namespace } from '../../namespace/namespace.js';
import { readSysctl } from '../../namespace/sysctl/sysctl.js';
import { findSysctl, listSysctls } from '../../namespace/sysctl/sysctl-catalogue.js';
import { readKeyName } from './key-name.js';
import { complain, isWanted, printKey, type SysctlRun } from './sysctl-run.js';

/** Branches of /proc/sys beside `net`. */
export const OTHER_BRANCHES: ReadonlySet<string> = new Set([
  'abi',
  'debug',
  'dev',
  'fs',
  'kernel',
  'user',
  'vm',
]);

/** Reports whether a key belongs to a part of the kernel that isn't simulated. */
export function isForeign(canonical: string): boolean {
  const [branch = ''] = canonical.split('.');
  return OTHER_BRANCHES.has(branch);
}

/** Every key of a namespace that a name is a folder of, sorted as they are listed; the whole of net for an empty name. */
export function keysBelow(namespace: Namespace, canonical: string): readonly string[] {
  const devices = namespace.links.map((link) => link.name).toArray();
  const prefix = canonical === '' ? '' : `${canonical}.`;
  return listSysctls(devices)
    .filter((name) => name.startsWith(prefix) && readSysctl(namespace, name) !== undefined)
    .map((name) => ({ name, order: orderOf(name) }))
    .toSorted((a, b) => (a.order < b.order ? -1 : Number(a.order > b.order)))
    .map(({ name }) => name);
}

/** Folders are listed by the bytes of their names: what ends one comes before all that goes on. */
function orderOf(name: string): string {
  return name.replaceAll('.', '\0').replaceAll('/', '.');
}

/** Keys that are listed only when they are asked for: others say the same in a better unit. */
const DEPRECATED: ReadonlySet<string> = new Set(['base_reachable_time', 'retrans_time']);

/** Prints the value of a key, or those of all keys in a folder. Gives what is added to the exit status. Source: `ReadSetting` of procps. */
export function readKey(run: SysctlRun, text: string): number {
  if (text === '') {
    complain(run, '"" is an unknown key');
    return -1;
  }
  const name = readKeyName(text);
  if (isForeign(name.canonical)) {
    const written = run.otherSysctls.get(name.canonical);
    if (written !== undefined) {
      if (isWanted(run, name.dotted)) {
        printKey(run, name.dotted, run.options.namesOnly ? '' : written);
      }
      return 0;
    }
    run.unsimulated ??= `sysctl ${name.dotted}`;
    return 1;
  }
  if (findSysctl(name.canonical) === undefined) {
    const below = keysBelow(run.namespace, name.canonical);
    if (below.length > 0) return readFolder(run, name.canonical, below);
  }
  return readOne(run, name.canonical, name.dotted, name.path);
}

/** Prints keys one after the other; gives those that couldn't be read. */
export function readAll(run: SysctlRun, names: readonly string[]): readonly string[] {
  return names.filter((name) => {
    const leaf = name.slice(name.lastIndexOf('.') + 1);
    const isShown = run.options.deprecated || !DEPRECATED.has(leaf);
    return isShown && readOne(run, name, name, readKeyName(name).path) !== 0;
  });
}

/** A key of the folder itself that can't be read is a failure, one of a folder in it is none. */
function readFolder(run: SysctlRun, folder: string, names: readonly string[]): number {
  const depth = folder.split('.').length + 1;
  const failed = readAll(run, names);
  return failed.some((name) => name.split('.').length === depth) ? 1 : 0;
}

function readOne(run: SysctlRun, canonical: string, dotted: string, path: string): number {
  const value = readSysctl(run.namespace, canonical);
  if (value === undefined) {
    if (run.options.ignoreUnknown) return 0;
    complain(run, `cannot stat /proc/sys/${path}: No such file or directory`);
    return 1;
  }
  if (!isWanted(run, dotted)) return 0;
  const form = findSysctl(canonical)?.key.form.kind;
  if (run.options.namesOnly) {
    if (form !== 'write-only') printKey(run, dotted, '');
    return 0;
  }
  if (form !== 'write-only') {
    printKey(run, dotted, value);
    return 0;
  }
  // A secret that was never set can't be read.
  return canonical.endsWith('.stable_secret') ? 1 : 0;
}
