import { assertNever } from '../../../assert-never.js';
import type { Family } from '../../../address/family.js';
import type { MatchData, TargetData } from '../../../netfilter/extension/extension.js';
import type {
  AddressMatch,
  DeviceMatch,
  RuleSpecification,
  RuleTarget,
} from '../../../netfilter/rule.js';
import { XtablesError } from '../../../netfilter/xtables-error.js';
import type { BaseOption } from './command-options.js';
import { readAddresses } from './read-addresses.js';
import type { ProtocolMatch } from '../../../netfilter/protocol-match.js';

/** What -j or -g asks for. */
export type JumpWords =
  | { readonly kind: 'none' }
  | { readonly kind: 'verdict'; readonly name: 'ACCEPT' | 'DROP' | 'RETURN' }
  | { readonly kind: 'extension' | 'jump' | 'goto'; readonly name: string };

/** The parts of a rule as the command line has them. */
export interface RuleWords {
  readonly family: Family;
  readonly source: string | undefined;
  readonly destination: string | undefined;
  readonly indev: string | undefined;
  readonly outdev: string | undefined;
  readonly protocol: ProtocolMatch | undefined;
  readonly fragments: boolean;
  /** The options before which a `!` stood. */
  readonly inverted: ReadonlySet<BaseOption>;
  readonly matches: readonly MatchData[];
  readonly target: TargetData | undefined;
  readonly jump: JumpWords;
  readonly written: string;
}

/** The rules that a command line specifies: one for every pair of a source and a destination. @throws XtablesError */
export function ruleSpecifications(words: RuleWords): readonly RuleSpecification[] {
  const sources = addressMatches(words, 'source');
  const destinations = addressMatches(words, 'destination');
  const inverted = words.inverted.has('source') || words.inverted.has('destination');
  if (inverted && (sources.length > 1 || destinations.length > 1)) {
    throw new XtablesError(
      'parameter',
      '! not allowed with multiple source or destination IP addresses',
    );
  }
  const common = {
    indev: deviceMatch(words, 'in-interface', words.indev),
    outdev: deviceMatch(words, 'out-interface', words.outdev),
    protocol: words.protocol,
    fragment: words.fragments ? { inverted: words.inverted.has('fragments') } : undefined,
    matches: words.matches,
    target: ruleTarget(words),
    written: words.written,
  };
  const between = (src: AddressMatch | undefined, dst: AddressMatch | undefined) => ({
    src,
    dst,
    ...common,
  });
  return sources.flatMap((src) => destinations.map((dst) => between(src, dst)));
}

function addressMatches(
  words: RuleWords,
  option: 'source' | 'destination',
): readonly (AddressMatch | undefined)[] {
  const text = words[option];
  if (text === undefined) return [undefined];
  const inverted = words.inverted.has(option);
  return readAddresses(text, words.family).map(({ address, mask }) =>
    isEvery(mask) && !inverted ? undefined : { address, mask, inverted },
  );
}

function isEvery(mask: readonly number[]): boolean {
  return mask.every((word) => word === 0);
}

function deviceMatch(
  words: RuleWords,
  option: 'in-interface' | 'out-interface',
  name: string | undefined,
): DeviceMatch | undefined {
  const inverted = words.inverted.has(option);
  // `+` alone stands for every device, so it isn't kept.
  return name === undefined || (name === '+' && !inverted) ? undefined : { name, inverted };
}

function ruleTarget({ jump, target }: RuleWords): RuleTarget {
  if (target !== undefined) return { kind: 'extension', data: target };
  switch (jump.kind) {
    case 'verdict':
      return { kind: 'verdict', verdict: jump.name };
    case 'jump':
    case 'goto':
      return { kind: jump.kind, chain: jump.name };
    case 'none':
    case 'extension':
      return { kind: 'none' };
    default:
      return assertNever(jump);
  }
}
