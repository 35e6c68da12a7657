import type { Prefix } from '../../address/prefix.js';
import { tick } from '../../bound.js';
import { clampKey, keyBytes, NO_KEY, printKey } from './key.js';
import type { Wireguard, WireguardEndpoint, WireguardPeer } from './wireguard.js';
import { publicKeyOf } from './x25519.js';

/** What is asked of one peer; what is absent stays as it is. */
export interface PeerRequest {
  readonly publicKey: string;
  /** It is taken away; nothing is where it isn't there. */
  readonly remove: boolean;
  /** The key of zeros takes it away. */
  readonly presharedKey?: string | undefined;
  readonly endpoint?: WireguardEndpoint | undefined;
  readonly persistentKeepalive?: number | undefined;
  /** The prefixes that it had are no longer its own. */
  readonly replacesAllowedIps: boolean;
  readonly allowedIps: readonly Prefix[];
}

/** What is asked of a device; what is absent stays as it is. */
export interface WireguardRequest {
  /** The key of zeros takes it away. */
  readonly privateKey?: string | undefined;
  readonly listenPort?: number | undefined;
  readonly fwmark?: number | undefined;
  /** The peers that it had go first. */
  readonly replacesPeers: boolean;
  readonly peers: readonly PeerRequest[];
}

/** A device's configuration as a request leaves it, but for its port. Source: `wg_set_device`. */
export function configureWireguard(before: Wireguard, request: WireguardRequest): Wireguard {
  const { listenPort: port = before.listenPort } = request;
  const marked = request.fwmark === undefined ? before : withMark(before, request.fwmark);
  const moved = port === before.listenPort ? marked : withoutHearing(marked);
  const draft = new Draft(request.replacesPeers ? { ...moved, peers: [] } : moved);
  if (request.privateKey !== undefined) draft.setPrivateKey(request.privateKey);
  for (const peer of request.peers) draft.configure(peer);
  return { ...moved, privateKey: draft.privateKey, peers: draft.peers() };
}

/** A device with a mark: what its peers are sent has whatever source the route has, until they are heard again. */
export function withMark(before: Wireguard, fwmark: number): Wireguard {
  return { ...withoutHearing(before), fwmark };
}

/** Source: `wg_socket_clear_peer_endpoint_src`. */
function withoutHearing(before: Wireguard): Wireguard {
  return { ...before, peers: before.peers.map((peer) => ({ ...peer, heardAt: undefined })) };
}

/** A peer whose prefixes can be given to another one, by what they are. */
interface PeerDraft {
  peer: Omit<WireguardPeer, 'allowedIps'>;
  readonly allowedIps: Map<string, Prefix>;
}

/** A configuration while a request is carried out. */
class Draft {
  privateKey: string | undefined;
  readonly #peers = new Map<string, PeerDraft>();
  /** Whose each prefix is. */
  readonly #owners = new Map<string, PeerDraft>();

  constructor({ privateKey, peers }: Wireguard) {
    this.privateKey = privateKey;
    for (const { allowedIps, ...peer } of peers) {
      const draft = this.#add(peer);
      for (const prefix of allowedIps) this.#allow(draft, prefix);
    }
  }

  /** A device is no peer of itself: the one that has its key goes. */
  setPrivateKey(key: string): void {
    this.privateKey = key === NO_KEY ? undefined : printKey(clampKey(keyBytes(key)));
    if (this.privateKey !== undefined) this.#remove(publicKeyOf(this.privateKey));
  }

  /** Source: `set_peer`. */
  configure(request: PeerRequest): void {
    const { publicKey, presharedKey } = request;
    if (request.remove) return this.#remove(publicKey);
    const draft = this.#peers.get(publicKey) ?? this.#addNew(publicKey);
    if (draft === undefined) return undefined;
    const { peer } = draft;
    draft.peer = {
      publicKey,
      presharedKey: presharedKey === NO_KEY ? undefined : (presharedKey ?? peer.presharedKey),
      endpoint: request.endpoint ?? peer.endpoint,
      heardAt: request.endpoint === undefined ? peer.heardAt : undefined,
      persistentKeepalive: request.persistentKeepalive ?? peer.persistentKeepalive,
    };
    if (request.replacesAllowedIps) this.#disown(draft);
    for (const prefix of request.allowedIps) this.#allow(draft, prefix);
    return undefined;
  }

  peers(): readonly WireguardPeer[] {
    return Array.from(this.#peers.values(), ({ peer, allowedIps }) =>
      Object.assign({ allowedIps: [...allowedIps.values()] }, peer),
    );
  }

  #add(peer: PeerDraft['peer']): PeerDraft {
    const draft = { peer, allowedIps: new Map<string, Prefix>() };
    this.#peers.set(peer.publicKey, draft);
    return draft;
  }

  #addNew(publicKey: string): PeerDraft | undefined {
    const isOwn = this.privateKey !== undefined && publicKeyOf(this.privateKey) === publicKey;
    if (isOwn) return undefined;
    return this.#add({
      publicKey,
      presharedKey: undefined,
      endpoint: undefined,
      persistentKeepalive: 0,
    });
  }

  #remove(publicKey: string): void {
    const draft = this.#peers.get(publicKey);
    if (draft !== undefined) this.#disown(draft);
    this.#peers.delete(publicKey);
  }

  #disown({ allowedIps }: PeerDraft): void {
    for (const key of allowedIps.keys()) this.#owners.delete(key);
    allowedIps.clear();
  }

  /** Gives a prefix to a peer, as its last; whichever had it has it no more. Source: `wg_allowedips_insert_v4`. */
  #allow(draft: PeerDraft, prefix: Prefix): void {
    tick();
    const { address, length } = prefix;
    const key = `${address.words.join(',')}/${length}`;
    this.#owners.get(key)?.allowedIps.delete(key);
    this.#owners.set(key, draft);
    draft.allowedIps.set(key, prefix);
  }
}
