import { OWNED } from '../../../sender-socket.js';
import { assertNever } from '../../../../assert-never.js';
import { SK } from '../../../../packet/sk.js';
import { ALWAYS, equals, masked, NEVER, type Predicate } from '../../../../predicate/predicate.js';
import type { MetaKey } from '../../key.js';
import { framedAs } from '../../../framed-as.js';
import type { NftScope, SeenDevice } from '../scope.js';
import { textValue } from './text-value.js';
import { ABSENT, constantValue, fieldValue, OPEN, type Case, type Value } from './value.js';

/** In the order of their numbers. Source: `PACKET_HOST`. */
const PACKET_TYPES = ['unicast', 'broadcast', 'multicast', 'other'] as const;

/** What the kernel keeps with a packet. Source: `nft_meta_get_eval`. */
export function metaValue(key: MetaKey, scope: NftScope): Value {
  const { family, hook } = scope;
  // What a device gives out has come in by none. Source: `nf_hook_egress`.
  if (hook === 'EGRESS' && (key === 'iif' || key === 'iifname')) return constantValue(0n);
  if (hook === 'EGRESS' && (key === 'iifgroup' || key === 'iifkind')) return ABSENT;
  switch (key) {
    case 'mark':
      return fieldValue('mark', 32);
    case 'length':
      return fieldValue('length', 32);
    case 'l4proto':
      return fieldValue('protocol', 8);
    case 'nfproto':
      return constantValue(family === 4 ? 2n : 10n);
    case 'protocol':
      return constantValue(family === 4 ? 0x0800n : 0x86ddn);
    case 'iif':
      return fieldValue('indev', 32);
    case 'oif':
      return fieldValue('outdev', 32);
    case 'iifname':
      return nameOf('indev', scope);
    case 'oifname':
      return nameOf('outdev', scope);
    case 'iifgroup':
      return ofDevice('indev', scope, ({ group }) => BigInt(group));
    case 'oifgroup':
      return ofDevice('outdev', scope, ({ group }) => BigInt(group));
    case 'iiftype':
      return ofDevice(deviceHeld(scope), scope, ({ type }) => BigInt(type));
    case 'oiftype':
      return ofDevice('outdev', scope, ({ type }) => BigInt(type));
    case 'iifkind':
      return kindOf('indev', scope);
    case 'oifkind':
      return kindOf('outdev', scope);
    case 'skuid':
      return isComingIn(scope) ? OF_LISTENER : fieldValue('uid', 32, OWNED);
    case 'skgid':
      return isComingIn(scope) ? OF_LISTENER : fieldValue('gid', 32, OWNED);
    case 'pkttype':
      return {
        kind: 'cases',
        cases: PACKET_TYPES.map((type, value) => ({
          when: framedAs(type, scope.family),
          value: BigInt(value),
        })),
      };
    case 'nftrace':
    case 'secmark':
    case 'ipsec':
    case 'sdif':
      return constantValue(0n);
    case 'rtclassid':
      return constantValue(0n, hasRoute(scope));
    case 'sdifname':
    case 'ibrname':
    case 'obrname':
    case 'ibrpvid':
    case 'ibrvproto':
    case 'broute':
      return ABSENT;
    case 'cgroup':
      return { kind: 'open', present: isComingIn(scope) ? GIVEN : OWNED, usual: 0n };
    case 'priority':
      return fieldValue('priority', 32);
    case 'cpu':
      return { kind: 'open', present: ALWAYS, usual: 0n };
    case 'random':
    case 'time':
    case 'day':
    case 'hour':
      return OPEN;
    default:
      return assertNever(key);
  }
}

/** What comes in has no route yet, unless it has come back by the one by which it was sent. Source: `skb_dst`, `loopback_xmit`. */
export function hasRoute({ hook, looped }: NftScope): Predicate {
  return (hook === 'PREROUTING' || hook === 'INGRESS') && !looped ? NEVER : ALWAYS;
}

/** What comes in has no socket yet, nor has what comes back by lo, but for the one that tproxy gave it. Source: `loopback_xmit`, `nf_tproxy_assign_sock`. */
function isComingIn({ hook }: NftScope): boolean {
  return hook === 'PREROUTING' || hook === 'INPUT' || hook === 'INGRESS';
}

const GIVEN = masked('sk', SK.given, SK.given);

/** Whose a socket is that listens isn't known. */
const OF_LISTENER: Value = { kind: 'open', present: GIVEN };

/** The device that a packet is held by: one that leaves that by which it does. Source: `NFT_META_IIFTYPE`, which reads `skb->dev`; `ip_output`, `ip6_output`. */
function deviceHeld({ hook }: NftScope): 'indev' | 'outdev' {
  return hook === 'POSTROUTING' || hook === 'EGRESS' ? 'outdev' : 'indev';
}

/** Without a device the name is empty. Source: `nft_meta_store_ifname`. */
function nameOf(field: 'indev' | 'outdev', { devices }: NftScope): Value {
  const named = devices.map(({ index, name }): Case => ({
    when: equals(field, index),
    value: textValue(name),
  }));
  return { kind: 'cases', cases: [...named, { when: equals(field, 0), value: 0n }] };
}

/** The kind of a device; a device without one ends the rule. Source: `nft_meta_get_eval_kind`. */
function kindOf(field: 'indev' | 'outdev', { devices }: NftScope): Value {
  const made = devices.flatMap(({ index, kind }): readonly Case[] =>
    kind === undefined ? [] : [{ when: equals(field, index), value: textValue(kind) }],
  );
  return { kind: 'cases', cases: made };
}

/** What a device has; without one the rule ends. */
function ofDevice(
  field: 'indev' | 'outdev',
  { devices }: NftScope,
  read: (device: SeenDevice) => bigint,
): Value {
  return {
    kind: 'cases',
    cases: devices.map((device) => ({ when: equals(field, device.index), value: read(device) })),
  };
}
