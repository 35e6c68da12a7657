import type { Family } from '../address/family.js';
import type { ErrnoName } from '../errno.js';
import { ACTION, prefixFits, type RequestedPorts, type RuleRequest } from './rule-request.js';

/** Why the kernel refuses a request: its error number, and its own words when it has some. */
export interface RuleRefusal {
  readonly error: ErrnoName;
  readonly text: string | undefined;
}

const NO_UID = 0xffffffff;
const LABEL_MAX = 0xfffff;
const DSCP_MAX = 0x3f;

/** What the kernel says to both an addition and a deletion, in its order. Source: `fib_nl2rule`. */
export function checkRequest(
  request: RuleRequest,
  family: Family,
  priority: number,
): RuleRefusal | undefined {
  const { dscp, dscpMask, sport, dport, uidrange } = request;
  if ((dscp ?? 0) > DSCP_MAX || (dscpMask ?? 0) > DSCP_MAX) return invalid('Error parsing msg');
  if (!prefixFits(request.from, family)) return invalid('Invalid source address');
  if (!prefixFits(request.to, family)) return invalid('Invalid dst address');
  if (uidrange !== undefined && !isUidRange(uidrange)) return invalid('Invalid uid range');
  return checkPorts('sport', sport) ?? checkPorts('dport', dport) ?? checkGoto(request, priority);
}

function checkGoto({ action, goto }: RuleRequest, priority: number): RuleRefusal | undefined {
  if (goto !== undefined && action !== ACTION.goto) return invalid('Unexpected goto');
  if (goto !== undefined && goto <= priority) return invalid('Backward goto not supported');
  if (goto === undefined && action === ACTION.goto) {
    return invalid('Missing goto target for action goto');
  }
  return undefined;
}

/** What the kernel says to an addition besides. Source: `fib4_rule_configure`, `fib6_rule_configure`. */
export function checkAddition(request: RuleRequest, family: Family): RuleRefusal | undefined {
  const { tos, dscp, dscpMask, flowlabel } = request;
  if (family === 4 && flowlabel !== undefined) {
    return invalid('Flow label cannot be specified for IPv4 FIB rules');
  }
  if ((tos & 3) !== 0) return invalid('Invalid dsfield (tos): ECN bits must be 0');
  // The TOS bits of RFC 1349 only.
  if (family === 4 && (tos & ~0x1e) !== 0) return invalid('Invalid tos');
  if (dscp !== undefined && tos !== 0) return invalid('Cannot specify both TOS and DSCP');
  if (dscp !== undefined && dscpMask !== undefined && (dscp & ~dscpMask) !== 0) {
    return invalid('Invalid DSCP mask');
  }
  if (flowlabel !== undefined && flowlabel.mask > LABEL_MAX) {
    return invalid('Invalid flow label mask');
  }
  if (flowlabel !== undefined && (flowlabel.value & ~flowlabel.mask) !== 0) {
    return invalid('Flow label and mask do not match');
  }
  const lookup = request.action === ACTION.lookup && !request.l3mdev;
  return family === 6 && lookup && request.table === 0 ? invalid('Invalid table') : undefined;
}

function invalid(text: string): RuleRefusal {
  return { error: 'EINVAL', text };
}

function isUidRange({ from, to }: { readonly from: number; readonly to: number }): boolean {
  return from !== NO_UID && to !== NO_UID && from <= to;
}

function checkPorts(name: string, ports: RequestedPorts | undefined): RuleRefusal | undefined {
  if (ports === undefined) return undefined;
  const { from, to, mask } = ports;
  // The kernel keeps 65535 for itself.
  if (from === 0 || to === 0xffff || from > to) return invalid(`Invalid ${name} range`);
  if (mask !== undefined && (from & ~mask) !== 0) return invalid('Invalid port mask');
  return undefined;
}
