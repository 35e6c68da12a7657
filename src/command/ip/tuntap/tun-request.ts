import { readDatabases, type NumberedNames } from '../../../databases/databases.js';
import { PLAIN_TUN, type TunSettings } from '../../../namespace/link-kind/tun.js';
import { Refusal } from '../../refusal.js';
import {
  EXIT_USAGE,
  matches,
  refuseGarbage,
  refuseValue,
  refuseWithUsage,
  Words,
} from '../arguments.js';
import { isDeviceName } from '../device-arguments.js';
import type { IpContext } from '../ip-context.js';
import { TUNTAP_USAGE } from './usage.js';

/** What `ip tuntap add` and `ip tuntap del` ask for. */
export interface TunRequest {
  readonly mode: 'tun' | 'tap';
  /** Undefined leaves the name to the kernel. */
  readonly name: string | undefined;
  readonly settings: TunSettings;
}

/** Words that switch something on, in the order in which the tool tries them. */
const SWITCHES = [
  ['pi', 'packetInfo'],
  ['one_queue', 'oneQueue'],
  ['vnet_hdr', 'vnetHeader'],
  ['multi_queue', 'multiQueue'],
] as const;

/**
 * Reads the words of a request.
 *
 * @param owned - an owner and a group may be given
 * @throws Refusal in the tool's words. Source: `parse_args` in `iptuntap.c` of iproute2
 */
export function parseTunRequest(context: IpContext, owned: boolean): TunRequest {
  const words = new Words(context.argv);
  const { users, groups } = readDatabases(context.machine.files);
  let mode: 'tun' | 'tap' | undefined;
  let name: string | undefined;
  const settings: { -readonly [Key in keyof TunSettings]: TunSettings[Key] } = { ...PLAIN_TUN };
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const taken = word;
    const option = SWITCHES.find(([keyword]) => matches(taken, keyword));
    if (matches(word, 'mode')) {
      mode = readMode(words.next(), mode);
    } else if (owned && matches(word, 'user')) {
      settings.owner = readAccount('user', users, words.next());
    } else if (owned && matches(word, 'group')) {
      settings.group = readAccount('group', groups, words.next());
    } else if (option !== undefined) {
      settings[option[1]] = true;
    } else if (matches(word, 'dev')) {
      const dev = words.next();
      name = isDeviceName(dev) ? dev : refuseValue(dev, '"dev" not a valid ifname');
    } else {
      name = readName(word, name, words);
    }
  }
  if (mode === undefined) {
    throw new Refusal(1, 'You failed to specify a tunnel mode\n', false);
  }
  return { mode, name, settings };
}

function readName(word: string, before: string | undefined, words: Words): string {
  const isWord = matches(word, 'name');
  if (!isWord && matches(word, 'help')) refuseWithUsage(TUNTAP_USAGE);
  const name = isWord ? words.next() : word;
  if (before !== undefined) refuseGarbage('name', name);
  return isDeviceName(name) ? name : refuseValue(name, '"name" not a valid ifname');
}

function readMode(word: string, before: 'tun' | 'tap' | undefined): 'tun' | 'tap' {
  const mode = (['tun', 'tap'] as const).find((one) => matches(word, one));
  if (mode === undefined) throw new Refusal(EXIT_USAGE, `Unknown tunnel mode "${word}"\n`);
  if (before !== undefined && before !== mode) {
    throw new Refusal(EXIT_USAGE, 'You managed to ask for more than one tunnel mode.\n');
  }
  return mode;
}

/** A number as strtol(3) reads it, kept to 32 bits, or a name; -1 is none. */
function readAccount(
  word: 'user' | 'group',
  names: NumberedNames,
  value: string,
): number | undefined {
  const number = /^\s*[+-]?\d+$/.test(value)
    ? Number(BigInt.asUintN(32, BigInt(value.trim())))
    : names.numberOf(value);
  if (number === undefined) throw new Refusal(EXIT_USAGE, `invalid ${word} "${value}"\n`);
  return number === 0xffffffff ? undefined : number;
}
