import { createContext, runInContext } from 'node:vm';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** The entries that work where there is no Node, and what a page would see of each. */
const ENTRIES = [
  [
    'index',
    'Host.fromCommands(SETUP).send(tcp({ dst: "203.0.113.9", dport: 25 })).gateway',
    '10.0.0.2',
  ],
  ['lpm/index', 'LpmTable.empty(4).size', 0],
  ['translate/index', 'typeof translate', 'function'],
  ['verify/index', 'typeof prove', 'function'],
  ['fast-check/index', 'typeof packetsFor', 'function'],
  ['picture/index', 'typeof printSvg', 'function'],
] as const;

const SETUP = `
  ip link add eth0 type dummy
  ip link set eth0 up
  ip addr add 10.0.0.1/24 dev eth0
  ip route add default via 10.0.0.2
`;

test.each(ENTRIES)('%s works in a browser', async (entry, expression, expected) => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../src/${entry}.ts`, import.meta.url))],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'nexthop',
    write: false,
    logLevel: 'silent',
  });
  // What browsers have and the language itself has not.
  const page = createContext({ TextDecoder, TextEncoder, SETUP });
  runInContext(outputFiles[0]?.text ?? '', page);
  expect(runInContext(`with (nexthop) { ${expression} }`, page)).toBe(expected);
});
