import type { Namespace } from './namespace.js';
import { readSysctl } from './sysctl.js';
import { listSysctls } from './sysctl-catalogue.js';
import { writeSysctl, type SysctlWrite } from './sysctl-write.js';

/** The files below /proc/sys/net, as paths from there (`ipv4/conf/eth0.5/rp_filter`), in no particular order. */
export function listSysctlFiles(namespace: Namespace): readonly string[] {
  const devices = namespace.links.map((link) => link.name).toArray();
  return listSysctls(devices)
    .filter((name) => readSysctl(namespace, name) !== undefined)
    .map((name) => exchange(name.slice('net.'.length)));
}

/** The text of a file below /proc/sys/net, line end included; empty when it can only be written; undefined when there is none. */
export function readSysctlFile(namespace: Namespace, path: string): string | undefined {
  const value = readSysctl(namespace, nameOf(path));
  return value === undefined || value === '' ? value : `${value}\n`;
}

/** Writes to a file below /proc/sys/net. */
export function writeSysctlFile(namespace: Namespace, path: string, text: string): SysctlWrite {
  return writeSysctl(namespace, nameOf(path), text);
}

function nameOf(path: string): string {
  return `net.${exchange(path)}`;
}

/** A key's name has dots where its path has slashes, and the other way round. */
function exchange(text: string): string {
  return text.replaceAll(/[./]/g, (mark) => (mark === '.' ? '/' : '.'));
}
