import { namespaceOf } from '../../../machine/machine.js';
import { Refusal } from '../../refusal.js';
import { EXIT_USAGE, matches, refuseNotSimulated, refuseValue, Words } from '../arguments.js';
import { deviceIndex, refuseNoDevice } from '../device-arguments.js';
import type { IpContext } from '../ip-context.js';
import {
  CARRIES_OF_MODE,
  readEnd6,
  readOrInherit,
  type Ip6TunnelDraft,
} from '../link/kind/tunnel/ip6tnl-options.js';
import { readU8 } from '../number-arguments.js';
import { readKey, readName } from './tunnel-values.js';
import type { IpUnsimulated } from '../unsimulated.js';
import { TUNNEL_USAGE_6 } from './usage.js';

/** What `ip -6 tunnel` asks for. */
export interface TunnelRequest6 {
  readonly name: string | undefined;
  readonly draft: Ip6TunnelDraft;
  /** A key is named, which only GRE has. */
  readonly namesKey: boolean;
}

/** Takes what follows a word, which itself is taken already. */
type Reader = (draft: Ip6TunnelDraft, words: Words) => void;

const readHopLimit: Reader = (draft, words) => {
  const word = words.next();
  draft.hopLimit = readU8(word) ?? refuseValue(word, 'invalid TTL');
};

const readTrafficClass: Reader = (draft, words) =>
  void (draft.trafficClass = readOrInherit(words.next(), 0xff, 'invalid TClass'));

const readFlowlabel: Reader = (draft, words) =>
  void (draft.flowlabel = readOrInherit(words.next(), 0xfffff, 'invalid Flowlabel'));

/** Keys and flags are for GRE, which is not simulated; other modes have none of them. */
const skipKey =
  (word: string): Reader =>
  (_draft, words) =>
    void readKey(word, words.next());

const skip: Reader = () => undefined;

const OPTIONS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['mode', (draft, words) => void (draft.carries = readMode(words.next()))],
  ['remote', (draft, words) => void (draft.remote = readEnd6(words.next()))],
  ['local', (draft, words) => void (draft.local = readEnd6(words.next()))],
  ['encaplimit', readEncapLimit],
  ['hoplimit', readHopLimit],
  ['ttl', readHopLimit],
  ['hlim', readHopLimit],
  ['tclass', readTrafficClass],
  ['tc', readTrafficClass],
  ['tos', readTrafficClass],
  ['flowlabel', readFlowlabel],
  ['fl', readFlowlabel],
  ['dscp', readDscp],
  ['allow-localremote', (draft) => void (draft.allowsLocalRemote = true)],
  ['noallow-localremote', (draft) => void (draft.allowsLocalRemote = false)],
  ['key', skipKey('key')],
  ['ikey', skipKey('ikey')],
  ['okey', skipKey('okey')],
  ...['seq', 'iseq', 'oseq', 'csum', 'icsum', 'ocsum'].map((word) => [word, skip] as const),
]);

/**
 * Reads the words of a request.
 *
 * @param before - asks for the tunnel that is changed, when its name is the first word; absent when none is
 * @throws Refusal in the tool's words. Source: `parse_args` in `ip6tunnel.c` of iproute2
 */
export function parseTunnelRequest6(
  context: IpContext,
  before?: (name: string) => void,
): TunnelRequest6 {
  const words = new Words(context.argv);
  const draft: Ip6TunnelDraft = {};
  let name: string | undefined;
  let dev: string | undefined;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const isFirst = words.left === context.argv.length - 1;
    const read = OPTIONS.get(word) ?? (matches(word, 'dsfield') ? readTrafficClass : undefined);
    if (word === 'dev') dev = words.next();
    else if (read !== undefined) read(draft, words);
    else {
      name = readName(word, name, words, TUNNEL_USAGE_6);
      if (isFirst) before?.(name);
    }
  }
  const namespace = namespaceOf(context.machine, context.namespace);
  if (dev !== undefined) draft.dev = deviceIndex(namespace, dev) ?? refuseNoDevice(dev);
  const namesKey = context.argv.some((one) => ['key', 'ikey', 'okey'].includes(one));
  return { name, draft, namesKey };
}

/** The other modes that the tool reads, each with the name by which it is refused. */
export const UNSIMULATED_MODES: ReadonlyMap<string, IpUnsimulated> = new Map<string, IpUnsimulated>(
  [
    ['vti6', 'ip -6 tunnel mode vti6'],
    ['ip6gre', 'ip -6 tunnel mode ip6gre'],
    ['gre/ipv6', 'ip -6 tunnel mode ip6gre'],
  ],
);

function readMode(word: string): number {
  const unsimulated = UNSIMULATED_MODES.get(word);
  if (unsimulated !== undefined) refuseNotSimulated(unsimulated);
  const carries = CARRIES_OF_MODE.get(word);
  if (carries !== undefined) return carries;
  throw new Refusal(EXIT_USAGE, `Unknown tunnel mode "${word}"\n`);
}

/** For a word that is no number the tool takes whatever its memory holds. */
function readEncapLimit(draft: Ip6TunnelDraft, words: Words): void {
  const word = words.next();
  draft.ignoresEncapLimit = word === 'none';
  if (word === 'none') return;
  draft.encapLimit = readU8(word) ?? refuseNotSimulated('ip -6 tunnel encaplimit of no number');
}

function readDscp(draft: Ip6TunnelDraft, words: Words): void {
  const word = words.next();
  draft.inheritsDscp = word === 'inherit' || refuseValue(word, 'not inherit');
}
