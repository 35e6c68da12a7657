import { primaryOf } from '../../../../../namespace/bond.js';
import type { BondOption } from '../../../../../namespace/link-kind/bond.js';
import type { Link } from '../../../../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../../../../namespace/namespace.js';
import { refuseNotSimulated } from '../../../arguments.js';
import type { IpContext } from '../../../ip-context.js';
import type { JsonValue } from '../../../json-text.js';
import { piece, type Piece } from '../../../piece.js';
import { BOND_NUMBERS } from './bond-options.js';

/** What `-details` prints of a bond. Source: `bond_print_opt` of iproute2; `bond_fill_info`. */
export function bondDetails(
  _context: IpContext,
  namespace: Namespace,
  link: Link,
): readonly Piece[] {
  const { settings } = link;
  if (settings.kind !== 'bond') return [];
  const { mode, active, options, ports, actorSystem } = settings;
  const aggregates = mode === '802.3ad';
  // What they have agreed on with their partner, and when, is not known.
  if (aggregates && ports.length > 0) refuseNotSimulated('-details of a bond of 802.3ad');
  const numbers = (...names: readonly BondOption[]): readonly Piece[] =>
    names.map((name) => numberPiece(name, options[name], options.miimon));
  const port = (word: string, index: number | undefined): readonly Piece[] => {
    const name = index === undefined ? undefined : linkByIndex(namespace, index)?.name;
    return name === undefined ? [] : [piece(`${word} ${name} `, { [word]: name })];
  };
  return [
    piece(`mode ${mode} `, { mode }),
    ...port('active_slave', active),
    ...numbers('miimon', 'updelay', 'downdelay', 'peer_notify_delay', 'use_carrier'),
    ...numbers('arp_interval', 'arp_missed_max', 'arp_validate', 'arp_all_targets'),
    ...port('primary', primaryOf(namespace, settings)),
    ...numbers('primary_reselect', 'fail_over_mac', 'xmit_hash_policy', 'resend_igmp'),
    ...numbers('num_grat_arp', 'all_slaves_active', 'min_links', 'lp_interval'),
    ...numbers('packets_per_slave', 'lacp_active', 'lacp_rate', 'coupled_control', 'ad_select'),
    ...(aggregates
      ? [
          ...numbers('ad_actor_sys_prio', 'ad_user_port_key'),
          piece(`ad_actor_system ${actorSystem} `, { ad_actor_system: actorSystem }),
        ]
      : []),
    ...numbers('tlb_dynamic_lb'),
  ];
}

function numberPiece(name: BondOption, value: number, miimon: number): Piece {
  const { as, json = name, counts } = BOND_NUMBERS[name];
  const shown = counts === true ? value * miimon : value;
  const word = typeof as === 'number' ? undefined : as[value];
  return piece(`${name} ${word ?? shown} `, { [json]: jsonOf(name, word ?? shown) });
}

/** The tool has words of its own for two of them. */
function jsonOf(name: BondOption, value: string | number): JsonValue {
  if (name === 'coupled_control') return value === 'on';
  return name === 'arp_validate' ? null : value;
}

/** What `-details` prints of a port of a bond. Source: `bond_slave_print_opt` of iproute2. */
export function bondPortDetails(
  _context: IpContext,
  _namespace: Namespace,
  port: Link,
  { settings }: Link,
): readonly Piece[] {
  if (settings.kind !== 'bond') return [];
  if (settings.mode === '802.3ad') refuseNotSimulated('-details of a port of a bond of 802.3ad');
  const known = settings.ports.find(({ index }) => index === port.index);
  const waits = settings.mode === 'active-backup' && settings.active !== port.index;
  const state = waits ? 'BACKUP' : 'ACTIVE';
  const comesUp = settings.options.updelay > 0 && port.up && port.carrier;
  const status = known?.works !== false ? 'UP' : comesUp ? 'GOING_BACK' : 'DOWN';
  const failures = known?.failures ?? 0;
  const permanent = port.permanentLladdr ?? port.lladdr;
  return [
    piece(`state ${state} `, { state }),
    piece(`mii_status ${status} `, { mii_status: status }),
    piece(`link_failure_count ${failures} `, { link_failure_count: failures }),
    piece(`perm_hwaddr ${permanent} `, { perm_hwaddr: permanent }),
    piece(`queue_id ${known?.queueId ?? 0} `, { queue_id: known?.queueId ?? 0 }),
    piece(`prio ${known?.prio ?? 0} `, { prio: known?.prio ?? 0 }),
  ];
}
