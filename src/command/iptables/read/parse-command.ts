import { assertNever } from '../../../assert-never.js';
import { readNumber } from '../../../netfilter/extension/option/number/number.js';
import { XtablesError } from '../../../netfilter/xtables-error.js';
import { checkCommand } from './check-command.js';
import { parameterError, type CommandDraft } from './command-draft.js';
import type { ParsedLine } from './command-line.js';
import { SHORT_OPTIONS } from './command-options.js';
import { COMMAND_READERS } from './command-readers.js';
import { LoadedExtensions } from './loaded-extensions.js';
import { OptionScanner, type Found } from './option-scanner.js';
import {
  listedProtocolName,
  ownProtocolName,
} from '../../../netfilter/extension/option/protocol-names.js';
import { ruleSpecifications } from './rule-specifications.js';
import { SETTING_READERS } from './setting-readers.js';
import type { LineContext } from './line-context.js';

/**
 * Reads a command line word by word, and finds mistakes in the order in which iptables does.
 *
 * @throws XtablesError when iptables doesn't understand it
 */
export function parseCommand(argv: readonly string[], context: LineContext): ParsedLine {
  const draft = newDraft(argv, context);
  let protocolTried = false;
  for (;;) {
    const found = draft.scanner.next(draft.extensions.longOptions);
    switch (found.kind) {
      case 'end':
        return finish(draft);
      case 'word':
        readWord(draft, found.word);
        break;
      case 'option': {
        const ended = readOption(draft, found.value, found.argument);
        if (ended !== undefined) return ended;
        draft.inverted = false;
        break;
      }
      case 'unknown':
      case 'missing-argument': {
        // An option that no one knows may be one of the match that -p brings with it.
        const loaded = !protocolTried && loadProtocol(draft);
        protocolTried ||= draft.protocolText !== undefined;
        if (!loaded) throw unknownOption(draft, found);
        draft.scanner.back();
        break;
      }
      default:
        return assertNever(found);
    }
  }
}

function newDraft(argv: readonly string[], context: LineContext): CommandDraft {
  return {
    context,
    scanner: new OptionScanner(argv, SHORT_OPTIONS),
    extensions: new LoadedExtensions(context.tool.family, (text) => {
      context.notices.push(`${text}\n`);
    }),
    commands: context.commands ?? new Set(),
    given: new Set(),
    invertedOptions: new Set(),
    inverted: false,
    table: context.restore?.table,
    chain: undefined,
    number: 0,
    newName: '',
    policy: '',
    verbosity: 0,
    wait: false,
    waitInterval: false,
    counter: undefined,
    source: undefined,
    destination: undefined,
    indev: undefined,
    outdev: undefined,
    protocolText: undefined,
    protocol: undefined,
    jump: { kind: 'none' },
  };
}

function readWord(draft: CommandDraft, word: string): void {
  if (word !== '!') throw new XtablesError('usage', `Bad argument \`${word}'\n`);
  if (draft.inverted) throw parameterError('multiple consecutive ! not allowed');
  draft.inverted = true;
}

function readOption(
  draft: CommandDraft,
  value: string,
  argument: string | undefined,
): ParsedLine | undefined {
  const reader = COMMAND_READERS.get(value) ?? SETTING_READERS.get(value);
  if (reader !== undefined) return reader(draft, argument) ?? undefined;
  draft.extensions.read(value, argument, draft);
  return undefined;
}

function loadProtocol({ protocolText, given, extensions, context }: CommandDraft): boolean {
  if (protocolText === undefined) return false;
  const number = readNumber(protocolText, 0, 255);
  if (number === undefined) return extensions.tryProtocol(protocolText);
  const name = given.has('numeric')
    ? ownProtocolName(number)
    : listedProtocolName(number, context.databases);
  return name !== undefined && extensions.tryProtocol(name);
}

function unknownOption({ scanner }: CommandDraft, found: Found): XtablesError {
  if (found.kind === 'unknown') {
    const option = found.letter === undefined ? scanner.lastWord : `-${found.letter}`;
    return parameterError(`unknown option "${option}"`);
  }
  return parameterError(`option "${scanner.lastWord}" requires an argument`);
}

function finish(draft: CommandDraft): ParsedLine {
  const { table = 'filter', policy, jump, context } = draft;
  if (table === 'nat' && (policy === 'DROP' || (jump.kind !== 'none' && jump.name === 'DROP'))) {
    throw parameterError(
      '\nThe "nat" table is not intended for filtering, the use of DROP is therefore inhibited.\n\n',
    );
  }
  if (draft.waitInterval && !draft.wait) {
    throw parameterError('--wait-interval only makes sense with --wait\n');
  }
  const matches = draft.extensions.finishMatches();
  const target = draft.extensions.finishTarget();
  if (draft.scanner.hasMore) throw parameterError('unknown arguments found on commandline');
  if (draft.commands.size === 0) throw parameterError('no command specified');
  if (draft.inverted) throw parameterError('nothing appropriate following !');
  const rules = ruleSpecifications({
    family: context.tool.family,
    source: draft.source,
    destination: draft.destination,
    indev: draft.indev,
    outdev: draft.outdev,
    protocol: draft.protocol,
    fragments: draft.given.has('fragments'),
    inverted: draft.invertedOptions,
    matches,
    target,
    jump,
    written: context.written,
  });
  const { commands, chain, number, newName, given, verbosity, counter } = draft;
  const line = {
    commands,
    table,
    chain,
    number,
    newName,
    policy,
    given,
    verbosity,
    counter,
    rules,
  };
  checkCommand(line);
  return { kind: 'run', line };
}
