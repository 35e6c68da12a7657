import { translatesDestinations } from '../../netfilter/base-chain.js';
import type { HookName } from '../../netfilter/hook.js';
import type { Family } from '../../address/family.js';
import { ADDRESS_FIELDS, type AddressField, type Field } from '../../packet/field.js';
import { copy, copyAddress, set, type Assignment } from '../../predicate/assignment.js';
import { all, same, type Predicate } from '../../predicate/predicate.js';
import type { StepId } from '../../program/step.js';
import type { Lowering } from '../lowering.js';
import { isSameAddress } from './kept-parts.js';
import { lowerPicks, type Picking } from './lower-picks.js';

/** The end of a packet that is translated at a hook, where its connection keeps it, and where another is worked out. */
interface TranslatedEnd {
  readonly address: 'src' | 'dst';
  readonly port: 'sport' | 'dport';
  readonly kept: 'ctSrc' | 'ctDst';
  readonly keptPort: 'ctSport' | 'ctDport';
  /** The key of a lookup is made anew for each, so it is free in between. */
  readonly aside: 'flowSrc' | 'flowDst';
  readonly asidePort: 'flowSport' | 'flowDport';
  readonly status: 'ctsnat' | 'ctdnat';
}

const SOURCE: TranslatedEnd = {
  address: 'src',
  port: 'sport',
  kept: 'ctSrc',
  keptPort: 'ctSport',
  aside: 'flowSrc',
  asidePort: 'flowSport',
  status: 'ctsnat',
};
const DESTINATION: TranslatedEnd = {
  address: 'dst',
  port: 'dport',
  kept: 'ctDst',
  keptPort: 'ctDport',
  aside: 'flowDst',
  asidePort: 'flowDport',
  status: 'ctdnat',
};

/** The end of a packet that is translated at a hook. */
export function translatedEnd(hook: HookName): TranslatedEnd {
  return translatesDestinations(hook) ? DESTINATION : SOURCE;
}

/** Holds when the end of the packet is the one that its connection keeps. */
export function isKeptEnd(
  { address, port, kept, keptPort }: TranslatedEnd,
  family: Family,
): Predicate {
  return isSameEnd({ address, port }, { address: kept, port: keptPort }, family);
}

interface End {
  readonly address: AddressField;
  readonly port: Field;
}

function isSameEnd(one: End, other: End, family: Family): Predicate {
  return all([same(one.port, other.port), isSameAddress(one.address, other.address, family)]);
}

/** What a rule that translates does. */
interface Translating extends Picking {
  readonly assignments: readonly Assignment[];
}

/** Whether a translation gives packets another identifier of ICMP. */
export function givesIdentifier({ assignments, picks }: Translating): boolean {
  return [...assignments, ...picks].some(({ to }) => to === 'icmpId');
}

/** A translation that gives packets of ICMP another identifier, which their connection keeps: it is one where that is not their own. */
export function lowerIdentified(
  lowering: Lowering,
  { assignments, ...picking }: Translating,
  hook: HookName,
  next: StepId,
  assign: Assigning,
): StepId {
  const { builder } = lowering;
  const { status } = translatedEnd(hook);
  const given = assign([copy('ctIcmpId', 'icmpId'), set(status, 1)], next);
  const compared = builder.test(same('icmpId', 'ctIcmpId'), assign([], next), given);
  const picked = lowerPicks(lowering, picking, compared);
  return builder.assign([copy('ctIcmpId', 'icmpId'), ...assignments], picked);
}

/** What a translation assigns, then `next`. */
type Assigning = (assignments: readonly Assignment[], next: StepId) => StepId;

/**
 * A translation of a packet where rules write addresses and ports: the connection is given the ends, those that the translation leaves are its own and
 * not the packet's, and a packet whose connection has these ends already stays as it is. Source: `nf_nat_setup_info`, `nf_nat_packet`.
 *
 * @param assign - makes a step of the translation, with what else it means
 */
export function lowerKeptTranslation(
  lowering: Lowering,
  { assignments, ...picking }: Translating,
  hook: HookName,
  next: StepId,
  assign: Assigning,
): StepId {
  const { family, builder } = lowering;
  const { address, port, kept, keptPort, aside, asidePort, status } = translatedEnd(hook);
  const identifies = givesIdentifier({ assignments, ...picking });
  const changed = new Set([...assignments, ...picking.picks].map(({ to }) => to));
  const asideOf = new Map<Field, Field>([
    [port, asidePort],
    ...ADDRESS_FIELDS[address].map(
      (field, index) => [field, ADDRESS_FIELDS[aside][index] ?? aside] as const,
    ),
  ]);
  const into = (field: Field): Field => asideOf.get(field) ?? field;
  const given = [
    ...copyAddress(family, aside, changed.has(address) ? address : kept),
    copy(asidePort, changed.has(port) ? port : keptPort),
    ...assignments.map((one) => ({ ...one, to: into(one.to) })),
  ];
  const translated = [
    ...copyAddress(family, kept, aside),
    copy(keptPort, asidePort),
    ...copyAddress(family, address, aside),
    copy(port, asidePort),
    ...(identifies ? [copy('ctIcmpId', 'icmpId')] : []),
    set(status, 1),
  ];
  const ends = isSameEnd(
    { address: aside, port: asidePort },
    { address: kept, port: keptPort },
    family,
  );
  const has = identifies ? all([ends, same('icmpId', 'ctIcmpId')]) : ends;
  const compared = builder.test(has, assign([], next), assign(translated, next));
  return builder.assign(given, lowerPicks(lowering, picking, compared, into));
}
