import { assertNever } from '../assert-never.js';
import { printRule } from '../command/nft/print/rule.js';
import type { Printing } from '../command/nft/print/printing.js';
import type { Family } from '../address/family.js';
import type { CommentMatch } from '../netfilter/extension/match/host/comment.js';
import type { AnyMatch, AnyTarget } from '../netfilter/extension/any-extension.js';
import type { MatchData, TargetData } from '../netfilter/extension/extension.js';
import type { NftForm, RewrittenRule } from '../netfilter/extension/nft-form.js';
import { findMatch, findTarget } from '../netfilter/extension/registry.js';
import type { HookName } from '../netfilter/hook.js';
import type { RuleSpecification, RuleTarget } from '../netfilter/rule.js';
import { basicStatements } from '../netfilter/view/basic-statements.js';
import type { ListedStatement } from '../netfilter/view/listed-statement.js';
import { listedProtocol } from '../netfilter/view/xtables-statements.js';

/** What the words of a rule depend on besides it. */
export interface RuleScope {
  readonly family: Family;
  /** The built-in chain that it stands in; undefined for another one. */
  readonly hook: HookName | undefined;
  readonly printing: Printing;
  /** The name that a chain has in nft. */
  readonly chainName: (name: string) => string;
  readonly setLookup: RewrittenRule['setLookup'];
}

/** A rule in the words of nft, or what of it nft has nothing for. */
export type RewrittenText =
  | { readonly text: string; readonly notes: readonly string[] }
  | { readonly without: readonly string[] };

/** One piece of a rule: a statement or words of nft, or what divides it. */
type Piece = ListedStatement | Exclude<NftForm, string>;

/** The longest comment that nft takes, in bytes. Source: `NFTNL_UDATA_COMMENT_MAXLEN`. */
const LONGEST_COMMENT = 127;

/** A rule of iptables in the words of nft. */
export function rewriteRule(rule: RuleSpecification, scope: RuleScope): RewrittenText {
  const { family } = scope;
  const { protocol, target } = rule;
  const isAsked = protocol !== undefined && !protocol.inverted;
  const rewritten: RewrittenRule = {
    family,
    protocol: listedProtocol(protocol),
    protocolNumber: isAsked ? protocol.number : undefined,
    header: family === 4 ? 'ip' : 'ip6',
    hook: scope.hook,
    setLookup: scope.setLookup,
  };
  const matches = rule.matches.filter((match) => !isComment(match));
  const pieces: readonly Piece[] = [
    ...basicStatements(rule, family),
    ...matches.flatMap((data) => piecesOf(findMatch(data.name, family), data, rewritten)),
    words('counter'),
    ...targetPieces(target, rewritten, scope),
  ];
  const without = pieces.flatMap((piece) => ('without' in piece ? [piece.without] : []));
  if (without.length > 0) return { without };
  const { comment, notes } = commentOf(rule);
  const whole = leavesChain(target) ? pieces.map(undivided) : pieces;
  const text = join(whole, protocolWords(rewritten), scope.printing);
  return { text: `${text}${comment}`, notes };
}

/** The text of pieces; those behind what they aren't for, and those of a target with rules of its own, stand in a chain without a name. */
function join(pieces: readonly Piece[], protocol: string, printing: Printing): string {
  const at = pieces.findIndex((piece) => !('kind' in piece));
  const divider = pieces[at];
  if (divider === undefined || 'kind' in divider) return print(pieces, printing);
  const before = print(pieces.slice(0, at), printing);
  const lead = before === '' ? '' : `${before} `;
  if ('unless' in divider) {
    const rest = join(pieces.slice(at + 1), protocol, printing);
    const kept = divider.unless.map((one) => `${one} return;`).join(' ');
    return `${lead}jump { ${kept} ${protocol}${rest}; }`;
  }
  if ('rules' in divider) {
    return `${lead}jump { ${divider.rules.map((one) => `${protocol}${one};`).join(' ')} }`;
  }
  throw new TypeError('piece: nothing divides a rule');
}

function print(pieces: readonly Piece[], printing: Printing): string {
  const statements = pieces.flatMap((piece) => ('kind' in piece ? [piece] : []));
  return printRule({ statements }, printing);
}

function protocolWords({ protocolNumber }: RewrittenRule): string {
  return protocolNumber === undefined ? '' : `meta l4proto ${protocolNumber} `;
}

function undivided(piece: Piece): Piece {
  return 'unless' in piece ? words(piece.where) : piece;
}

/** RETURN and a goto lead out of the chain that the rule stands in, which a chain of its own is not. */
function leavesChain(target: RuleTarget): boolean {
  return target.kind === 'goto' || (target.kind === 'verdict' && target.verdict === 'RETURN');
}

function targetPieces(
  target: RuleTarget,
  rule: RewrittenRule,
  { chainName }: RuleScope,
): readonly Piece[] {
  switch (target.kind) {
    case 'none':
      return [];
    case 'verdict':
      return [words(target.verdict.toLowerCase())];
    case 'jump':
    case 'goto':
      return [words(`${target.kind} ${chainName(target.chain)}`)];
    case 'extension':
      return piecesOf(findTarget(target.data.name, rule.family), target.data, rule);
    default:
      return assertNever(target);
  }
}

/** What stands in the place of an extension: its form, or what nft lists, if that is in words of its own. */
function piecesOf(
  extension: AnyMatch | AnyTarget | undefined,
  data: MatchData | TargetData,
  rule: RewrittenRule,
): readonly Piece[] {
  const form = extension?.asNft(data, rule);
  if (form !== undefined) return typeof form === 'string' ? wordPieces(form) : [form];
  const statements = extension?.statements(data);
  if (statements !== undefined) return statements;
  const text = extension?.translate(data, rule);
  if (text !== undefined) return wordPieces(text);
  const option = /^[a-z]/.test(data.name) ? '-m' : '-j';
  return [{ without: `${option} ${data.name}` }];
}

function wordPieces(text: string): readonly Piece[] {
  return text === '' ? [] : [words(text)];
}

function words(text: string): Piece {
  return { kind: 'xt', type: 'match', name: '', text };
}

function commentOf({ matches }: RuleSpecification): {
  readonly comment: string;
  readonly notes: readonly string[];
} {
  const given = matches.filter(isComment).map(({ text }) => text);
  if (given.length === 0) return { comment: '', notes: [] };
  const whole = given.join('; ');
  const quoted = whole.replaceAll('"', "'");
  const cut = cutBytes(quoted, LONGEST_COMMENT);
  const notes = cut === whole ? [] : [`comment changed: ${JSON.stringify(whole)}`];
  return { comment: ` comment "${cut}"`, notes };
}

function cutBytes(text: string, most: number): string {
  let cut = text;
  while (new TextEncoder().encode(cut).length > most) cut = cut.slice(0, -1);
  return cut;
}

function isComment(match: MatchData): match is CommentMatch {
  return match.name === 'comment';
}
