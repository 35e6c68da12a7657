import { PLAIN_TUNNEL, type TunnelSettings } from '../../../../../namespace/link-kind/tunnel.js';
import type { Namespace } from '../../../../../namespace/namespace.js';
import { PROTOCOL } from '../../../../../packet/protocol.js';
import { Refusal } from '../../../../refusal.js';
import {
  EXIT_USAGE,
  matches,
  refuseNotSimulated,
  refuseValue,
  type Words,
} from '../../../arguments.js';
import { deviceIndex, refuseNoDevice } from '../../../device-arguments.js';
import type { Names } from '../../../names.js';
import { readU32 } from '../../../number-arguments.js';
import type { TunnelDraft } from '../../../tunnel/tunnel-draft.js';
import { readEnd, readKey, readTos, readTtl } from '../../../tunnel/tunnel-values.js';
import { UNSIMULATED_TUNNEL_WORDS } from './tunnel-words.js';
import { greUsage, ipTunnelUsage, VTI_USAGE } from './tunnel-usage.js';

/** What reading the words of a tunnel depends on. */
interface Place {
  readonly namespace: Namespace;
  readonly names: Names;
}

/** Takes what follows a word, which itself is taken already. */
type Reader = (draft: TunnelDraft, words: Words, place: Place) => void;

/** Words that are taken when they are whole, or also when they are abbreviated, and what each is for. */
type Option = readonly [accepts: (word: string) => boolean, read: Reader];

const whole =
  (...keywords: readonly string[]) =>
  (word: string): boolean =>
    keywords.includes(word);

const short =
  (...keywords: readonly string[]) =>
  (word: string): boolean =>
    keywords.some((keyword) => matches(word, keyword));

const readDev: Reader = (draft, words, { namespace }) => {
  const word = words.next();
  draft.dev = deviceIndex(namespace, word) ?? refuseNoDevice(word, EXIT_USAGE);
};

const readMark: Reader = (draft, words) => {
  const word = words.next();
  draft.fwmark = readU32(word) ?? refuseValue(word, 'invalid fwmark\n');
};

const say =
  (said: TunnelDraft): Reader =>
  (draft) =>
    void Object.assign(draft, said);

const readOuterTos: Reader = (draft, words, { names }) =>
  void (draft.tos = readTos(names, words.next()));

/** The words of ipip and sit. Source: `iptunnel_parse_opt` of iproute2. */
const IP_TUNNEL_OPTIONS: readonly Option[] = [
  [whole('remote'), (draft, words) => void (draft.remote = readEnd(words.next()))],
  [whole('local'), (draft, words) => void (draft.local = readEnd(words.next()))],
  [short('dev'), readDev],
  [whole('ttl', 'hoplimit', 'hlim'), (draft, words) => void (draft.ttl = readTtl(words.next()))],
  [(word) => whole('tos', 'tclass')(word) || matches(word, 'dsfield'), readOuterTos],
  [whole('nopmtudisc'), say({ pmtudisc: false })],
  [whole('pmtudisc'), say({ pmtudisc: true })],
  [whole('fwmark'), readMark],
];

const NO_KEY = { inputKey: undefined, outputKey: undefined };

/** The words of gre and gretap. Source: `gre_parse_opt` of iproute2. */
const GRE_OPTIONS: readonly Option[] = [
  [
    short('key'),
    (draft, words) => void (draft.inputKey = draft.outputKey = readKey('key', words.next())),
  ],
  [short('ikey'), (draft, words) => void (draft.inputKey = readKey('ikey', words.next()))],
  [short('okey'), (draft, words) => void (draft.outputKey = readKey('okey', words.next()))],
  [short('nokey'), say(NO_KEY)],
  [short('noikey'), say({ inputKey: undefined })],
  [short('nookey'), say({ outputKey: undefined })],
  [short('seq'), say({ inputSequence: true, outputSequence: true })],
  [short('iseq'), say({ inputSequence: true })],
  [short('oseq'), say({ outputSequence: true })],
  [short('noseq'), say({ inputSequence: false, outputSequence: false })],
  [short('noiseq'), say({ inputSequence: false })],
  [short('nooseq'), say({ outputSequence: false })],
  [short('csum'), say({ inputChecksum: true, outputChecksum: true })],
  [short('icsum'), say({ inputChecksum: true })],
  [short('ocsum'), say({ outputChecksum: true })],
  [short('nocsum'), say({ inputChecksum: false, outputChecksum: false })],
  [short('noicsum'), say({ inputChecksum: false })],
  [short('noocsum'), say({ outputChecksum: false })],
  [short('nopmtudisc'), say({ pmtudisc: false })],
  [short('pmtudisc'), say({ pmtudisc: true })],
  [short('remote'), (draft, words) => void (draft.remote = readEnd(words.next()))],
  [short('local'), (draft, words) => void (draft.local = readEnd(words.next()))],
  [short('dev'), readDev],
  [short('ttl', 'hoplimit', 'hlim'), (draft, words) => void (draft.ttl = readTtl(words.next()))],
  [short('tos', 'tclass', 'dsfield'), readOuterTos],
  [whole('fwmark'), readMark],
  [whole('ignore-df'), say({ ignoreDf: true })],
  [whole('noignore-df'), say({ ignoreDf: false })],
];

