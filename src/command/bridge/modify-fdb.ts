import { assertNever } from '../../assert-never.js';
import { isUnspecified, sameAddress, type Address } from '../../address/address.js';
import { errno, type ErrnoName } from '../../errno.js';
import { namespaceOf, withNamespace } from '../../machine/machine.js';
import {
  ANYBODY,
  overlayFamily,
  overlayOf,
  type ForwardingEntry,
  type OverlaySettings,
} from '../../namespace/link-kind/overlay.js';
import { linkByName, withLink } from '../../namespace/namespace.js';
import type { CommandContext, CommandResult } from '../command.js';
import { parseInetAddress } from '../ip/address-arguments.js';
import { matches, refuseGarbage, type Words } from '../ip/arguments.js';
import { succeed } from '../result.js';
import { refuseInWords, refuseUnsimulated } from './refuse.js';

/** What is done to the entries of an address. */
export type FdbChange = 'add' | 'append' | 'replace' | 'delete';

interface Request {
  readonly lladdr: string;
  readonly dst: Address | undefined;
  readonly dev: string;
}

/** `bridge fdb add`, `append`, `replace` and `delete`, of VXLAN devices. Source: `fdb_modify` of iproute2; `vxlan_fdb_add`, `vxlan_fdb_delete`. */
export function modifyFdb(context: CommandContext, words: Words, change: FdbChange): CommandResult {
  const { lladdr, dst, dev } = readRequest(words);
  const namespace = namespaceOf(context.machine, context.namespace);
  const link = linkByName(namespace, dev) ?? refuseInWords(`Cannot find device "${dev}"`);
  const settings = link.kind === 'vxlan' ? overlayOf(link) : undefined;
  if (settings === undefined) return refuseUnsimulated('bridge fdb of other devices than vxlan');
  if (dst !== undefined && dst.family !== overlayFamily(settings)) {
    return refuseByErrno('EAFNOSUPPORT');
  }
  const isBound = link.lower !== undefined;
  const entries =
    change === 'delete'
      ? without(settings, { lladdr, dst }, isBound)
      : withEntry(settings, { lladdr, dst: dst ?? refuseByErrno('EINVAL') }, change);
  const changed = { ...link, settings: { ...settings, entries } };
  return succeed(withNamespace(context.machine, context.namespace, withLink(namespace, changed)));
}

/** Of an address that is that of one host alone only another far end can take the place of what it has. */
function withEntry(
  { entries }: OverlaySettings,
  { lladdr, dst }: { readonly lladdr: string; readonly dst: Address },
  change: Exclude<FdbChange, 'delete'>,
): readonly ForwardingEntry[] {
  const entry: ForwardingEntry = { lladdr, dst, own: false };
  const known = entries.filter((one) => one.lladdr === lladdr);
  const isForMany = lladdr === ANYBODY || (Number.parseInt(lladdr.slice(0, 2), 16) & 1) === 1;
  if (change === 'replace' && isForMany) {
    return known.length === 0
      ? refuseByErrno('EOPNOTSUPP')
      : refuseInWords('Error: Cannot replace non-unicast fdb entries.');
  }
  if (known.length === 0) return [...entries, entry];
  switch (change) {
    case 'add':
      return refuseByErrno('EEXIST');
    case 'replace':
      return entries.map((one) => (one.lladdr === lladdr ? entry : one));
    case 'append':
      return !isForMany || known.some((one) => sameAddress(one.dst, dst) && !one.own)
        ? entries
        : [...entries, entry];
    default:
      return assertNever(change);
  }
}

/** The last far end goes with the address; one that the address doesn't have makes no difference. */
function without(
  { entries }: OverlaySettings,
  { lladdr, dst }: Pick<Request, 'lladdr' | 'dst'>,
  isBound: boolean,
): readonly ForwardingEntry[] {
  const known = entries.filter((one) => one.lladdr === lladdr);
  if (known.length === 0) return refuseByErrno('ENOENT');
  if (dst === undefined || isUnspecified(dst)) {
    return entries.filter((one) => one.lladdr !== lladdr);
  }
  return entries.filter(
    (one) => one.lladdr !== lladdr || !sameAddress(one.dst, dst) || (one.own && isBound),
  );
}

function readRequest(words: Words): Request {
  let dev: string | undefined;
  let text: string | undefined;
  let dst: Address | undefined;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (word === 'dev') dev = words.next();
    else if (word === 'dst') dst = parseInetAddress(words.next(), undefined).address;
    else if (UNSIMULATED.has(word)) refuseUnsimulated(`bridge fdb ${word}`);
    else if (word === 'self' || word === 'permanent' || matches(word, 'local')) continue;
    else if (matches(word, 'help')) refuseUnsimulated('bridge fdb help');
    else {
      if (word === 'to') word = words.next();
      if (text !== undefined) refuseGarbage('to', word);
      text = word;
    }
  }
  if (dev === undefined || text === undefined) {
    return refuseInWords('Device and address are required arguments.');
  }
  const bytes = text.split(':').map((byte) => Number.parseInt(byte, 16));
  if (bytes.length !== 6 || bytes.some((byte) => !(byte <= 0xff))) {
    return refuseInWords(`Invalid mac address ${text}`);
  }
  const lladdr = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
  return { lladdr, dst, dev };
}

const UNSIMULATED: ReadonlySet<string> = new Set(
  'nhid port vni src_vni via master router temp static dynamic vlan use extern_learn sticky activity_notify inactive norefresh'.split(
    ' ',
  ),
);

function refuseByErrno(name: ErrnoName): never {
  return refuseInWords(`RTNETLINK answers: ${errno(name).words}`);
}
