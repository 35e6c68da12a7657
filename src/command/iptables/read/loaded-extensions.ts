import type { Family } from '../../../address/family.js';
import type {
  AnyMatch,
  AnyTarget,
  OptionShape,
} from '../../../netfilter/extension/any-extension.js';
import type { MatchData, TargetData } from '../../../netfilter/extension/extension.js';
import { isKnownMatch, isKnownTarget } from '../../../netfilter/extension/option/known-names.js';
import type {
  OptionSession,
  OptionUse,
} from '../../../netfilter/extension/option/option-session.js';
import { findMatch, findTarget } from '../../../netfilter/extension/registry.js';
import type { ProtocolMatch } from '../../../netfilter/protocol-match.js';
import { XtablesError } from '../../../netfilter/xtables-error.js';
import { LONG_OPTIONS } from './command-options.js';
import type { LineContext } from './line-context.js';
import type { LongOption, OptionScanner } from './option-scanner.js';

/** Names of targets and matches have fewer bytes than this. Source: `XT_EXTENSION_MAXNAMELEN`. */
export const MAX_NAME = 29;

/** What of a command line bears on an option of an extension. */
interface LineSoFar {
  readonly context: LineContext;
  readonly scanner: OptionScanner;
  readonly inverted: boolean;
  readonly protocol: ProtocolMatch | undefined;
}

/** An extension whose options are being read. */
class Loaded<Data> {
  readonly name: string;
  #session: OptionSession<Data>;

  constructor(name: string, session: OptionSession<Data>) {
    this.name = name;
    this.#session = session;
  }

  read(use: OptionUse): void {
    this.#session = this.#session.read(use);
  }

  finish(): Data {
    return this.#session.finish();
  }
}

/** The extensions that a command line has loaded with -m, -j and -p so far, and the options that they add to it. */
export class LoadedExtensions {
  readonly #family: Family;
  readonly #matches: Loaded<MatchData>[] = [];
  #target: Loaded<TargetData> | undefined;
  /** Options of what was loaded last come first: they win over others of the same name. */
  #added: readonly LongOption[] = [];

  /** @param notice - prints a line on stderr without ending the command */
  constructor(
    family: Family,
    private readonly notice: (text: string) => void,
  ) {
    this.#family = family;
  }

  /** The long options that the command line understands just now. */
  get longOptions(): readonly LongOption[] {
    return [...LONG_OPTIONS, ...this.#added];
  }

  /** Reports whether an extension was loaded. */
  get isEmpty(): boolean {
    return this.#matches.length === 0 && this.#target === undefined;
  }

  /** `-m NAME`. @throws XtablesError when there is none of that name */
  loadMatch(name: string): void {
    if (name.length >= MAX_NAME) {
      throw new XtablesError(
        'parameter',
        `Invalid match name "${name}" (${MAX_NAME - 1} chars max)`,
      );
    }
    if (this.#tryMatch(name)) return;
    throw new XtablesError(
      'parameter',
      `Couldn't load match \`${name}':No such file or directory\n`,
    );
  }

  /** Loads the match that a protocol brings with it; false when it brings none. @throws XtablesError when it isn't simulated */
  tryProtocol(name: string): boolean {
    return this.#tryMatch(name);
  }

  /** `-j NAME`; false when the name isn't that of an extension. @throws XtablesError when it isn't simulated */
  tryTarget(name: string): boolean {
    const target = findTarget(name, this.#family);
    if (target === undefined) {
      if (!isKnownTarget(name, this.#family)) return false;
      throw new XtablesError('unsimulated', `-j ${name}`);
    }
    this.#warn(target);
    this.#target = new Loaded(name, target.open(this.#family));
    this.#add(`t:${name}`, target);
    return true;
  }

  /** Reads an option that an extension added; false when none did. @throws XtablesError when its argument is wrong */
  read(
    value: string,
    argument: string | undefined,
    { scanner, inverted, protocol, context }: LineSoFar,
  ): boolean {
    const [kind, name, option = '', words] = value.split(':');
    // An earlier match of the same name is complete once another was loaded.
    const loaded =
      kind === 't' ? this.#target : this.#matches.findLast((match) => match.name === name);
    if (loaded === undefined) return false;
    const second = words === '2' ? scanner.takeArgument() : undefined;
    const notice = (text: string) => context.notices.push(`${text}\n`);
    const { familyOfSet, databases } = context;
    const use = { option, argument: argument ?? '', second, inverted, protocol, notice };
    loaded.read({ ...use, familyOfSet, databases });
    return true;
  }

  /** The data of the matches, in their order. @throws XtablesError when an option is missing */
  finishMatches(): readonly MatchData[] {
    return this.#matches.map((match) => match.finish());
  }

  /** The data of the target extension; undefined when there is none. @throws XtablesError when an option is missing */
  finishTarget(): TargetData | undefined {
    return this.#target?.finish();
  }

  #tryMatch(given: string): boolean {
    const name = given === 'icmpv6' || given === 'ipv6-icmp' ? 'icmp6' : given;
    const match = findMatch(name, this.#family);
    if (match === undefined) {
      if (!isKnownMatch(name, this.#family)) return false;
      throw new XtablesError('unsimulated', `-m ${name}`);
    }
    this.#warn(match);
    const first = !this.#matches.some((loaded) => loaded.name === name);
    this.#matches.push(new Loaded(name, match.open(this.#family)));
    if (first) this.#add(`m:${name}`, match);
    return true;
  }

  #warn({ name, warns }: AnyMatch | AnyTarget): void {
    if (warns) this.notice(missingText(name));
  }

  #add(prefix: string, { options }: AnyMatch | AnyTarget): void {
    this.#added = [...options.map((option) => longOption(prefix, option)), ...this.#added];
  }
}

/** What the tool says where it loads an extension that the kernel hasn't. */
export function missingText(name: string): string {
  return `Warning: Extension ${name} revision 0 not supported, missing kernel module?`;
}

function longOption(prefix: string, { name, words }: OptionShape): LongOption {
  return {
    name,
    argument: words === 0 ? 'none' : 'required',
    value: `${prefix}:${name}:${words}`,
  };
}
