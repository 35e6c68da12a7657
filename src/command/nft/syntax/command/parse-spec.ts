import { parseFamily } from '../block/parse-family.js';
import type { Parser } from '../parser/parser.js';
import type { FamilyName } from '../tree/block.js';
import type { Spec } from '../tree/command.js';
import type { Located, Uint64 } from '../tree/span.js';

/** The family of commands that name none. */
const usual: FamilyName = 'ip';

/** `ip t`. */
export function parseTableSpec(p: Parser): Spec {
  const family = parseFamily(p) ?? usual;
  return { family, table: p.expectName() };
}

/** `ip t` or `ip handle 5`. */
export function parseTableOrHandle(p: Parser): Spec {
  const family = parseFamily(p) ?? usual;
  if (p.peekIs('handle')) return { family, handle: parseHandle(p) };
  if (!p.peekIs('string', 'last')) p.fail('handle', 'string', 'last');
  return { family, table: p.expectName() };
}

function parseHandle(p: Parser): Located<Uint64> {
  p.expect('handle');
  return { value: p.expectNumber(), at: p.last };
}

/** `ip t c`. */
export function parseChainSpec(p: Parser): Spec {
  return { ...parseTableSpec(p), chain: p.expectName() };
}

/** `ip t s`, of what is no chain. */
export function parseNameSpec(p: Parser): Spec {
  return { ...parseTableSpec(p), name: p.expectName() };
}

/** `ip t s` or `ip t handle 5`. */
export function parseNameOrHandle(p: Parser): Spec {
  const spec = parseTableSpec(p);
  if (p.peekIs('handle')) return { ...spec, handle: parseHandle(p) };
  if (!p.peekIs('string', 'last')) p.fail('handle', 'string', 'last');
  return { ...spec, name: p.expectName() };
}

/** `ip t c` or `ip t handle 5`, of a chain. */
export function parseChainOrHandle(p: Parser): Spec {
  const { name, ...spec } = parseNameOrHandle(p);
  return name === undefined ? spec : { ...spec, chain: name };
}

/** `ip t c handle 5`. */
export function parseRuleHandle(p: Parser): Spec {
  const spec = parseChainSpec(p);
  return { ...spec, handle: parseHandle(p) };
}

/** `ip t c`, with the place where a rule goes. A handle is such a place too. */
export function parseRulePosition(p: Parser): Spec {
  const spec = parseChainSpec(p);
  const word = p.accept('position', 'handle', 'index');
  if (word === undefined) return spec;
  const value = p.expectNumber();
  if (word.kind === 'handle') return { ...spec, position: { value, at: p.last } };
  const at = p.spanFrom(word.at);
  return word.kind === 'index'
    ? { ...spec, index: { value, at } }
    : { ...spec, position: { value, at } };
}

/** A family or nothing: all families. */
export function parseRulesetSpec(p: Parser): Spec {
  const family = parseFamily(p);
  return family === undefined ? {} : { family };
}

/** `table ip t`, `ip t`, a family, or nothing. */
export function parseAnySpec(p: Parser): Spec {
  if (p.accept('table')) return parseTableSpec(p);
  const spec = parseRulesetSpec(p);
  if (!p.peekIs('string', 'last')) return spec;
  return { family: spec.family ?? usual, table: p.expectName() };
}
