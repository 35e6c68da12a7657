import type { NexthopObject } from '../../../fib/nexthop-object.js';
import type { Namespace } from '../../../namespace/namespace.js';
import { matches, refuseNotSimulated, refuseValue, refuseWithUsage, Words } from '../arguments.js';
import { deviceIndex } from '../device-arguments.js';
import type { IpContext } from '../ip-context.js';
import { readU32 } from '../number-arguments.js';
import { readId } from './nexthop-request.js';
import { readVrf } from '../vrf/vrf-argument.js';
import { NEXTHOP_USAGE } from './usage.js';

/** Which nexthop objects `ip nexthop list` and `flush` are about; what is undefined selects nothing. */
export interface NexthopSelection {
  /** The one of that id: nothing else of the selection counts then. */
  readonly id?: number;
  /** ifindex. */
  readonly dev?: number;
  /** Groups only. */
  readonly groups?: boolean;
  readonly protocol?: number;
}

/** Reads the words after `ip nexthop list` and `flush`. @throws Refusal in the tool's words. Source: `ipnh_list_flush` of iproute2. */
export function parseNexthopSelection(context: IpContext, namespace: Namespace): NexthopSelection {
  const words = new Words(context.argv);
  const selection: NexthopSelection = {};
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    Object.assign(selection, readSelector(word, words, namespace));
    if (selection.id !== undefined) break;
  }
  return selection;
}

function readSelector(word: string, words: Words, namespace: Namespace): NexthopSelection {
  if (matches(word, 'dev')) return { dev: readDevice(words, namespace) };
  if (matches(word, 'groups')) return { groups: true };
  if (matches(word, 'master')) {
    readDevice(words, namespace);
    return refuseNotSimulated('ip nexthop list master');
  }
  if (matches(word, 'vrf')) {
    readVrf(words, namespace, 'Invalid VRF');
    return refuseNotSimulated('ip nexthop list vrf');
  }
  if (word === 'id') return { id: readId(words.next()) };
  if (matches(word, 'protocol')) {
    const value = words.next();
    return { protocol: readU32(value) ?? refuseValue(value, 'invalid protocol value') };
  }
  // The kernel doesn't look at it.
  if (word === 'fdb') return {};
  if (matches(word, 'help')) return refuseWithUsage(NEXTHOP_USAGE);
  return refuseValue(word, '');
}

function readDevice(words: Words, namespace: Namespace): number {
  const word = words.next();
  return deviceIndex(namespace, word) ?? refuseValue(word, 'Device does not exist\n');
}

/** Reports whether an object is selected; groups have neither family nor device, and are left to `groups`. Source: `nh_dump_filtered`. */
export function selectsNexthop(
  { dev, groups, protocol }: NexthopSelection,
  { family }: IpContext,
  object: NexthopObject,
): boolean {
  if (groups === true && object.kind !== 'group') return false;
  if (protocol !== undefined && protocol !== 0 && protocol !== object.protocol) return false;
  if (dev === undefined && family === undefined) return true;
  return (
    object.kind === 'single' &&
    (family === undefined || object.family === family) &&
    (dev === undefined || object.nexthop.dev === dev)
  );
}
