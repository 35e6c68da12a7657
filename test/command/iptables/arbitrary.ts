import fc from 'fast-check';
import type { Family } from '../../../src/address/family.js';

type Words = fc.Arbitrary<readonly string[]>;

const port = fc.integer({ min: 0, max: 0xffff });
const byte = fc.integer({ min: 0, max: 0xff });
const word = fc.integer({ min: 0, max: 0xffffffff });

const portRange = fc.oneof(
  port.map(String),
  fc.tuple(port, port).map(([a, b]) => `${Math.min(a, b)}:${Math.max(a, b)}`),
  port.map((end) => `:${end}`),
  port.map((start) => `${start}:`),
);

const markMask = fc.oneof(
  word.map((value) => `0x${value.toString(16)}`),
  fc.tuple(word, word).map(([value, mask]) => `${value}/0x${mask.toString(16)}`),
);

/** An option, with `!` before it or not. */
function invertible(name: string, argument: fc.Arbitrary<string>): Words {
  return fc
    .tuple(fc.boolean(), argument)
    .map(([inverted, text]) => (inverted ? ['!', name, text] : [name, text]));
}

function option(name: string, argument: fc.Arbitrary<string>): Words {
  return argument.map((text) => [name, text]);
}

/** Any of the options, each once at most. */
function someOf(...options: readonly Words[]): Words {
  return fc
    .tuple(...options.map((words) => fc.option(words, { nil: [] })))
    .map((all) => all.flat());
}

const address4 = fc.oneof(
  fc.ipV4(),
  fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 32 })).map(([a, length]) => `${a}/${length}`),
  fc
    .tuple(fc.ipV4(), fc.constantFrom('255.0.0.255', '255.255.0.0'))
    .map((parts) => parts.join('/')),
);

const address6 = fc
  .tuple(
    fc.constantFrom('2001:db8::', 'fe80::1', '::1', 'ff02::fb', '2001:db8:1:2:3:4:5:6'),
    fc.option(fc.integer({ min: 1, max: 128 }), { nil: undefined }),
  )
  .map(([a, length]) => (length === undefined ? a : `${a}/${length}`));

const device = fc.constantFrom('eth0', 'eth+', 'wan', 'a.b-c_d');

const flags = fc
  .subarray(['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'], { minLength: 1 })
  .map((names) => names.join(','));

const tcp: Words = someOf(
  invertible('--sport', portRange),
  invertible('--dport', portRange),
  fc
    .tuple(fc.boolean(), flags, flags)
    .map(([inverted, mask, set]) =>
      (inverted ? ['!', '--tcp-flags'] : ['--tcp-flags']).concat(mask, set),
    ),
);

const udp: Words = someOf(invertible('--sport', portRange), invertible('--dport', portRange));

const states = fc
  .subarray(['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED'], { minLength: 1 })
  .map((names) => names.join(','));

const comment = fc
  .string({ unit: fc.constantFrom('a', 'Z', '0', '-', '_', ' ', '"', "'", '\\', '$', 'é') })
  .map((text) => ['-m', 'comment', '--comment', text]);

function match(name: string, ...options: readonly Words[]): Words {
  return fc.tuple(...options).map((all) => ['-m', name].concat(all.flat()));
}

const matches: readonly Words[] = [
  comment,
  match('mark', invertible('--mark', markMask)),
  match('connmark', invertible('--mark', markMask)),
  match(
    'tos',
    invertible(
      '--tos',
      fc.tuple(byte, byte).map(([a, b]) => `${a}/${b}`),
    ),
  ),
  match('dscp', invertible('--dscp', fc.integer({ min: 0, max: 63 }).map(String))),
  match('length', invertible('--length', portRange)),
  match('conntrack', invertible('--ctstate', states)),
  match('state', invertible('--state', states)),
  match(
    'addrtype',
    invertible('--dst-type', fc.constantFrom('LOCAL', 'UNICAST,MULTICAST', 'ANYCAST')),
  ),
];

const target: Words = fc.oneof(
  fc.constant([]),
  fc.constantFrom('ACCEPT', 'DROP', 'RETURN', 'user').map((name) => ['-j', name]),
  fc.constant(['-g', 'user']),
  fc
    .tuple(fc.constantFrom('--set-mark', '--set-xmark'), markMask)
    .map((words) => ['-j', 'MARK'].concat(words)),
  fc
    .tuple(fc.constantFrom('--and-mark', '--or-mark', '--xor-mark'), word.map(String))
    .map((words) => ['-j', 'MARK'].concat(words)),
  fc
    .tuple(fc.constantFrom('--save-mark', '--restore-mark'), word, word)
    .map(([mode, a, b]) => ['-j', 'CONNMARK', mode, '--nfmask', `${a}`, '--ctmask', `${b}`]),
  fc.tuple(byte, byte).map(([a, b]) => ['-j', 'TOS', '--set-tos', `${a}/${b}`]),
  fc.integer({ min: 0, max: 63 }).map((dscp) => ['-j', 'DSCP', '--set-dscp', `${dscp}`]),
);

/** The words of a rule that iptables takes in every chain of mangle, `-j user` and `-g user` among them. */
export function ruleWords(family: Family): Words {
  const address = family === 4 ? address4 : address6;
  const transport: Words = fc.oneof(
    fc.constant([]),
    fc.tuple(fc.constant(['-p', 'tcp']), tcp).map((words) => words.flat()),
    fc.tuple(fc.constant(['-p', 'udp']), udp).map((words) => words.flat()),
    invertible('-p', fc.constantFrom('tcp', 'udp', '47', 'sctp', '99')),
  );
  const some = fc.subarray([...matches]).chain((chosen) => fc.tuple(...chosen));
  return fc
    .tuple(
      fc.option(invertible('-s', address), { nil: [] }),
      fc.option(invertible('-d', address), { nil: [] }),
      fc.option(option('-o', device), { nil: [] }),
      transport,
      some.map((all) => all.flat()),
      target,
    )
    .map((all) => all.flat());
}
