import { generatePrefixes } from '../lpm/generate-prefixes.js';
import { readPrefixTable } from '../lpm/prefix-table.js';
import type { Host } from '../../src/host/host.js';
import { packetSet } from '../../src/verify/packets/packet-set.js';
import type { Proof } from '../../src/verify/ask/proof.js';
import type { Claims } from '../../src/verify/ask/prove.js';
import type { PacketSet } from '../../src/verify/packets/packet-set.js';
import { firewallHost, foundingHost, fullTableHost, policyHost, servicesHost } from './hosts.js';

/** A host that questions are asked of, the same with one change, and something that is true of it. */
export interface SetUp {
  readonly before: Host;
  readonly after: () => Host;
  readonly packets: PacketSet;
  readonly claim: (claims: Claims) => Proof;
}

/** Which set-up, so that another process can make it. */
export interface SetUpName {
  readonly kind: keyof typeof SET_UPS;
  /** Rules, prefixes or services; of a founding example none. */
  readonly size: number;
  readonly seed: number;
  /** A file of prefixes in the place of generated ones, if there is one. */
  readonly file?: string;
}

const MAIL = packetSet({
  protocol: 'tcp',
  dport: 25,
  dst: ['203.0.113.0/25', '198.51.100.0/24'],
  src: 'none',
  oif: 'none',
});

const SET_UPS = {
  founding: (): SetUp => ({
    before: foundingHost(25),
    after: () => foundingHost(26),
    packets: MAIL,
    claim: (claims) => claims.leavesVia('192.168.1.2'),
  }),
  firewall: ({ size, seed }: SetUpName): SetUp => {
    const before = firewallHost(size, seed);
    return {
      before,
      after: () => before.run(['iptables -I FORWARD 1 -d 10.9.8.7 -j ACCEPT']),
      packets: packetSet({ iif: 'eth0', protocol: 'tcp', dport: 23, dst: '10.128.0.0/9' }),
      claim: (claims) => claims.neverLeaves(),
    };
  },
  services: ({ size }: SetUpName): SetUp => {
    const before = servicesHost(size, 1);
    return {
      before,
      after: () => before.run(['nft flush chain ip services service-0']),
      packets: packetSet({ iif: 'eth0', protocol: 'tcp', dport: 80, dst: '172.30.0.0/32' }),
      claim: (claims) => claims.leaves(),
    };
  },
  policy: ({ size }: SetUpName): SetUp => {
    const before = policyHost(size);
    return {
      before,
      after: () => before.run(['ip rule del priority 32765']),
      packets: packetSet({ iif: 'eth0', src: '10.0.0.0/16' }),
      claim: (claims) => claims.neverLeavesBy('lo'),
    };
  },
  table: ({ size, seed, file }: SetUpName): SetUp => {
    const before = fullTableHost(
      file === undefined
        ? generatePrefixes(4, size, seed)
        : readPrefixTable(4, {
            mode: 'quick',
            rounds: 1,
            seed,
            tableFiles: { 4: file },
            log: () => undefined,
          }).prefixes,
    );
    return {
      before,
      after: () => before.run(['ip route add 203.0.113.128/25 via 192.168.1.77']),
      packets: MAIL,
      claim: (claims) => claims.leavesVia('192.168.1.2'),
    };
  },
};

/** Makes a set-up. */
export function makeSetUp(name: SetUpName): SetUp {
  return SET_UPS[name.kind](name);
}
