import { inStates } from '../../netfilter/connection.js';
import { HAS_SUM } from '../../netfilter/nft/meaning/checksum.js';
import { connectionStateIndex } from '../../packet/connection-state.js';
import type { Field } from '../../packet/field.js';
import { copy, copyAddress, copyBits, set } from '../../predicate/assignment.js';
import { all, ALWAYS, any, equals, masked, NEVER, not } from '../../predicate/predicate.js';
import type { StepId } from '../../program/step.js';
import { dropPacket } from '../drop-packet.js';
import type { Lowering } from '../lowering.js';
import type { PacketHookWalk } from './hook-walk.js';

/** Connection tracking; a connection that begins keeps its ends, where rules write others into its packets. */
function lowerTrack(lowering: Lowering, next: StepId): StepId {
  const { builder, family, rewritesEnds, templates } = lowering;
  const track = (after: StepId): StepId =>
    lowerMarkZones(lowering, builder.add({ kind: 'track', zones: templates.given, next: after }));
  if (!rewritesEnds) return track(next);
  const kept = builder.assign(
    [
      ...copyAddress(family, 'ctSrc', 'src'),
      ...copyAddress(family, 'ctDst', 'dst'),
      copy('ctSport', 'sport'),
      copy('ctDport', 'dport'),
      copy('ctIcmpId', 'icmpId'),
    ],
    next,
  );
  const begins = all([equals('ctknown', 0), equals('ctstate', connectionStateIndex('NEW'))]);
  return track(builder.test(begins, kept, next));
}

/**
 * What is sent. Where rules write destinations, the one that its connection is found by is kept: it is compared with what translation makes of it.
 * Source: `nf_nat_ipv4_local_fn`, which compares the tuples of the connection.
 */
export function lowerTrackSent(lowering: Lowering, next: StepId): StepId {
  const { builder, family, rewritesEnds } = lowering;
  if (!rewritesEnds) return lowerTrack(lowering, next);
  return lowerTrack(lowering, builder.assign(copyAddress(family, 'tupleDst', 'dst'), next));
}

/** What has got through begins a connection, unless its answers would be another's. Source: `nf_conntrack_confirm`, `nf_ct_resolve_clash`. */
export function lowerConfirm(
  lowering: Lowering,
  { dropErrno }: Pick<PacketHookWalk, 'dropErrno'>,
  next: StepId,
): StepId {
  const { builder, rewritesEnds, templates, translates } = lowering;
  const at = { kind: 'clash' } as const;
  const dropped = dropPacket(lowering, { at, errno: dropErrno, answer: undefined });
  const clash = builder.failed('clash', dropped);
  const confirmed = (clashes: boolean): StepId =>
    builder.add({ kind: 'confirm', kept: rewritesEnds, clashes, next, clash });
  // Connections of several zones can have the same answers, and NAT alone makes them different.
  const inZones = templates.given && !translates ? ALWAYS : NEVER;
  const begins = all([equals('ctknown', 0), equals('ctstate', connectionStateIndex('NEW'))]);
  const clashing = all([begins, any([equals('natLimited', 1), inZones])]);
  return builder.test(clashing, confirmed(true), confirmed(false));
}

/** What comes back in has been tracked, unless a rule has said since then how it is to be. */
export function lowerTrackAgain(lowering: Lowering, next: StepId): StepId {
  const { builder, templates } = lowering;
  if (!templates.given) return next;
  const isGiven = equals('ctstate', connectionStateIndex('TEMPLATE'));
  return builder.test(isGiven, lowerTrack(lowering, next), next);
}

/** What comes in with a checksum that a rule has made wrong is of no connection. Source: `nf_conntrack_tcp_packet`, `nf_checksum`. */
export function lowerTrackReceived(lowering: Lowering, next: StepId): StepId {
  const tracked = lowerTrack(lowering, next);
  if (!lowering.breaksSums) return tracked;
  const isWrong = all([equals('sumBroken', 1), HAS_SUM, not(inStates(['UNTRACKED']))]);
  const apart = [set('ctstate', connectionStateIndex('INVALID')), set('ctknown', 0)];
  return lowering.builder.test(isWrong, lowering.builder.assign(apart, next), tracked);
}

/** Zones that are the mark are the one that the packet has by now. Source: `nf_ct_zone_tmpl`. */
function lowerMarkZones({ builder, templates }: Lowering, next: StepId): StepId {
  if (!templates.byMark) return next;
  const zoneIs = (direction: number, fields: readonly Field[], after: StepId): StepId =>
    builder.test(
      all([
        equals('ctstate', connectionStateIndex('TEMPLATE')),
        masked('ctzoneMarked', direction, direction),
      ]),
      builder.assign(
        fields.map((field) => copyBits(field, 0, 'mark', 0xffff)),
        after,
      ),
      after,
    );
  return zoneIs(1, ['ctzone', 'ctzoneOrig'], zoneIs(2, ['ctzone', 'ctzoneReply'], next));
}