/**
 * Reads the words after `type ipip` or `type sit`.
 *
 * @param before - what the device has that is changed
 * @throws Refusal in the tool's words
 */
export function readIpTunnelWords(
  kind: 'ipip' | 'sit',
  words: Words,
  place: Place,
  before: Pick<TunnelSettings, 'ttl' | 'pmtudisc'> = PLAIN_TUNNEL,
): TunnelDraft {
  const draft = readWords(kind, IP_TUNNEL_OPTIONS, words, place);
  const { ttl, pmtudisc } = { ...before, ...draft };
  if (ttl !== 0 && !pmtudisc) {
    throw new Refusal(EXIT_USAGE, 'ttl != 0 and nopmtudisc are incompatible\n');
  }
  return draft;
}

/** Reads the words after `type gre` or `type gretap`. @throws Refusal in the tool's words */
export function readGreWords(kind: 'gre' | 'gretap', words: Words, place: Place): TunnelDraft {
  return readWords(kind, GRE_OPTIONS, words, place);
}

/** Words of vti. */
const VTI_OPTIONS: readonly Option[] = [
  [
    short('key'),
    (draft, words) => void (draft.inputKey = draft.outputKey = readKey('key', words.next())),
  ],
  [short('ikey'), (draft, words) => void (draft.inputKey = readKey('ikey', words.next()))],
  [short('okey'), (draft, words) => void (draft.outputKey = readKey('okey', words.next()))],
  [short('remote'), (draft, words) => void (draft.remote = readEnd(words.next()))],
  [short('local'), (draft, words) => void (draft.local = readEnd(words.next()))],
  [short('dev'), readDev],
  [whole('fwmark'), readMark],
];

/** Reads the words after `type vti`. @throws Refusal in the tool's words. Source: `link_vti.c` of iproute2 */
export function readVtiWords(words: Words, place: Place): TunnelDraft {
  const draft: TunnelDraft = {};
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const taken = word;
    const option = VTI_OPTIONS.find(([accepts]) => accepts(taken));
    if (option === undefined) throw new Refusal(1, VTI_USAGE, false);
    option[1](draft, words, place);
  }
  return draft;
}

function readWords(
  kind: 'ipip' | 'sit' | 'gre' | 'gretap',
  options: readonly Option[],
  words: Words,
  place: Place,
): TunnelDraft {
  const draft: TunnelDraft = {};
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const taken = word;
    const option = options.find(([accepts]) => accepts(taken));
    if (option !== undefined) {
      option[1](draft, words, place);
    } else if ((kind === 'ipip' || kind === 'sit') && word === 'mode') {
      draft.carries = readMode(kind, words.next());
    } else if (isUnsimulated(kind, word)) {
      refuseNotSimulated(`ip link type ${kind} ${word}`);
    } else {
      const usage = kind === 'ipip' || kind === 'sit' ? ipTunnelUsage(kind) : greUsage(kind);
      throw new Refusal(1, usage, false);
    }
  }
  return draft;
}

function isUnsimulated(kind: string, word: string): boolean {
  if (UNSIMULATED_TUNNEL_WORDS.has(word)) return true;
  if (kind === 'sit' && word === 'isatap') return true;
  return (kind === 'ipip' || kind === 'sit') && word.startsWith('6rd-');
}

function readMode(kind: 'ipip' | 'sit', word: string): number {
  if (word === 'any') return 0;
  if (['ipip', 'ip4ip4', 'ipv4/ipv4'].includes(word)) return PROTOCOL.ipip;
  if (kind === 'sit' && ['ip6ip', 'ipv6/ipv4'].includes(word)) return PROTOCOL.ipv6;
  if (word === 'mplsip') refuseNotSimulated(`ip link type ${kind} mode mplsip`);
  return refuseValue(word, 'Cannot guess tunnel mode.');
}
