import { readNumber } from '../../../netfilter/extension/option/number/number.js';
import { findTarget } from '../../../netfilter/extension/registry.js';
import { assertChainName } from './chain-name.js';
import { missingText } from './loaded-extensions.js';
import {
  addCommand,
  parameterError,
  replaceCommand,
  type CommandDraft,
  type OptionReader,
} from './command-draft.js';
import type { CommandName } from './command-options.js';

const LARGEST_NUMBER = 0x7fffffff;

/** Readers of the options that say what to do, by letter. */
export const COMMAND_READERS: ReadonlyMap<string, OptionReader> = new Map<string, OptionReader>([
  ['A', onChain('append')],
  ['C', onChain('check')],
  [
    'D',
    (draft, chain) => {
      addCommand(draft, 'delete');
      draft.chain = chain;
      readDeleteNumber(draft);
    },
  ],
  [
    'R',
    (draft, chain) => {
      addCommand(draft, 'replace');
      draft.chain = chain;
      const number = draft.scanner.takeArgument();
      if (number === undefined) throw parameterError('-R requires a rule number');
      draft.number = readRuleNumber(number);
    },
  ],
  [
    'I',
    (draft, chain) => {
      addCommand(draft, 'insert');
      draft.chain = chain;
      const number = draft.scanner.takeArgument();
      draft.number = number === undefined ? 1 : readRuleNumber(number);
    },
  ],
  ['L', listing('list')],
  ['S', listing('list-rules')],
  ['F', onOptionalChain('flush')],
  [
    'Z',
    (draft, chain) => {
      addCommand(draft, 'zero', ['list', 'list-rules']);
      readChain(draft, chain);
      // With a number -Z makes a -L or -S before it forgotten.
      if (readOptionalNumber(draft)) replaceCommand(draft, 'zero-number');
    },
  ],
  [
    'N',
    (draft, name = '') => {
      assertNewChainName(draft, name);
      addCommand(draft, 'new-chain');
      draft.chain = name;
    },
  ],
  ['X', onOptionalChain('delete-chain')],
  [
    'E',
    (draft, chain) => {
      addCommand(draft, 'rename-chain');
      draft.chain = chain;
      const name = draft.scanner.takeArgument();
      if (name === undefined) {
        throw parameterError('-E requires old-chain-name and new-chain-name');
      }
      assertNewChainName(draft, name);
      draft.newName = name;
    },
  ],
  [
    'P',
    (draft, chain) => {
      addCommand(draft, 'set-policy');
      const policy = draft.scanner.takeArgument();
      if (policy === undefined) throw parameterError('-P requires a chain and a policy');
      draft.chain = chain;
      draft.policy = policy;
    },
  ],
]);

function onChain(command: CommandName): OptionReader {
  return (draft, chain) => {
    addCommand(draft, command);
    draft.chain = chain;
  };
}

function onOptionalChain(command: CommandName): OptionReader {
  return (draft, chain) => {
    addCommand(draft, command);
    readChain(draft, chain);
  };
}

function listing(command: CommandName): OptionReader {
  return (draft, chain) => {
    addCommand(draft, command, ['zero', 'zero-number']);
    readChain(draft, chain);
    readOptionalNumber(draft);
  };
}

/** Checks the name of a new chain; the target that it could be is looked for, and loaded. @throws XtablesError when it can't have that name */
function assertNewChainName({ context }: CommandDraft, name: string): void {
  const { family } = context.tool;
  if (findTarget(name, family)?.warns) context.notices.push(`${missingText(name)}\n`);
  assertChainName(name, family);
}

function readChain(draft: CommandDraft, attached: string | undefined): void {
  draft.chain = attached ?? draft.scanner.takeArgument() ?? draft.chain;
}

function readOptionalNumber(draft: CommandDraft): boolean {
  const text = draft.scanner.takeArgument();
  if (text === undefined) return false;
  draft.number = readRuleNumber(text);
  return true;
}

function readDeleteNumber(draft: CommandDraft): void {
  const text = draft.scanner.takeArgument();
  if (text === undefined) return;
  if (text.includes(':')) throw parameterError('Rule ranges are not supported');
  const number = /^\s*\+?\d+$/.test(text) ? Number(text) : 0;
  if (number === 0) throw parameterError(`Invalid rule number \`${text}'`);
  draft.number = number;
  replaceCommand(draft, 'delete-number');
}

function readRuleNumber(text: string): number {
  const number = readNumber(text, 1, LARGEST_NUMBER);
  if (number === undefined) throw parameterError(`Invalid rule number \`${text}'`);
  return number;
}
