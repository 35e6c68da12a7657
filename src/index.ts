export { printAddress, parseAddress, parsePrefix, printPrefix } from './address/address-text.js';
export { addressFromWords, sameAddress, type Address } from './address/address.js';
export type { Family } from './address/family.js';
export { makePrefix, prefixContains, type Prefix } from './address/prefix.js';
export { errno, type ErrnoEntry, type ErrnoName } from './errno.js';
export { GaveUp, type Bounds, type GaveUpReason, type Progress } from './bound.js';
export { ParseError, type TextPosition } from './parse-error.js';
export {
  EPHEMERAL_PORT,
  icmp,
  makePacket,
  tcp,
  udp,
  type PacketFields,
  type ProtocolPacketFields,
} from './packet/make-packet.js';
export { parsePacketJson, printPacketJson, type PacketJson } from './packet/packet-json.js';
export { parsePacketsWords, parsePacketWords, printPacketWords } from './packet/packet-words.js';
export type { Packet } from './packet/packet.js';
export type { Accounts } from './databases/accounts.js';
export type { Databases, NumberedNames, Services } from './databases/databases.js';
export { UnknownName, type NameKind } from './unknown-name.js';
export { Host } from './host/host.js';
export type { ExplainedToEnd, ExplainOptions } from './host/explain.js';
export type { ExplainedJourney, ExplainedLeg, FrameLeg } from './host/explain-journey.js';
export type { Executed, Explained, Sent } from './host/sent.js';
export type { Attempt, Journeyed } from './host/journey-of.js';
export { verdictOf, type AttemptEnd, type AttemptResult, type Verdict } from './journey/attempt.js';
export type { Listening } from './host/listening.js';
export type { Cause, Hop, HopFields, HopHeader } from './journey/hop.js';
export type { Journey } from './journey/journey.js';
export type { SenderFate } from './journey/sender.js';
export {
  CompiledHost,
  type BatchSent,
  type BatchSoFar,
  type OutcomeNames,
} from './host/compiled-host.js';
export { makePacketColumns, type PacketColumns } from './compile/packet-columns.js';
export { makeOutcomeColumns, type Fate, type OutcomeColumns } from './compile/outcome-columns.js';
export { CommandError } from './host/command-error.js';
export { IncompleteHostError } from './host/incomplete-host-error.js';
export type {
  Change,
  Explanation,
  FlowJson,
  Miss,
  TableAnswer,
  TraceStep,
} from './host/explanation.js';
export type { CheckName, OnLinkReason, RuleVerdict } from './program/note.js';
export type { Deliver, Drop, Failure, Outcome, OutcomeFields, Transmit } from './host/outcome.js';
export type { BridgedStage, CopyFate, IcmpError } from './program/ending.js';
export type { LookupPurpose } from './program/place.js';
export type { HookName, TableName } from './netfilter/hook.js';
export type { Machine, MachineFields } from './machine/machine.js';
export type { Missing, MissingPlace } from './machine/missing.js';
export type {
  FamilyState,
  FamilyStateFields,
  Namespace,
  NamespaceFields,
} from './namespace/namespace.js';
export {
  ADDRESS_FLAGS,
  type AddressFlag,
  type InterfaceAddress,
} from './namespace/address/interface-address.js';
export type { Link, LinkKind, LinkPlace } from './namespace/link.js';
export type { LinkSettings } from './namespace/link-kind/link-kinds.js';
export type { MacvlanSettings } from './namespace/link-kind/macvlan.js';
export type { BondMode, BondOption, BondPort, BondSettings } from './namespace/link-kind/bond.js';
export type {
  BridgeEntry,
  BridgeOption,
  BridgePort,
  BridgePortFlag,
  BridgePortFlags,
  BridgePortOption,
  BridgeSettings,
} from './namespace/link-kind/bridge.js';
export type { IpvlanSettings } from './namespace/link-kind/ipvlan.js';
export type { Ip6TunnelSettings } from './namespace/link-kind/ip6tnl.js';
export type { ForwardingEntry, OverlaySettings } from './namespace/link-kind/overlay.js';
export type { XfrmSettings } from './namespace/link-kind/xfrm.js';
export type { PlainSettings } from './namespace/link-kind/plain.js';
export type { TunSettings } from './namespace/link-kind/tun.js';
export type { TunnelSettings } from './namespace/link-kind/tunnel.js';
export type { VlanSettings } from './namespace/link-kind/vlan.js';
export type { VrfSettings } from './namespace/link-kind/vrf.js';
export type { WireguardSettings } from './namespace/link-kind/wireguard.js';
export type {
  WireguardEndpoint,
  WireguardHearing,
  WireguardPeer,
} from './namespace/wireguard/wireguard.js';
export type {
  AddressBitmap,
  HashSet,
  IpSet,
  ListMember,
  ListSet,
  MacBitmap,
  MacEntry,
  NamedSet,
  PortBitmap,
} from './ipset/ip-set.js';
export type { Entry, EntryCounters, EntryDevice, EntryExtras, EntryPart } from './ipset/entry.js';
export type { Bucket, HashTable } from './ipset/hash-table.js';
export type { Dimension, HashType, HashTypeName } from './ipset/hash-type.js';
export type { Listener } from './namespace/listener.js';
export type { Redirect, Redirects } from './namespace/traffic/redirects.js';
export type {
  Counter,
  LearnedNeighbour,
  Traffic,
  TrafficFields,
} from './namespace/traffic/traffic.js';
export type { SocketTable } from './connection/socket.js';
export type {
  ChangedEnds,
  Connection,
  ConnectionTable,
  ConnectionTableFields,
  Direction,
} from './connection/connection.js';
export type { Zone } from './connection/zone.js';
export { TCP_STATES, type TcpState } from './connection/tcp-state.js';
export type { Tuple } from './connection/tuple.js';
export type { FibTable, FibTableFields } from './fib/fib-table.js';
export type {
  GroupMember,
  NexthopGroup,
  NexthopObject,
  Resilience,
  SingleNexthop,
} from './fib/nexthop-object.js';
export {
  ROUTE_TYPES,
  type Nexthop,
  type Route,
  type RouteMetric,
  type RoutePreference,
  type RouteType,
  type RouteObject,
} from './fib/route.js';
export type { Neighbour, NeighbourState } from './neighbour/neighbour.js';
export type { MaskedValue, PortSelector, Rule, RuleAction, RulePrefix } from './rpdb/rule.js';
export type { MatchData, TargetData } from './netfilter/extension/extension.js';
export type {
  AddressMatch,
  DeviceMatch,
  XtablesRule,
  RuleSpecification,
  RuleTarget,
} from './netfilter/rule.js';
export type { BaseChain, ChainType } from './netfilter/base-chain.js';
export type { EntryMapping } from './netfilter/set-lookup.js';
export type { Netfilter, NetfilterFields } from './netfilter/netfilter.js';
export type { Chain, ChainFields, RuleInLine } from './netfilter/chain.js';
export type { Tables } from './netfilter/ruleset.js';
export type { TableFamily } from './netfilter/nft/family.js';
export type { Chains, Table, TableFields } from './netfilter/table.js';
export type { ProtocolMatch } from './netfilter/protocol-match.js';
