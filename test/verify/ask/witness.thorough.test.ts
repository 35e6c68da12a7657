import { expect, it } from 'vitest';
import { all } from '../../sample.js';
import { readScenarios } from '../../kernel/scenario.js';
import { scenarioHosts } from '../hosts.js';
import { judgeWitnesses, type Judged } from './witness.suite.js';

/** Hosts about which every claim is judged in a few seconds; about others it takes minutes (`WHOLE=1` takes all). */
const QUICK = [
  'founding',
  'ipv6-two-providers',
  'management-network-by-rules',
  'ppp-onlink-hetzner',
  'tailscale-client',
  'web-cache-on-the-side',
  'bypass-by-ipset-restore',
  'dual-stack-namerefs',
  'libvirt-bridge',
  'port-forwards-with-hairpin',
  'tor-transparent',
  'nft-beside-iptables',
  'nft-reverse-path',
  'nft-zones-and-marks',
  'nft-kill-switch',
  'queues-and-frames',
  'mwan3-with-sets',
  'idempotent-helpers',
  'classes-and-dscp',
  'wireguard-site-to-site',
  'systemd-networkd-routing-policy',
  'mwan3-two-wan',
  'keepalived-virtual-address',
  'docker-bridge',
];

it(
  'counterexamples on hosts of scenarios are what the evaluator makes of them',
  { timeout: 3_600_000 },
  async () => {
    const judged: Judged = new Map();
    const names = readScenarios().map(({ name }) => name);
    const taken = process.env['WHOLE'] === '1' ? names : QUICK;
    const hosts = await scenarioHosts(all, new Set(taken));
    for (const host of hosts) judgeWitnesses(host, judged);
    for (const [, { proved, wrong }] of judged) {
      expect(Math.min(proved, wrong)).toBeGreaterThan(hosts.length);
    }
  },
);
