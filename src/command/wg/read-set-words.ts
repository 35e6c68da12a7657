import type {
  PeerRequest,
  WireguardRequest,
} from '../../namespace/wireguard/configure-wireguard.js';
import { readAllowedIps } from './read-allowed-ips.js';
import { readEndpoint } from './read-endpoint.js';
import { readFwmark, readKeepalive, readKey, readKeyFile, readListenPort } from './read-value.js';
import { giveUp, type WgReading } from './reading.js';

type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

interface RequestDraft extends Draft<Omit<WireguardRequest, 'peers'>> {
  readonly peers: Draft<PeerRequest>[];
}

type TakeDeviceWord = (draft: RequestDraft, value: string, reading: WgReading) => void;
type TakePeerWord = (peer: Draft<PeerRequest>, value: string, reading: WgReading) => void;

/** Words of the device; they stand before those of peers. */
const DEVICE_WORDS: ReadonlyMap<string, TakeDeviceWord> = new Map<string, TakeDeviceWord>([
  ['listen-port', (draft, value, reading) => (draft.listenPort = readListenPort(value, reading))],
  ['fwmark', (draft, value) => (draft.fwmark = readFwmark(value))],
  ['private-key', (draft, value, reading) => (draft.privateKey = readKeyFile(value, reading))],
]);

/** Words of the peer that was named last. */
const PEER_WORDS: ReadonlyMap<string, TakePeerWord> = new Map<string, TakePeerWord>([
  ['endpoint', (peer, value, reading) => (peer.endpoint = readEndpoint(value, reading))],
  ['allowed-ips', takeAllowedIps],
  ['persistent-keepalive', (peer, value) => (peer.persistentKeepalive = readKeepalive(value))],
  ['preshared-key', (peer, value, reading) => (peer.presharedKey = readKeyFile(value, reading))],
]);

function takeAllowedIps(peer: Draft<PeerRequest>, value: string, reading: WgReading): void {
  const prefixes = readAllowedIps(value.replaceAll(/[\t-\r ]/g, ''), reading);
  peer.replacesAllowedIps = true;
  peer.allowedIps = [...peer.allowedIps, ...prefixes];
}

/** Reads the words of `wg set` behind the device. @throws Refusal */
export function readSetWords(words: readonly string[], reading: WgReading): WireguardRequest {
  const draft: RequestDraft = { replacesPeers: false, peers: [] };
  for (let at = 0; at < words.length; at += 1) {
    const [word = '', value] = words.slice(at, at + 2);
    const peer = draft.peers.at(-1);
    if (word === 'remove' && peer !== undefined) {
      peer.remove = true;
      continue;
    }
    const takeOfDevice = peer === undefined ? DEVICE_WORDS.get(word) : undefined;
    const takeOfPeer = PEER_WORDS.get(word);
    if (value === undefined) giveUp(`Invalid argument: ${word}`);
    else if (word === 'peer') draft.peers.push(newPeer(value));
    else if (takeOfDevice !== undefined) takeOfDevice(draft, value, reading);
    else if (takeOfPeer !== undefined && peer !== undefined) takeOfPeer(peer, value, reading);
    else giveUp(`Invalid argument: ${word}`);
    at += 1;
  }
  return draft;
}

function newPeer(key: string): Draft<PeerRequest> {
  return { publicKey: readKey(key), remove: false, replacesAllowedIps: false, allowedIps: [] };
}
