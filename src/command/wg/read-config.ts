import { tick } from '../../bound.js';
import type {
  PeerRequest,
  WireguardRequest,
} from '../../namespace/wireguard/configure-wireguard.js';
import { NO_KEY } from '../../namespace/wireguard/key.js';
import { Refusal } from '../refusal.js';
import { readAllowedIps } from './read-allowed-ips.js';
import { readEndpoint } from './read-endpoint.js';
import { readFwmark, readKeepalive, readKey, readListenPort } from './read-value.js';
import { giveUp, type WgReading } from './reading.js';

type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

/** A section `[Peer]`; it has a key at the end. */
type PeerDraft = Draft<Omit<PeerRequest, 'publicKey'>> & { publicKey?: string };

interface ConfigDraft extends Draft<Omit<WireguardRequest, 'peers'>> {
  readonly peers: PeerDraft[];
  /** What the lines are about that come now. */
  section: 'none' | 'device' | PeerDraft;
}

type TakeDeviceKey = (draft: ConfigDraft, value: string, reading: WgReading) => void;
type TakePeerKey = (peer: PeerDraft, value: string, reading: WgReading) => void;

const DEVICE_KEYS: ReadonlyMap<string, TakeDeviceKey> = new Map<string, TakeDeviceKey>([
  ['listenport', (draft, value, reading) => (draft.listenPort = readListenPort(value, reading))],
  ['fwmark', (draft, value) => (draft.fwmark = readFwmark(value))],
  ['privatekey', (draft, value) => (draft.privateKey = readKey(value))],
]);

const PEER_KEYS: ReadonlyMap<string, TakePeerKey> = new Map<string, TakePeerKey>([
  ['endpoint', (peer, value, reading) => (peer.endpoint = readEndpoint(value, reading))],
  ['publickey', (peer, value) => (peer.publicKey = readKey(value))],
  ['allowedips', takeAllowedIps],
  ['persistentkeepalive', (peer, value) => (peer.persistentKeepalive = readKeepalive(value))],
  ['presharedkey', (peer, value) => (peer.presharedKey = readKey(value))],
]);

function takeAllowedIps(peer: PeerDraft, value: string, reading: WgReading): void {
  peer.allowedIps = [...peer.allowedIps, ...readAllowedIps(value, reading)];
}

/**
 * Reads a configuration file. What it leaves out of a device goes, unless it is only to be added. Source: wg(8), "CONFIGURATION FILE
 * FORMAT".
 *
 * @throws Refusal
 */
export function readConfig(text: string, isAdded: boolean, reading: WgReading): WireguardRequest {
  const draft: ConfigDraft = {
    section: 'none',
    peers: [],
    replacesPeers: !isAdded,
    ...(isAdded ? {} : { privateKey: NO_KEY, listenPort: 0, fwmark: 0 }),
  };
  for (const line of text.split('\n')) {
    tick();
    try {
      takeLine(draft, line, reading);
    } catch (error) {
      if (!(error instanceof Refusal) || error.unsimulated !== undefined) throw error;
      throw new Refusal(error.exit, `${error.stderr}Configuration parsing error\n`);
    }
  }
  const { section: _, peers, ...device } = draft;
  return { ...device, peers: peers.map(withKey) };
}

function withKey({ publicKey, ...peer }: PeerDraft): PeerRequest {
  if (publicKey !== undefined) return { publicKey, ...peer };
  return giveUp('A peer is missing a public key\nInvalid configuration');
}

/** Blanks count nowhere in a line, nor does what is behind a `#`; upper and lower case are alike in what stands before a value. */
function takeLine(draft: ConfigDraft, written: string, reading: WgReading): void {
  const line = written.replace(/#.*$/s, '').replaceAll(/[\t-\r ]/g, '');
  const [, key = '', value = ''] = /^([A-Za-z]+)=(.+)$/s.exec(line) ?? [];
  const { section } = draft;
  switch (line.toLowerCase()) {
    case '':
      return undefined;
    case '[interface]':
      draft.section = 'device';
      return undefined;
    case '[peer]':
      draft.peers.push((draft.section = newPeer()));
      return undefined;
  }
  const name = key.toLowerCase();
  const takeOfDevice = section === 'device' ? DEVICE_KEYS.get(name) : undefined;
  const takeOfPeer = typeof section === 'object' ? PEER_KEYS.get(name) : undefined;
  if (takeOfDevice !== undefined) return takeOfDevice(draft, value, reading);
  if (takeOfPeer !== undefined && typeof section === 'object') {
    return takeOfPeer(section, value, reading);
  }
  return giveUp(`Line unrecognized: \`${line}'`);
}

function newPeer(): PeerDraft {
  return { remove: false, replacesAllowedIps: true, allowedIps: [] };
}
