import { unspecifiedAddress } from '../../../../address/address.js';
import { addressIs } from '../../../../predicate/address-predicate.js';
import { copy, copyAddress, type Assignment } from '../../../../predicate/assignment.js';
import { ALWAYS } from '../../../../predicate/predicate.js';
import { nullBinding, type NatRange } from '../../../../connection/nat-range.js';
import type { HookName } from '../../../hook.js';
import { natEffect } from '../../../nat-effect.js';
import type {
  MatchScope,
  OwnSource,
  TargetData,
  TargetEffect,
  TargetExtension,
} from '../../extension.js';
import { printNatPorts, readNatPort } from './nat-port.js';
import {
  natFlagOptions,
  natRange,
  NO_NAT,
  printNatFlags,
  type NatFlag,
  type NatTo,
  translateNat,
} from './nat-range.js';

/** `-j MASQUERADE [--to-ports PORT]`. */
export interface MasqueradeTarget extends TargetData, NatTo {
  readonly name: 'MASQUERADE';
}

/** `-j REDIRECT [--to-ports PORT]`. */
export interface RedirectTarget extends TargetData, NatTo {
  readonly name: 'REDIRECT';
}

/** What distinguishes MASQUERADE and REDIRECT. */
interface Side<D> {
  readonly initial: D;
  readonly flags: readonly NatFlag[];
  /** How a listing names the port. */
  readonly label: string;
  readonly address: 'src' | 'dst';
  readonly hooks: readonly HookName[];
  readonly own: (scope: MatchScope) => readonly OwnSource[];
  /** What it does otherwise than by such an address. */
  readonly apart: (scope: MatchScope, range: NatRange) => TargetEffect;
  /** What the connection remembers of it. */
  readonly remembered: readonly Assignment[];
}

function ownTarget<D extends NatTo & { readonly name: 'MASQUERADE' | 'REDIRECT' }>(
  side: Side<D>,
): TargetExtension<D> {
  return {
    name: side.initial.name,
    families: [4, 6],
    entries: { kind: 'of-each', file: 'NAT' },
    usesConnections: true,
    options: {
      initial: side.initial,
      options: [
        {
          name: 'to-ports',
          words: 1,
          read: (data, given) => ({ ...data, ...readNatPort(given.argument, given) }),
        },
        ...natFlagOptions<D>(...side.flags),
      ],
    },
    print: (data) =>
      [
        ...(data.port === undefined ? [] : [`--to-ports ${printNatPorts(data)}`]),
        ...printNatFlags(data),
      ].join(' '),
    list: (data) =>
      [
        ...(data.port === undefined ? [] : [`${side.label} ${printNatPorts(data)}`]),
        ...data.flags,
      ].join(' '),
    translate: (data) => translateNat(data.name.toLowerCase(), data),
    restrict: () => ({ tables: ['nat'], hooks: side.hooks }),
    effect: (data, scope) => {
      const range = baseless(natRange(side.address, data));
      return [
        ...side.apart(scope, range),
        ...side
          .own(scope)
          .flatMap(({ when, address }) =>
            natEffect(
              { ...range, addresses: { from: address, to: address } },
              { when, assignments: side.remembered },
            ),
          ),
        // There is no address to take.
        { when: ALWAYS, assignments: [], next: 'DROP' },
      ];
    },
  };
}

/** The kernel has no number in the place of the base: any port may come of it. Source: `nf_nat_masquerade_ipv4`, which leaves `base_proto` as it is. */
function baseless(range: NatRange): NatRange {
  if (range.ports?.base === undefined) return range;
  const { from, to } = range.ports;
  return { ...range, ports: { from, to }, random: true };
}

/** What a masqueraded connection remembers. */
const MASQUERADED = [copy('ctmasq', 'outdev')];

/**
 * The `MASQUERADE` target: the source becomes an address of the output device, in IPv6 the one that is best for the destination. Source:
 * `nf_nat_masquerade_ipv4`, `nf_nat_masquerade_ipv6`.
 */
export const masqueradeTarget = ownTarget<MasqueradeTarget>({
  initial: { name: 'MASQUERADE', ...NO_NAT },
  flags: ['random', 'random-fully'],
  label: 'masq ports:',
  address: 'src',
  hooks: ['POSTROUTING'],
  own: (scope) => scope.ownSources(),
  apart: ({ family }, range) =>
    family === 4
      ? // A packet of a host that has no address.
        [
          {
            when: addressIs('src', unspecifiedAddress(4)),
            assignments: [],
            next: 'ACCEPT',
            settles: nullBinding('src'),
          },
        ]
      : natEffect(range, {
          selectsSource: true,
          assignments: [...copyAddress(6, 'src', 'prefsrc'), ...MASQUERADED],
        }),
  remembered: MASQUERADED,
});

/** The `REDIRECT` target: the destination becomes this host. Source: `nf_nat_redirect_ipv4`, `nf_nat_redirect_ipv6`. */
export const redirectTarget = ownTarget<RedirectTarget>({
  initial: { name: 'REDIRECT', ...NO_NAT },
  flags: ['random'],
  label: 'redir ports',
  address: 'dst',
  hooks: ['PREROUTING', 'OUTPUT'],
  own: (scope) => scope.ownDestinations(),
  apart: () => [],
  remembered: [],
});
