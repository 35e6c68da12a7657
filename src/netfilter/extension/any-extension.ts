import type { Family } from '../../address/family.js';
import type { Part } from '../../predicate/part.js';
import type { Statement } from '../nft/statement.js';
import type {
  FileEntries,
  ListStyle,
  MatchChoice,
  MatchData,
  MatchExtension,
  MatchLookup,
  MatchScope,
  NativeForm,
  Restriction,
  TargetData,
  TargetEffect,
  TargetExtension,
} from './extension.js';
import type { NftForm, RewrittenRule, ListedRule } from './nft-form.js';
import { openOptions, type OptionSession } from './option/option-session.js';

/** One option as the command line needs to know it. */
export interface OptionShape {
  readonly name: string;
  readonly words: 0 | 1 | 2;
}

/** An extension with the type of its data hidden; its functions take the data of their own extension only. */
interface AnyExtension<Data> {
  readonly name: string;
  readonly families: readonly Family[];
  /** The tool warns that the kernel lacks it. */
  readonly warns: boolean;
  readonly entries: FileEntries | undefined;
  usesConnections(data: Data): boolean;
  /** Every spelling of every option. */
  readonly options: readonly OptionShape[];
  open(family: Family): OptionSession<Data>;
  print(data: Data, family: Family): string;
  list(data: Data, style: ListStyle): string;
  restrict(data: Data, family: Family): Restriction;
  statements(data: Data): readonly Statement[] | undefined;
  translate(data: Data, rule: ListedRule): string | undefined;
  /** What a rule of nft has that does the same; undefined when it is what nft lists. */
  asNft(data: Data, rule: RewrittenRule): NftForm | undefined;
  /** The name that the kernel knows. */
  readonly kernelName: string;
}

/** A match extension with the type of its data hidden. */
export interface AnyMatch extends AnyExtension<MatchData> {
  readonly native: NativeForm<MatchData> | undefined;
  /** When the match holds, as far as the packet decides it: all of these have to. */
  parts(data: MatchData, scope: MatchScope): readonly Part[];
  /** `-L` puts no blank before its text. */
  readonly listedUnspaced: boolean;
  /** The list that it keeps; undefined when it keeps none. */
  listOf(data: MatchData, family: Family): string | undefined;
  /** Something else than the packet can decide it. */
  isChoice(data: MatchData): boolean;
  /** Undefined when it asks no routing table. */
  lookup(data: MatchData, scope: MatchScope): MatchLookup | undefined;
  /** None when the packet decides; all have to fall out so that the match holds. */
  choices(data: MatchData, scope: MatchScope): readonly MatchChoice[];
}

/** A target extension with the type of its data hidden. */
export interface AnyTarget extends AnyExtension<TargetData> {
  /** The name in `-L`. */
  readonly listedAs: string;
  readonly writesEnds: boolean;
  effect(data: TargetData, scope: MatchScope): TargetEffect;
  changes(data: TargetData, scope: MatchScope): readonly TargetEffect[];
}

/** Hides the type of a match extension's data, so that all can stand in one list. */
export function anyMatch<D extends MatchData>(extension: MatchExtension<D>): AnyMatch {
  return {
    ...anyExtension(extension),
    kernelName: extension.kernelName ?? extension.name,
    native: anyNative(extension),
    parts: (data, scope) =>
      'parts' in extension
        ? extension.parts(own(extension, data), scope)
        : 'predicate' in extension
          ? [{ when: extension.predicate(own(extension, data), scope) }]
          : [],
    listedUnspaced: extension.listedUnspaced === true,
    isChoice: (data) =>
      extension.isChoice?.(own(extension, data)) ?? extension.choice !== undefined,
    listOf: (data, family) => extension.listOf?.(own(extension, data), family),
    lookup: (data, scope) => extension.lookup?.(own(extension, data), scope),
    choices: (data, scope) => [extension.choice?.(own(extension, data), scope) ?? []].flat(),
  };
}

/** Hides the type of a target extension's data, so that all can stand in one list. */
export function anyTarget<D extends TargetData>(extension: TargetExtension<D>): AnyTarget {
  return {
    ...anyExtension(extension),
    kernelName: extension.listedAs ?? extension.name,
    listedAs: extension.listedAs ?? extension.name,
    writesEnds: extension.writesEnds === true,
    effect: (data, scope) => extension.effect(own(extension, data), scope),
    changes: (data, scope) => extension.changes?.(own(extension, data), scope) ?? [],
  };
}

function anyNative<D extends MatchData>(
  extension: MatchExtension<D>,
): NativeForm<MatchData> | undefined {
  const { native } = extension;
  return (
    native && {
      translate: (data, protocol) => native.translate(own(extension, data), protocol),
      show: (data, earlier) =>
        native.show(own(extension, data), earlier && own(extension, earlier)),
    }
  );
}

function anyExtension<D extends MatchData | TargetData>(
  extension: MatchExtension<D> | TargetExtension<D>,
): Omit<AnyExtension<MatchData>, 'kernelName'> {
  return {
    name: extension.name,
    families: extension.families,
    warns: extension.missing === 'warned',
    entries: extension.entries,
    usesConnections: (data) => {
      const { usesConnections = false } = extension;
      return typeof usesConnections === 'function'
        ? usesConnections(own(extension, data))
        : usesConnections;
    },
    options: extension.options.options.flatMap(({ name, aliases = [], words }) =>
      [name, ...aliases].map((spelling) => ({ name: spelling, words })),
    ),
    open: (family) => openOptions(extension.name, extension.options, family),
    print: (data, family) => extension.print(own(extension, data), family),
    list: (data, style) => extension.list(own(extension, data), style),
    restrict: (data, family) =>
      extension.missing === undefined
        ? (extension.restrict?.(own(extension, data), family) ?? {})
        : { refused: 'ENOENT' },
    statements: (data) => extension.statements?.(own(extension, data)),
    translate: (data, rule) => extension.translate?.(own(extension, data), rule),
    asNft: (data, rule) => extension.asNft?.(own(extension, data), rule),
  };
}

/** The data as its extension's own. The name decides: only an extension's own file makes data of its name. */
function own<D extends MatchData | TargetData>(
  extension: { readonly name: D['name'] },
  data: MatchData | TargetData,
): D {
  if (!isOwn(extension, data)) {
    throw new TypeError(`data: of ${extension.name}, got that of ${data.name}`);
  }
  return data;
}

function isOwn<D extends MatchData | TargetData>(
  extension: { readonly name: D['name'] },
  data: MatchData | TargetData,
): data is D {
  return data.name === extension.name;
}
