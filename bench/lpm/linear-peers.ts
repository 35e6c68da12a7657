/** What npm and Node.js have besides longest-prefix match: lists of prefixes, asked one after the other. */
import { BlockList } from 'node:net';
import Matcher from 'cidr-matcher';
import ipNum from 'ip-num';
import ipaddr from 'ipaddr.js';
import inSubnet from 'is-in-subnet';
import netmask from 'netmask';
import { printAddress } from '../../src/address/address-text.js';
import type { PrefixTable } from './prefix-table.js';
import type { MakeStringPeer, StringPeer } from './string-peer.js';

/** The texts of a table's prefixes, longest first, with their places: the first that holds an address is the answer. */
function longestFirst({ prefixes, texts }: PrefixTable): readonly (readonly [string, number])[] {
  return texts
    .map((text, id) => [text, id] as const)
    .toSorted(([, a], [, b]) => (prefixes[b]?.length ?? 0) - (prefixes[a]?.length ?? 0));
}

/** A peer that asks prefix after prefix whether it holds the address. */
function firstThatHolds<A>(
  name: string,
  ids: readonly number[],
  parse: (text: string) => A,
  holds: (index: number, address: A) => boolean,
): StringPeer {
  return {
    name,
    lookupAll: (texts, out) => {
      for (let at = 0; at < texts.length; at++) {
        const address = parse(texts[at] ?? '');
        let index = 0;
        while (index < ids.length && !holds(index, address)) index++;
        out[at] = ids[index] ?? -1;
      }
    },
  };
}

/** A peer that only knows whether any prefix holds the address. */
function whetherHeld(name: string, holds: (text: string) => boolean): StringPeer {
  return {
    name,
    answersOnlyWhether: true,
    lookupAll: (texts, out) => {
      for (let at = 0; at < texts.length; at++) out[at] = holds(texts[at] ?? '') ? 0 : -1;
    },
  };
}

const makeBlockList: MakeStringPeer = ({ family, prefixes }) => {
  const list = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  for (const { address, length } of prefixes) list.addSubnet(printAddress(address), length, type);
  return whetherHeld('net.BlockList', (text) => list.check(text, type));
};

const makeCidrMatcher: MakeStringPeer = ({ texts }) => {
  const matcher = new Matcher(texts);
  return whetherHeld('cidr-matcher', (text) => matcher.contains(text));
};

const makeIsInSubnet: MakeStringPeer = ({ texts }) =>
  whetherHeld('is-in-subnet', inSubnet.createChecker([...texts]));

const makeIpaddr: MakeStringPeer = (table) => {
  const list = longestFirst(table);
  const ranges = list.map(([text]) => ipaddr.parseCIDR(text));
  const ids = list.map(([, id]) => id);
  const holds = (index: number, address: ReturnType<typeof ipaddr.parse>): boolean => {
    const range = ranges[index];
    return range !== undefined && address.match(range);
  };
  return firstThatHolds('ipaddr.js', ids, (text) => ipaddr.parse(text), holds);
};

const makeNetmask: MakeStringPeer = (table) => {
  const list = longestFirst(table);
  const blocks = list.map(([text]) => new netmask.Netmask(text));
  const ids = list.map(([, id]) => id);
  const holds = (index: number, text: string): boolean => blocks[index]?.contains(text) ?? false;
  return firstThatHolds('netmask', ids, (text) => text, holds);
};

const makeIpNum: MakeStringPeer = (table) => {
  const list = longestFirst(table);
  const ids = list.map(([, id]) => id);
  const { IPv4, IPv4CidrRange, IPv6, IPv6CidrRange } = ipNum;
  if (table.family === 4) {
    const ranges = list.map(([text]) => IPv4CidrRange.fromCidr(text));
    const holds = (index: number, address: InstanceType<typeof IPv4>): boolean =>
      ranges[index]?.contains(address) ?? false;
    return firstThatHolds('ip-num', ids, (text) => IPv4.fromString(text), holds);
  }
  const ranges = list.map(([text]) => IPv6CidrRange.fromCidr(text));
  const holds = (index: number, address: InstanceType<typeof IPv6>): boolean =>
    ranges[index]?.contains(address) ?? false;
  return firstThatHolds('ip-num', ids, (text) => IPv6.fromString(text), holds);
};

/** All of them. */
export const LINEAR_PEERS: readonly MakeStringPeer[] = [
  makeBlockList,
  makeCidrMatcher,
  makeIsInSubnet,
  makeIpaddr,
  makeNetmask,
  makeIpNum,
];
