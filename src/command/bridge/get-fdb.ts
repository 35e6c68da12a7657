import { namespaceOf } from '../../machine/machine.js';
import { bridgeOf } from '../../namespace/bridge-ports.js';
import { LAST_VLAN } from '../../namespace/link-kind/bridge.js';
import type { Link } from '../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../namespace/namespace.js';
import type { CommandContext, CommandResult } from '../command.js';
import { matches, refuseGarbage, type Words } from '../ip/arguments.js';
import { deviceIndex } from '../ip/device-arguments.js';
import { Refusal } from '../refusal.js';
import { succeed } from '../result.js';
import type { BridgeOptions } from './bridge-options.js';
import { readLladdr } from './fdb-request.js';
import { fdbRows, type FdbRow } from './fdb-rows.js';
import { refuseWithFdbUsage } from './fdb-usage.js';
import { printRows } from './print-fdb.js';
import { refuseInWords } from './refuse.js';
import { readVlan } from './vlan-argument.js';
import { readVni } from './vni-argument.js';

/** `bridge fdb get`: the entry that decides about an address. Source: `fdb_get` of iproute2; `rtnl_fdb_get`. */
export function getFdb(
  context: CommandContext,
  words: Words,
  options: BridgeOptions,
): CommandResult {
  const { machine, namespace: here } = context;
  const namespace = namespaceOf(machine, here);
  const { dev, br, lladdr, vlan, isDynamic, ...flags } = readQuery(namespace, words);
  if (vlan === 0 || (vlan ?? 0) > LAST_VLAN) refuseByKernel('invalid vlan id');
  const asked = findDevice(namespace, dev, 'Unknown device ifindex');
  const given = findDevice(namespace, br, 'Invalid master ifindex');
  if (asked !== undefined && given !== undefined) {
    refuseByKernel('Master and device are mutually exclusive');
  }
  const mastered = flags.master || !flags.self;
  const port = asked !== undefined && mastered ? portBridge(namespace, asked) : asked;
  const keeper = port ?? given;
  if (keeper === undefined || !KEEPERS.has(keeper.kind)) {
    return refuseByKernel('Fdb get operation not supported by device');
  }
  const isBridge = keeper.kind === 'bridge';
  const chosen = {
    dev: isBridge ? undefined : keeper.index,
    br: isBridge ? keeper.index : undefined,
  };
  const isSought = (row: FdbRow): boolean =>
    row.mac === lladdr &&
    (isBridge ? row.master === keeper.name && row.vlan === vlan : row.flags.includes('self'));
  const found = fdbRows(machine, here, chosen).find(isSought);
  if (found === undefined) return refuseByKernel('Fdb entry not found');
  const shown = isDynamic && found.state !== '' ? [] : [found];
  return succeed(machine, printRows(shown, true, options));
}

/** Kinds of device that answer for one address (ndo_fdb_get). */
const KEEPERS: ReadonlySet<Link['kind']> = new Set(['bridge', 'vxlan']);

function portBridge(namespace: Namespace, port: Link): Link {
  return bridgeOf(namespace, port) ?? refuseByKernel('Device is not a bridge port');
}

function findDevice(
  namespace: Namespace,
  index: number | undefined,
  why: string,
): Link | undefined {
  if (index === undefined) return undefined;
  return linkByIndex(namespace, index) ?? refuseByKernel(why);
}

interface FdbQuery {
  readonly dev: number | undefined;
  readonly br: number | undefined;
  readonly lladdr: string;
  readonly vlan: number | undefined;
  readonly self: boolean;
  readonly master: boolean;
  readonly isDynamic: boolean;
}

function readQuery(namespace: Namespace, words: Words): FdbQuery {
  const names: { dev?: string; br?: string; to?: string; vlan?: string } = {};
  const flags = { self: false, master: false, isDynamic: false };
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (word === 'brport' || word === 'dev') names.dev = words.next();
    else if (word === 'br') names.br = words.next();
    else if (matches(word, 'vlan')) {
      if (names.vlan !== undefined) refuseGarbage('vlan', word);
      names.vlan = words.next();
    } else if (word === 'vni') readVni(words.next(), 'invalid VNI');
    else if (word === 'self') flags.self = true;
    else if (matches(word, 'master')) flags.master = true;
    else if (matches(word, 'dynamic')) flags.isDynamic = true;
    else {
      if (word === 'to') word = words.next();
      if (matches(word, 'help')) refuseWithFdbUsage();
      if (names.to !== undefined) refuseGarbage('to', word);
      names.to = word;
    }
  }
  if ((names.dev === undefined && names.br === undefined) || names.to === undefined) {
    return refuseInWords('Device or master and address are required arguments.');
  }
  return {
    ...flags,
    lladdr: readLladdr(names.to),
    vlan: names.vlan === undefined ? undefined : readVlan(names.vlan),
    dev: readDevice(namespace, names.dev, 'device'),
    br: readDevice(namespace, names.br, 'bridge device'),
  };
}

function readDevice(
  namespace: Namespace,
  name: string | undefined,
  what: string,
): number | undefined {
  if (name === undefined) return undefined;
  return deviceIndex(namespace, name) ?? refuseInWords(`Cannot find ${what} "${name}"`);
}

/** Exit status where the kernel finds no entry. */
const EXIT_NOT_FOUND = 254;

function refuseByKernel(text: string): never {
  throw new Refusal(EXIT_NOT_FOUND, `Error: ${text}.\n`);
}
