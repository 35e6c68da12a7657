import type { DatatypeName } from '../../../netfilter/nft/datatype.js';
import { accountText } from './account.js';
import { addressText } from './address.js';
import { cgroupPathText } from './cgroup-path.js';
import { classIdText } from './class-id.js';
import { dateText, hourText } from './clock.js';
import { connectionLabelText } from './connection-label.js';
import type { DatatypeText } from './datatype-text.js';
import { inetProtocolText } from './inet-protocol.js';
import { inetServiceText } from './inet-service.js';
import { integerText } from './integer.js';
import { interfaceIndexText } from './interface-index.js';
import { linkAddressText } from './link-address.js';
import { ownNames, symbolicText } from './symbolic.js';
import { timeSpanText } from './time-span.js';

const symbolic = symbolicText({ table: ownNames, quoted: false });

const realmNames = symbolicText({ table: ({ names }) => names.realms, quoted: true });

/** Realms are text in JSON, even without a name. */
const realm: DatatypeText = {
  ...realmNames,
  json: (value, context) => realmNames.print(value, context).replaceAll('"', ''),
};

/** Any number but 0 is there. */
const presence: DatatypeText = {
  ...symbolic,
  read: (word, context) => {
    const value = symbolic.read(word, context);
    return typeof value === 'bigint' ? BigInt(value !== 0n) : value;
  },
};

/** What nft has lost the type of. */
const printUntyped = (value: bigint): string => `0x${value.toString(16)} [invalid type]`;

const untyped: DatatypeText = { ...integerText, print: printUntyped, json: printUntyped };

/** Codes of ICMP have names only where a refusal gives one. */
const icmpCode: DatatypeText = { ...integerText, read: symbolic.read };

/** How values of each type are written and read; texts and verdicts aren't numbers. */
const texts: { readonly [Name in DatatypeName]: DatatypeText } = {
  invalid: untyped,
  verdict: integerText,
  nf_proto: symbolic,
  bitmask: integerText,
  integer: integerText,
  string: integerText,
  ll_addr: linkAddressText,
  ipv4_addr: addressText(4),
  ipv6_addr: addressText(6),
  ether_addr: linkAddressText,
  ether_type: symbolic,
  arp_op: symbolic,
  inet_proto: inetProtocolText,
  inet_service: inetServiceText,
  icmp_type: symbolic,
  tcp_flag: symbolic,
  dccp_pkttype: symbolic,
  mh_type: symbolic,
  time: timeSpanText,
  mark: symbolicText({ table: ({ names }) => names.marks, quoted: true }),
  iface_index: interfaceIndexText,
  iface_type: symbolic,
  realm,
  classid: classIdText,
  uid: accountText('uid'),
  gid: accountText('gid'),
  ct_state: symbolic,
  ct_dir: symbolic,
  ct_status: symbolic,
  icmpv6_type: symbolic,
  ct_label: connectionLabelText,
  pkt_type: symbolic,
  icmp_code: icmpCode,
  icmpv6_code: icmpCode,
  icmpx_code: icmpCode,
  devgroup: symbolicText({ table: ({ names }) => names.deviceGroups, quoted: true }),
  dscp: symbolic,
  ecn: symbolic,
  fib_addrtype: symbolic,
  boolean: presence,
  ct_event: symbolic,
  ifname: integerText,
  igmp_type: symbolic,
  date: dateText,
  hour: hourText,
  day: symbolicText({ table: ownNames, quoted: true }),
  cgroupsv2: cgroupPathText,
  hex_integer: integerText,
  mptcp_subtype: symbolic,
  queue: integerText,
};

/** How values of a type are written and read. */
export function datatypeText(name: DatatypeName): DatatypeText {
  return texts[name];
}
