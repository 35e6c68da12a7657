import { nullBinding } from '../../connection/nat-range.js';
import { translatesDestinations } from '../../netfilter/base-chain.js';
import type { HookName } from '../../netfilter/hook.js';
import { connectionStateIndex } from '../../packet/connection-state.js';
import { copy, copyAddress, set, type Assignment } from '../../predicate/assignment.js';
import { all, any, equals, not, same, type Predicate } from '../../predicate/predicate.js';
import type { StepId } from '../../program/step.js';
import { lowerBaseChain } from './chain-walk.js';
import { dropPacket } from '../drop-packet.js';
import { isKeptEnd, translatedEnd } from './kept-translation.js';
import { isUnchanged, keepPart } from './kept-parts.js';
import type { Lowering } from '../lowering.js';
import type { PlacedChain } from '../../netfilter/netfilter.js';
import { lowerUnique } from './unique.js';
import type { PacketHookWalk } from './hook-walk.js';

/** The type of ICMP redirects. Source: RFC 792. */
const REDIRECT = 5;

/**
 * Network address translation at a hook, then `next`. The chains see the first packet of a connection, and what it becomes is settled;
 * the others are translated as it was. A connection that is older than the chains stays as it is, but they see its packets until one
 * is answered. Source: `nf_nat_inet_fn`, `nf_nat_setup_info`.
 */
export function lowerNat(
  lowering: Lowering,
  chains: readonly PlacedChain[],
  walk: PacketHookWalk,
  next: StepId,
): StepId {
  const { builder, translates } = lowering;
  const meets = (after: StepId): StepId => {
    const end = translatesDestinations(walk.hook) ? 'dst' : 'src';
    const range = translates ? nullBinding(end) : undefined;
    const bound = lowerUnique(lowering, range, { kind: 'translation' }, after);
    if (chains.length === 0) return bound;
    const met = chains.reduceRight((then, placed) => {
      const unsettled = builder.test(equals('natDone', 1), after, then);
      return lowerBaseChain(lowering, placed, { ...walk, notesSettled: true }, unsettled);
    }, bound);
    return builder.assign([set('natDone', 0)], met);
  };
  const isNew = equals('ctstate', connectionStateIndex('NEW'));
  const isOld = all([equals('ctknown', 1), equals('ctnat', 0), isNew]);
  const translated = lowerTranslation(lowering, walk, next);
  if (walk.looped === true) {
    // Only what a rule has written since then can differ from what the connection says.
    const again = lowering.rewritesEnds ? lowerAgain(lowering, walk, translated, next) : next;
    return chains.length === 0 ? again : builder.test(isOld, meets(translated), again);
  }
  const settled = lowerSettled(lowering, walk, next);
  const met = builder.test(isNew, lowerNoticed(lowering, walk, meets, settled), next);
  const follows = walk.copied === 'original' || walk.copied === 'each';
  const first = follows ? builder.test(equals('natCopied', 1), translated, met) : met;
  const moved = lowerRedirected(lowering, walk, lowerMoved(lowering, walk, translated));
  const known = builder.test(isOld, meets(translated), moved);
  return builder.test(equals('ctknown', 1), known, first);
}

/** What comes back in is translated again, and has lost its route if that gives it another destination. Source: `nf_nat_ipv4_pre_routing`, `nf_nat_ipv6_in`. */
function lowerAgain(
  lowering: Lowering,
  walk: PacketHookWalk,
  translated: StepId,
  next: StepId,
): StepId {
  const { hook, losesRoute } = walk;
  if (hook !== 'PREROUTING') return hook === 'INPUT' ? translated : next;
  if (losesRoute !== true) return next;
  const { builder, family } = lowering;
  const lost = builder.assign([set('routeDev', 0)], next);
  const compared = builder.test(isUnchanged('dst', family), next, lost);
  return builder.assign(keepPart(family, 'dst'), lowerTranslation(lowering, walk, compared));
}

/** What a copy's connection has become holds for the packet itself too, even where the copy goes no further. Source: `nf_nat_initialized`. */
function lowerSettled(lowering: Lowering, { copied }: PacketHookWalk, next: StepId): StepId {
  const { builder, translates } = lowering;
  if (!translates) return next;
  const precedes = copied === 'copy' || copied === 'each';
  const noted = precedes ? [set('natCopied', 1), ...keptSource(lowering)] : [];
  return builder.assign([set('ctnat', 1), ...noted], next);
}

