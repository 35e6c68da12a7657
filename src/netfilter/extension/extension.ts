import type { Address } from '../../address/address.js';
import type { Family } from '../../address/family.js';
import type { NatPick, NatRange } from '../../connection/nat-range.js';
import type { Databases } from '../../databases/databases.js';
import type { Assignment } from '../../predicate/assignment.js';
import type { Part } from '../../predicate/part.js';
import type { Predicate } from '../../predicate/predicate.js';
import type { FibFound, FibQuestion } from '../fib-question.js';
import type { ChainHook } from '../base-chain.js';
import type { HookName, TableName } from '../hook.js';
import type { Statement } from '../nft/statement.js';
import type { ErrnoName } from '../../errno.js';
import type { NftForm, RewrittenRule, ListedRule } from './nft-form.js';
import type { EntryQuestion, PacketEntry } from './entry-question.js';
import type { EntryMapping, SetLookup, SetPresence } from '../set-lookup.js';
import type { ListQuestion } from './list-question.js';
import type { OptionTable } from './option/option.js';
import type { ProtocolMatch } from '../protocol-match.js';

/** Data of a match extension, as its file defines it; `name` says which. */
export interface MatchData {
  readonly name: string;
}

/** Data of a target extension, as its file defines it; `name` says which. */
export interface TargetData {
  readonly name: string;
}

/** What the meaning of a rule depends on besides the rule and the packet: the path supplies it. */
export interface MatchScope {
  readonly family: Family;
  readonly hook: ChainHook;
  /** What of a packet is translated already as its connection is: nothing, its destination, or what isn't known here. */
  readonly ends: 'came' | 'routed' | 'unknown';
  /** The packet has come back in from this host itself. */
  readonly looped: boolean;
  /** Holds when the device is one of that name; a name that ends in `+` stands for all that begin so. Without a device it never holds. */
  deviceIs(field: 'indev' | 'outdev', name: string): Predicate;
  /** Holds when the device is of the group, as far as the mask says; without a device it never holds. */
  deviceInGroup(field: 'indev' | 'outdev', group: number, mask: number): Predicate;
  /** Holds when the device is of that kind: one whose frames have Ethernet addresses, or a bridge; without a device it never holds. */
  deviceOfKind(field: 'iif' | 'indev' | 'outdev', kind: 'ethernet' | 'bridge'): Predicate;
  /**
   * Holds when the address is of one of the types (`LOCAL`, `UNICAST` ...), by the kernel's look-up in table local.
   *
   * @param limit - only routes over the device that the hook sees there count, if given
   */
  addressType(
    field: 'src' | 'dst',
    types: readonly string[],
    limit: 'indev' | 'outdev' | undefined,
  ): Predicate;
  /** The source that IPv4 packets get which leave by a device as if they were made here, by device and next hop: for MASQUERADE. */
  ownSources(): readonly OwnSource[];
  /** The first address of the device by which a packet came in, of the scope of its destination in IPv6, or 127.0.0.1 and `::1` for one that was made here: for REDIRECT. */
  ownDestinations(): readonly OwnSource[];
  /** Which packets are in a set of `ipset`, as far as packets decide it. */
  inSet(name: string, lookup: SetLookup): SetPresence;
  /** What entries of a set give packets (`skbinfo`), each once. */
  setMappings(name: string): readonly EntryMapping[];
  /** Whether rules of iptables add packets to a set of `ipset`, and take them out of it. */
  setChanges(name: string): SetChanges;
  /** With which entries rules add packets to a set of `ipset` and remove them from it, seen from some sides; undefined where that isn't followed. */
  changedEntries(name: string, sides: SetLookup['sides']): ChangedEntries | undefined;
  /** Holds for packets to where a local socket listens of a kind: one for every address counts if `wildcard`, one that isn't transparent if `opaque`. */
  isListenedAt(kind: { readonly wildcard: boolean; readonly opaque: boolean }): Predicate;
  /** Holds when a lookup of the routing tables has found that: over the device, if one is given. */
  fibFound(found: FibFound, device: FibQuestion['device']): Predicate;
  /** The match that has made the list of that name; undefined when none has. */
  listOwner(list: string): MatchData | undefined;
  /** Holds for packets for which a transparent socket listens, of which the address and port are given or are their own; that is, or isn't, for every address. */
  isProxiedTo(
    socket: { readonly port: number; readonly address: Address | undefined },
    wildcard: boolean,
  ): Predicate;
}

