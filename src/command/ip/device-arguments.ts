import { linkByIndex, linkByName, type Namespace } from '../../namespace/namespace.js';
import type { Link } from '../../namespace/link.js';
import { Refusal } from '../refusal.js';
import { askForModule } from './module-asked-for.js';
import { readUnsigned } from './number-arguments.js';

/** Reports whether a word can be a device name: 1 to 15 bytes, no blank, no slash. */
export function isDeviceName(word: string): boolean {
  return /^[^/\s]+$/.test(word) && new TextEncoder().encode(word).length < 16;
}

/**
 * The ifindex that a word stands for: the device of that name, or N for a word `ifN` that names no device (even when N is no device
 * either); undefined otherwise. Source: `ll_name_to_index` of iproute2.
 */
export function deviceIndex(namespace: Namespace, word: string): number | undefined {
  const link = deviceNamed(namespace, word);
  if (link !== undefined) return link.index;
  const number = /^if(\d+)$/.exec(word)?.[1];
  const index = number === undefined ? 0 : (readUnsigned(number, 0x7fffffff, 10) ?? 0);
  return index === 0 ? undefined : index;
}

/** The device of that name. To ask for it loads the module that would bring it along: `withModules` then runs the command again. Source: `if_nametoindex`. */
export function deviceNamed(namespace: Namespace, name: string): Link | undefined {
  const link = linkByName(namespace, name);
  if (link === undefined) askForModule(namespace, name);
  return link;
}

/** The device that a word names. @throws Refusal `Cannot find device` with that exit status when there is none. */
export function parseDevice(namespace: Namespace, word: string, exit = 1): Link {
  const index = deviceIndex(namespace, word);
  const link = index === undefined ? undefined : linkByIndex(namespace, index);
  return link ?? refuseNoDevice(word, exit);
}

/** Refuses a device name that no device has: 1 where the tool goes on with the rest of a batch, 255 where it exits. */
export function refuseNoDevice(word: string, exit = 1): never {
  throw new Refusal(exit, `Cannot find device "${word}"\n`, exit !== 1);
}