/**
 * Before a packet's translation is settled, its end is kept where a known connection's would be; after it, it is reported as changed or not. Where rules
 * write ends, whatever settles a translation notes it.
 */
function lowerNoticed(
  { builder, family, asksTranslation, rewritesEnds }: Lowering,
  { hook }: PacketHookWalk,
  meets: (after: StepId) => StepId,
  next: StepId,
): StepId {
  if (!asksTranslation || rewritesEnds) return meets(next);
  const end = translatedEnd(hook);
  const { address, port, kept, keptPort, status } = end;
  const noted = builder.assign([set(status, 1)], next);
  const checked = builder.test(isKeptEnd(end, family), next, noted);
  return builder.assign(
    [...copyAddress(family, kept, address), copy(keptPort, port)],
    meets(checked),
  );
}

/** What the connection says that the packet is. */
function lowerTranslation(
  { builder, family, rewritesEnds }: Lowering,
  { hook }: PacketHookWalk,
  next: StepId,
): StepId {
  const { address, port, kept, keptPort } = translatedEnd(hook);
  const assignments = [...copyAddress(family, address, kept), copy(port, keptPort)];
  // Either end's translation gives the identifier. Source: `icmp_manip_pkt`.
  const changes = [...assignments, copy('icmpId', 'ctIcmpId')];
  const translated = builder.assign(changes, next, { kind: 'translation' });
  return rewritesEnds ? builder.test(isTranslatedAt(hook), translated, next) : translated;
}

/** Holds for packets whose connection has a translation that is done at a hook; what rules write into others stays. Source: `nf_nat_packet`. */
export function isTranslatedAt(hook: HookName): Predicate {
  const own = translatedEnd(hook).status;
  const other = own === 'ctsnat' ? 'ctdnat' : 'ctsnat';
  return any([
    all([equals('ctreply', 0), equals(own, 1)]),
    all([equals('ctreply', 1), equals(other, 1)]),
  ]);
}

/** A redirect would have hosts speak to each other with addresses that are not theirs: it goes no further. Source: `nf_nat_icmp_reply_translation`. */
function lowerRedirected(lowering: Lowering, walk: PacketHookWalk, next: StepId): StepId {
  const { builder, family } = lowering;
  // Those of IPv6 belong to no connection.
  if (family === 6) return next;
  const dropped = dropPacket(lowering, {
    at: { kind: 'translated-redirect' },
    errno: walk.dropErrno,
    answer: undefined,
  });
  const isTaken = all([
    equals('ctstate', connectionStateIndex('RELATED')),
    equals('icmpType', REDIRECT),
    any([equals('ctsnat', 1), equals('ctdnat', 1), equals('ctnat', 0)]),
  ]);
  return builder.test(isTaken, builder.failed('translated-redirect', dropped), next);
}

/** A connection that was given the address of one device ends when it leaves by another. Source: `nf_nat_oif_changed`. */
function lowerMoved(lowering: Lowering, walk: PacketHookWalk, next: StepId): StepId {
  if (walk.hook !== 'POSTROUTING') return next;
  const { builder } = lowering;
  const dropped = dropPacket(lowering, {
    at: { kind: 'masquerade' },
    errno: walk.dropErrno,
    answer: undefined,
  });
  const moved = all([
    equals('ctreply', 0),
    not(equals('ctmasq', 0)),
    not(same('ctmasq', 'outdev')),
  ]);
  const ended = builder.add({ kind: 'forget', next: dropped });
  return builder.test(moved, builder.failed('masquerade', ended), next);
}

/**
 * A connection that began with this packet is known to what follows of it: it has got through POSTROUTING, and another copy of it is
 * translated as it was.
 */
export function lowerBegun(lowering: Lowering, next: StepId): StepId {
  const { builder, tracks } = lowering;
  if (!tracks) return next;
  const began = all([equals('ctknown', 0), equals('ctstate', connectionStateIndex('NEW'))]);
  const known = [set('ctknown', 1), ...keptSource(lowering)];
  return builder.test(began, builder.assign(known, next), next);
}

/** Keeps the source that a packet has now for others of its connection. */
function keptSource({ family, rewritesEnds }: Lowering): readonly Assignment[] {
  if (rewritesEnds) return [];
  return [
    ...copyAddress(family, 'ctSrc', 'src'),
    copy('ctSport', 'sport'),
    copy('ctIcmpId', 'icmpId'),
  ];
}