/** The entries that packets have in a set that rules change: see `packetEntries`. */
export interface ChangedEntries {
  readonly entries: readonly PacketEntry[];
  /** Commands have left the very entry there. */
  readonly listed: Predicate;
  /** How many entries more there is room for. */
  readonly room: number;
  /** The set has networks, and so may have exceptions. */
  readonly ofNetworks: boolean;
}

/** What rules do to a set. */
export interface SetChanges {
  readonly added: boolean;
  readonly removed: boolean;
}

/** An own address, and for which packets it's the one. */
export interface OwnSource {
  readonly when: Predicate;
  readonly address: Address;
}

/** One thing that a target does to packets that meet a condition. */
export interface TargetBranch {
  readonly when: Predicate;
  /** The source that is best for an IPv6 packet on its output device is in `prefsrc` before the assignments; the packet is dropped when there is none. */
  readonly selectsSource?: true;
  readonly assignments: readonly Assignment[];
  /** What NAT picks of a range, after the assignments. */
  readonly picks?: readonly NatPick[];
  /** Where the packet goes afterwards: on to what follows in the rule, to the next rule, or out of the table. */
  readonly next: 'continue' | 'break' | 'ACCEPT' | 'DROP';
  /** What the packet lacks for which the rule ends; what none can have when left out. */
  readonly lacks?: Part;
  /** The connection's translation at this hook is settled by it, to something of this: no further chain of nat is walked there. */
  readonly settles?: NatRange;
  /** A local sender gets no error when the packet is dropped. */
  readonly silent?: true;
  /** Something else decides, for all that have it in common, and the packet may go there as well: a single one never does. */
  readonly choice?: { readonly of: TargetData; readonly otherwise: 'ACCEPT' | 'DROP' };
  /** Something else decides whether the packet takes the branch at all, or what follows it; a single one takes it if `taken`. */
  readonly open?: { readonly of: TargetData; readonly word: string; readonly taken: boolean };
  /** What it does to a set of `ipset`, in words and as a question. */
  readonly changes?: { readonly word: string; readonly question: EntryQuestion };
  /** What goes back when the packet is dropped: an ICMP error, or a TCP reset; absent when nothing does. */
  readonly answer?: { readonly type: number; readonly code: number } | 'reset';
}

/** What a target does to a packet that reaches it: the first branch whose condition it meets; without one it goes on to the next rule. */
export type TargetEffect = readonly TargetBranch[];

/** How a listing (`-L`) writes what an extension has. */
export interface ListStyle {
  /** `-n`: ports as numbers. */
  readonly numeric: boolean;
  readonly family: Family;
  /** Where the names of ports and users are looked up. */
  readonly databases: Databases;
}

/** Where the kernel allows an extension; undefined parts are not restricted. */
export interface Restriction {
  readonly tables?: readonly TableName[];
  /** Hooks from which it may be reached, by whatever jumps. */
  readonly hooks?: readonly HookName[];
  /** Built-in chains in which it may stand; reached by a jump it's not checked. */
  readonly chains?: readonly HookName[];
  /** The kernel never takes it, and says why. */
  readonly refused?: ErrnoName;
  /** Protocols of which `-p` must name one, not inverted. */
  readonly protocols?: readonly number[];
  /** The same where something isn't found otherwise: the kernel gives ENOENT. */
  readonly neededProtocols?: readonly number[];
}

/**
 * The entries of a file of an extension, where a program finds out that lists rules of both families: one of its own for each, or an older one for some of
 * them, that the kernel doesn't know.
 */
export type FileEntries =
  | { readonly kind: 'of-each'; readonly file?: string }
  | { readonly kind: 'older'; readonly families: readonly Family[] };

/** What a match and a target extension have in common. */
interface Extension<D extends { readonly name: string }> {
  readonly name: D['name'];
  /** The families in which the extension exists. */
  readonly families: readonly Family[];
  /** The reference kernel is built without it: the tool warns, or doesn't, and the kernel refuses every rule that has it. */
  readonly missing?: 'warned' | 'unwarned';
  /** What its file has besides one entry for both families; undefined when nothing. */
  readonly entries?: FileEntries;
  /** A rule with it has connections tracked in its namespace. */
  readonly usesConnections?: boolean | ((data: D) => boolean);
  /** Its command line options. */
  readonly options: OptionTable<D>;
  /** Its options as `-S` and iptables-save write them, without a leading blank; empty when it writes none. */
  print(data: D, family: Family): string;
  /** Its text in `-L`, without a leading blank; empty when it has none. */
  list(data: D, style: ListStyle): string;
  /** Where the kernel allows it. */
  restrict?(data: D, family: Family): Restriction;
  /** The expressions of nf_tables that iptables makes of it; undefined for data that it hands over as it is, as it does with most extensions. */
  statements?(data: D): readonly Statement[] | undefined;
  /**
   * How nft lists it where it isn't made of expressions: in words of its own language, or not even that (`xt match "name"`) when undefined. Source:
   * libxtables' `xlate`.
   */
  translate?(data: D, rule: ListedRule): string | undefined;
  /** What a rule of nft has that does the same, where that isn't what nft lists. */
  asNft?(data: D, rule: RewrittenRule): NftForm;
}

