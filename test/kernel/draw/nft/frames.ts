import fc from 'fast-check';
import type { Pool } from '../pool.js';
import { weighted, words } from '../words.js';
import { inFile } from './commands.js';
import { header } from './place.js';

/** Chains at hooks of devices, of both families that have them: their names hold the device. */
const CHAINS = [
  'netdev f in0',
  'netdev f in1',
  'netdev f inlo',
  'netdev f out0',
  'netdev f out1',
  'netdev f outlo',
  'inet f in0',
  'inet f in1',
] as const;

const DEVICES: Readonly<Record<string, string>> = { 0: 'eth0', 1: 'eth1', lo: 'lo' };

/** The tables and chains from the beginning of a script, with priorities that tie. */
export function frameStart(): readonly string[] {
  return ['netdev', 'inet'].map((family) =>
    inFile(
      [
        `table ${family} f {`,
        ...CHAINS.filter((chain) => chain.startsWith(family)).map(chainLine),
        '}',
      ].join('\n'),
    ),
  );
}

function chainLine(chain: (typeof CHAINS)[number]): string {
  const [, , name = ''] = chain.split(' ');
  const [, way = '', device = ''] = /^(in|out)(.*)$/.exec(name) ?? [];
  const hook = way === 'in' ? 'ingress' : 'egress';
  return `chain ${name} { type filter hook ${hook} device "${DEVICES[device] ?? ''}" priority ${device === '1' ? -5 : 0} ; }`;
}

/** Rules of these chains, and what takes them away again. */
export function frameCommands(pool: Pool): fc.Arbitrary<string> {
  const chain = fc.constantFrom(...CHAINS);
  const ip = header(pool);
  const match = fc.constantFrom(
    'meta l4proto udp',
    'udp dport 53',
    'tcp dport 80',
    `${ip} daddr ${pool.prefixes[2]}`,
    `${ip} saddr ${pool.senders[0]}`,
    'iifname "eth0"',
    'iifname != "eth1"',
    'oifname "eth1"',
    'oifname != "eth0"',
    'meta mark 1',
    'meta mark != 0',
    'meta skuid 0',
    'udp dport { 53, 80 }',
  );
  const act = fc.constantFrom(
    'meta mark set 1',
    'meta mark set 2',
    'meta mark set meta mark | 0x10',
    `${ip} daddr set ${pool.senders[0]}`,
    pool.family === 4 ? 'ip ttl set 9' : 'ip6 hoplimit set 9',
    `${ip} dscp set cs1`,
    'notrack',
    'accept',
    'drop',
    'drop',
  );
  const written = weighted(
    [6, words('add rule', chain, match, act)],
    [2, words('insert rule', chain, match, act)],
    [1, words('add rule', chain, act)],
    [1, words('flush chain', chain)],
  );
  // The neighbour is known before EGRESS: what is written there looks like what the frame was for. Nor is one ever known if what asks for it is dropped.
  const asks = new RegExp(String.raw`"|meta mark|(in|out)\w+ drop`);
  return written
    .filter((text) => !/ out.*daddr set/.test(text))
    .filter((text) => !(text.endsWith('drop') && asks.test(text)))
    .map((text) => `nft '${text}'`);
}
