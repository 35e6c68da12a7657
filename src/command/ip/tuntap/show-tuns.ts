import { namespaceOf } from '../../../machine/machine.js';
import type { Link } from '../../../namespace/link.js';
import type { CommandResult } from '../../command.js';
import { succeed } from '../../result.js';
import { paint } from '../colour.js';
import type { IpContext } from '../ip-context.js';
import { printJson } from '../json-text.js';
import { objectOf, piece, textOf, type Piece } from '../piece.js';

/** `ip tuntap show`: every TUN and TAP device, whatever is asked for. Source: `do_show` in `iptuntap.c` of iproute2. */
export function showTuns(context: IpContext): CommandResult {
  const entries = namespaceOf(context.machine, context.namespace)
    .links.toArray()
    .map((link) => tunPieces(context, link))
    .filter((pieces) => pieces.length > 0);
  if (context.json) {
    return succeed(context.machine, printJson(entries.map(objectOf), context.pretty));
  }
  const more = context.details ? '\tAttached to processes:\n' : '';
  return succeed(context.machine, entries.map((pieces) => `${textOf(pieces)}\n${more}`).join(''));
}

function tunPieces(context: IpContext, { name, kind, settings }: Link): readonly Piece[] {
  if (settings.kind !== 'tun') return [];
  const { owner, group, packetInfo, oneQueue, multiQueue, vnetHeader } = settings;
  const flags = [
    kind,
    ...(packetInfo ? ['pi'] : []),
    ...(oneQueue ? ['one_queue'] : []),
    ...(multiQueue ? ['multi_queue'] : []),
    ...(vnetHeader ? ['vnet_hdr'] : []),
    'persist',
    // The tool takes the same bit for a filter that isn't switched off.
    ...(packetInfo ? ['filter'] : []),
  ];
  return [
    piece(paint(context, 'device', `${name}:`), { ifname: name }),
    piece(` ${flags.join(' ')}`, { flags }),
    ...(owner === undefined ? [] : [piece(` user ${owner}`, { user: owner })]),
    ...(group === undefined ? [] : [piece(` group ${group}`, { group })]),
    ...(context.details ? [piece('', { processes: [] })] : []),
  ];
}