/**
 * How nf_tables takes a match apart into expressions of its own, and the tools put it together again.
 */
export interface NativeForm<D> {
  /**
   * What is kept of a match; `nothing` when nothing is, `whole` when it isn't taken apart.
   *
   * @throws XtablesError when it can't be taken apart
   */
  translate(data: D, protocol: ProtocolMatch | undefined): D | 'nothing' | 'whole';
  /** What iptables shows of what is kept, with what it has of an earlier match of its rule: both are shown as one. */
  show(data: D, earlier?: D): D;
}

/** Whether a match holds that the packet doesn't decide, or not alone: its parts have to hold whatever is chosen. */
export type MatchChoice = MatchMemory | MatchList | MatchEntry;

interface OpenFor {
  /** The packets for which it's a choice, all when left out; for others the parts alone decide. */
  readonly open?: Predicate;
}

/** A match that decides by what it remembers. */
export interface MatchMemory extends OpenFor {
  /** What happens for each remembered state: index 0 for "nothing yet", index i + 1 for state i. */
  readonly transitions: readonly { readonly matches: boolean; readonly state: number }[];
}

/** A match that decides by a list that packets have left. */
export interface MatchList extends OpenFor {
  readonly list: ListQuestion;
}

/** A match that decides by what packets have made of a set of `ipset`. */
export interface MatchEntry extends OpenFor {
  readonly entry: EntryQuestion;
  /** It holds where the entry isn't there. */
  readonly inverted: boolean;
}

/** What a match asks the routing tables, in the place of asking the packet. */
export interface MatchLookup {
  readonly question: FibQuestion;
  /** Has the condition of what the lookup has found. */
  readonly part: Part;
}

/** One match extension: how it's read, how it's written, and when it holds. */
export type MatchExtension<D extends MatchData> = MatchBasics<D> &
  (
    | {
        /** When the match holds, as far as the packet decides it: the fields that it reads say what it asks for. */
        predicate(data: D, scope: MatchScope): Predicate;
      }
    | {
        /** The same in the parts that all have to hold, with their words. */
        parts(data: D, scope: MatchScope): readonly Part[];
      }
    | {
        /** The match holds or not by what a lookup finds. */
        lookup(data: D, scope: MatchScope): MatchLookup;
      }
  );

interface MatchBasics<D extends MatchData> extends Extension<D> {
  /** The name that the kernel knows when it's another one: that of the match which this is a spelling of. */
  readonly kernelName?: string;
  /** The tool lists it without a blank before it. */
  readonly listedUnspaced?: true;
  /** Only for a match that nf_tables takes apart. */
  readonly native?: NativeForm<D>;
  /** Only for a match that asks the routing tables. */
  lookup?(data: D, scope: MatchScope): MatchLookup;
  /** The list that it keeps of what packets have, by a name of its own; undefined when it keeps none. */
  listOf?(data: D, family: Family): string | undefined;
  /** Whether something else than the packet can decide it; whenever there is `choice` when left out. */
  isChoice?(data: D): boolean;
  /** Only for a match that something else than the packet decides. */
  choice?(data: D, scope: MatchScope): MatchChoice | readonly MatchChoice[] | undefined;
}

/** One target extension: how it's read, how it's written, and what it does. */
export interface TargetExtension<D extends TargetData> extends Extension<D> {
  /** The name in `-L` when it's another one: that of the target which this is a spelling of. */
  readonly listedAs?: string;
  /** It writes addresses into packets, of which their connections know nothing. */
  readonly writesEnds?: true;
  /** What the target does to a packet. */
  effect(data: D, scope: MatchScope): TargetEffect;
  /** What it does to sets of `ipset` before that, one after the other; nothing when left out. */
  changes?(data: D, scope: MatchScope): readonly TargetEffect[];
}

/** The effect of a target that makes changes and lets the packet go on to the next rule. */
export function continueWith(
  assignments: readonly Assignment[],
  when: Predicate = { kind: 'all', of: [] },
): TargetEffect {
  return [{ when, assignments, next: 'continue' }];
}
