import type { Namespace } from '../../../namespace/namespace.js';
import { matches, refuseGarbage, refuseValue, refuseWithUsage, Words } from '../arguments.js';
import { parseInetPrefix, type InetPrefix } from '../address-arguments.js';
import { deviceIndex } from '../device-arguments.js';
import type { IpContext } from '../ip-context.js';
import { readGroup, readScope } from '../named-numbers.js';
import { readU8 } from '../number-arguments.js';
import { readVrf } from '../vrf/vrf-argument.js';
import type { LinkSelection, WantedFlag } from './link-selection.js';

/** Words that name a property of an address, as a selection takes them. Source: `ifa_flag_data` of iproute2. */
const FLAGS: ReadonlySet<string> = new Set([
  'secondary',
  'temporary',
  'nodad',
  'optimistic',
  'dadfailed',
  'home',
  'deprecated',
  'tentative',
  'permanent',
  'mngtmpaddr',
  'noprefixroute',
  'autojoin',
  'stable-privacy',
]);

/** Reads the words that select devices and addresses. @throws Refusal in the tool's words. Source: `ipaddr_list_flush_or_save` of iproute2. */
export function parseLinkSelection(
  context: IpContext,
  namespace: Namespace,
  usage: string,
): LinkSelection {
  const { names, family } = context;
  const words = new Words(context.argv);
  const flags: WantedFlag[] = [];
  let device: string | undefined;
  let up = false;
  let down = false;
  let group: number | undefined;
  let master: number | undefined;
  let kind: string | undefined;
  let slaveKind: string | undefined;
  let to: InetPrefix | undefined;
  let scope: number | undefined;
  let label: string | undefined;
  let protocol: number | undefined;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const flag = readFlag(word);
    if (word === 'to') {
      to = parseInetPrefix(words.next(), family);
    } else if (word === 'scope') {
      const value = words.next();
      scope = readScope(names, value);
      if (scope === undefined && value !== 'all') refuseValue(value, 'invalid "scope"\n');
    } else if (word === 'up') {
      up = true;
    } else if (word === 'down') {
      down = true;
    } else if (flag !== undefined) {
      flags.push(flag);
    } else if (word === 'label') {
      label = words.next();
    } else if (word === 'group') {
      const value = words.next();
      group = readGroup(names, value) ?? refuseValue(value, 'Invalid "group" value\n');
    } else if (word === 'master') {
      const value = words.next();
      master = deviceIndex(namespace, value) ?? refuseValue(value, 'Device does not exist\n');
    } else if (word === 'vrf') {
      master = readVrf(words, namespace, 'Not a valid VRF name').index;
    } else if (word === 'nomaster' || word === 'novf') {
      continue;
    } else if (word === 'type') {
      const value = words.next();
      if (value.endsWith('_slave')) slaveKind = value;
      else kind = value;
    } else if (word === 'proto') {
      const value = words.next();
      protocol = readU8(value) ?? refuseValue(value, '"proto" value is invalid\n');
    } else {
      if (word !== 'dev' && matches(word, 'help')) refuseWithUsage(usage);
      const name = word === 'dev' ? words.next() : word;
      if (device !== undefined) refuseGarbage('dev', name);
      device = name;
    }
  }
  return { device, up, down, group, master, kind, slaveKind, to, scope, flags, label, protocol };
}

function readFlag(word: string): WantedFlag | undefined {
  const inverted = word.startsWith('-');
  const name = inverted ? word.slice(1) : word;
  if (name === 'dynamic') return { flag: 'permanent', on: inverted };
  if (name === 'primary') return { flag: 'secondary', on: inverted };
  return FLAGS.has(name) ? { flag: name, on: !inverted } : undefined;
}
