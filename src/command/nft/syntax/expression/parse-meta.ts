import type { Parser } from '../parser/parser.js';
import type { Token } from '../token.js';
import type { Span } from '../tree/span.js';
import type { MetaExpression } from '../tree/selector.js';

/** Keys that need no `meta`; `ipsec` is read where it could also begin a state of IPsec. */
const alone = `
  mark iif iifname iiftype oif oifname oiftype skuid skgid nftrace rtclassid ibriport obriport ibrname
  obrname pkttype cpu iifgroup oifgroup cgroup time day hour`
  .trim()
  .split(/\s+/);

/** The keys in the order of nft's message about an unknown one. Source: nft(8), META EXPRESSIONS. */
const known = `
  length protocol priority mark iif oif iifname oifname iiftype oiftype skuid skgid nftrace rtclassid
  secmark nfproto l4proto ibrname obrname pkttype cpu iifgroup oifgroup cgroup random ipsec iifkind
  oifkind ibrpvid ibrvproto time day hour sdif sdifname broute`
  .trim()
  .split(/\s+/);

const renamed: Readonly<Record<string, string>> = {
  ibriport: 'ibrname',
  obriport: 'obrname',
  secpath: 'ipsec',
};

const unqualified: ReadonlySet<string> = new Set(alone);

/** Whether the kind of token is a key that needs no `meta`. */
export function isMetaKey(kind: string): boolean {
  return unqualified.has(kind);
}

/** The key of a word that {@link isMetaKey} knows. */
export function metaKey(kind: string): string {
  return Object.hasOwn(renamed, kind) ? (renamed[kind] ?? kind) : kind;
}

/** The token of a key behind `meta`. What it is, {@link checkMetaKey} knows. */
export function parseMetaKey(p: Parser): Token {
  const kinds = [
    'string',
    'length',
    'protocol',
    'priority',
    'random',
    'secmark',
    'ipsec',
    ...alone,
  ];
  const token = p.acceptOf(kinds) ?? p.fail();
  if (token.kind === 'secmark' || token.kind === 'ipsec') p.closeScope(token.kind);
  return token;
}

/** The message about a key that there is not; undefined if there is one. */
export function unknownMetaKey(word: string): string | undefined {
  if (known.includes(metaKey(word))) return undefined;
  return `syntax error, unexpected ${word}, known keys are ${known.join(', ')}`;
}

/** The key of the token, under the name that nft lists; `at` is where all of it stands. */
export function checkMetaKey(p: Parser, { text, kind }: Token, at: Span): string {
  const unknown = kind === 'string' ? unknownMetaKey(text) : undefined;
  return unknown === undefined ? metaKey(text) : p.refuse(at, unknown);
}

/** `meta mark`. */
export function parseMeta(p: Parser): MetaExpression {
  const start = p.expect('meta').at;
  const token = parseMetaKey(p);
  const at = p.spanFrom(start);
  p.closeScope('meta');
  return { kind: 'meta', key: checkMetaKey(p, token, at), at };
}
