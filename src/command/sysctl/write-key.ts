import { readSysctl } from '../../namespace/sysctl/sysctl.js';
import { writeSysctl } from '../../namespace/sysctl/sysctl-write.js';
import { errno } from '../../errno.js';
import type { KeyName } from './key-name.js';
import { isForeign, keysBelow } from './read-key.js';
import { complain, printKey, type SysctlRun } from './sysctl-run.js';

/** Writes a key, and prints it. Gives the exit status. Source: `WriteSetting` of procps. */
export function writeKey(run: SysctlRun, name: KeyName, value: string): number {
  const { canonical, dotted, path } = name;
  if (canonical === '') {
    complain(run, 'Path is not under /proc/sys/: /proc/sys/');
    return 1;
  }
  if (isForeign(canonical)) return writeForeign(run, name, value);
  if (readSysctl(run.namespace, canonical) === undefined) {
    return keysBelow(run.namespace, canonical).length > 0
      ? refusePermission(run, dotted)
      : missing(run, path);
  }
  const written = writeSysctl(run.namespace, canonical, `${value}\n`);
  if (written.kind === 'read-only') return refusePermission(run, dotted);
  if (!run.options.dryRun) {
    if (written.kind === 'not simulated') {
      run.unsimulated ??= `sysctl ${dotted}=${value}`;
      return 1;
    }
    if (written.kind === 'refused') {
      complain(run, `setting key "${dotted}": ${errno(written.error).words}`);
      return 1;
    }
    if (written.kind === 'written') run.namespace = written.namespace;
  }
  if (!run.options.quiet || run.options.dryRun) printKey(run, dotted, value);
  return 0;
}

/** Outside of `net`: kept, and nothing comes of it. Whether there is such a key, and such a value of it, is not known. */
function writeForeign(run: SysctlRun, { canonical, dotted }: KeyName, value: string): number {
  if (bearsOnNetworks(canonical)) {
    run.unsimulated ??= `sysctl ${dotted}`;
    return 1;
  }
  if (!run.options.dryRun) {
    run.otherSysctls = run.otherSysctls.set(canonical, value);
    run.inert.push(dotted);
  }
  if (!run.options.quiet || run.options.dryRun) printKey(run, dotted, value);
  return 0;
}

/** Keys outside of `net` with which namespaces and modules can't be made any more. */
function bearsOnNetworks(canonical: string): boolean {
  return canonical.startsWith('user.') || canonical === 'kernel.modules_disabled';
}

/** What can't be written is complained of, and is no failure. */
function refusePermission(run: SysctlRun, dotted: string): number {
  complain(run, `setting key "${dotted}": Operation not permitted`);
  return 0;
}

function missing(run: SysctlRun, path: string): number {
  if (run.options.ignoreUnknown) return 0;
  complain(run, `cannot stat /proc/sys/${path}: No such file or directory`);
  return 1;
}
