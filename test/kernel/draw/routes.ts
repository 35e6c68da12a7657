import fc from 'fast-check';
import { devices, tables, type Pool } from './pool.js';
import { after, maybe, weighted, words } from './words.js';

const VERBS = ['add', 'add', 'add', 'append', 'prepend', 'replace', 'change', 'del'] as const;

/** `ip route` commands that change tables. */
export function routeCommands(pool: Pool): fc.Arbitrary<string> {
  const { family } = pool;
  const start = family === 4 ? 'ip route' : 'ip -6 route';
  const prefixes = fc.constantFrom(...pool.prefixes);
  const verb = fc.constantFrom(...VERBS);
  const keyWith = (
    choice: fc.Arbitrary<string>,
    among: fc.Arbitrary<string> = prefixes,
  ): fc.Arbitrary<string> =>
    words(
      among,
      choice,
      maybe(after('metric', fc.constantFrom(5, 10))),
      maybe(after('table', tables)),
    );
  const tos = maybe(after('tos', fc.constantFrom(...pool.toses)));
  // Prefixes in which no other lies, and the default: see the pitfalls in docs/testing.md.
  const innermost = fc.constantFrom('default', 'fd00:1::80/121', 'fd00:2::1', '2001:db8:1:2::3');
  const from = after('from', fc.constantFrom(...pool.sources.slice(0, 3)));
  const key =
    family === 4
      ? keyWith(tos)
      : weighted([5, keyWith(fc.constant(''))], [1, keyWith(from, innermost)]);
  const target = weighted(
    [
      4,
      words(
        after('via', fc.constantFrom(...pool.gateways)),
        maybe(after('dev', devices)),
        maybe(fc.constant('onlink')),
      ),
    ],
    [
      2,
      words(
        after('dev', devices),
        family === 4
          ? maybe(after('scope', fc.constantFrom('link', 'global', 'host')))
          : fc.constant(''),
      ),
    ],
  );
  const source = fc.constantFrom(pool.own[0] ?? '', pool.own[2] ?? '', pool.own[4] ?? '');
  const rest = words(
    maybe(after('src', source)),
    maybe(after('proto', fc.constantFrom('static', 'kernel', '7'))),
  );
  return weighted(
    [5, words(start, verb, key, target, rest)],
    [2, words(start, verb, fc.constantFrom('blackhole', 'unreachable', 'prohibit', 'throw'), key)],
    [
      1,
      words(
        start,
        family === 4
          ? fc.constantFrom('add local', 'add broadcast', 'del local')
          : fc.constantFrom('add local', 'del local'),
        prefixes,
        'dev lo',
        maybe(after('table', tables)),
      ),
    ],
    [1, words(start, 'del', key)],
    [1, words(start, 'flush', after('table', tables))],
  );
}
