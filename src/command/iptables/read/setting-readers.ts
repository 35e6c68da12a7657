import type { Family } from '../../../address/family.js';
import type { Counter } from '../../../namespace/traffic/traffic.js';
import { readNumber } from '../../../netfilter/extension/option/number/number.js';
import { XtablesError } from '../../../netfilter/xtables-error.js';
import { assertTargetName } from './chain-name.js';
import {
  parameterError,
  setOption,
  type CommandDraft,
  type OptionReader,
} from './command-draft.js';
import type { BaseOption } from './command-options.js';
import { readDevice } from './device-name.js';
import { helpText } from '../help.js';
import { readCount } from './read-count.js';
import { readProtocolName } from '../../../netfilter/extension/option/protocol-names.js';
import { VERSION } from '../tool.js';

/** Readers of the options that aren't commands, by letter. */
export const SETTING_READERS: ReadonlyMap<string, OptionReader> = new Map<string, OptionReader>([
  ['h', readHelp],
  ['V', readVersion],
  ['p', readProtocol],
  [
    's',
    (draft, addresses) => {
      setOption(draft, 'source');
      draft.source = addresses;
    },
  ],
  [
    'd',
    (draft, addresses) => {
      setOption(draft, 'destination');
      draft.destination = addresses;
    },
  ],
  [
    'g',
    (draft, name = '') => {
      setOption(draft, 'jump');
      draft.jump = { kind: 'goto', name: assertTargetName(name) };
    },
  ],
  ['j', readJump],
  [
    'i',
    (draft, name = '') => {
      draft.indev = readDevice(draft, 'in-interface', name);
    },
  ],
  [
    'o',
    (draft, name = '') => {
      draft.outdev = readDevice(draft, 'out-interface', name);
    },
  ],
  ['f', readFragments],
  [
    'v',
    (draft) => {
      if (draft.verbosity === 0) setOption(draft, 'verbose');
      draft.verbosity += 1;
    },
  ],
  [
    'm',
    (draft, name = '') => {
      if (draft.inverted) throw parameterError('unexpected ! flag before --match');
      draft.extensions.loadMatch(name);
    },
  ],
  ['n', flag('numeric')],
  ['t', readTable],
  ['x', flag('exact')],
  ['w', readWait],
  ['W', readWaitInterval],
  ['0', flag('line-numbers')],
  ['M', () => undefined],
  [
    'c',
    (draft, text = '') => {
      setOption(draft, 'set-counters');
      draft.counter = readCounter(draft, text);
    },
  ],
  ['4', family(4)],
  ['6', family(6)],
]);

/** Next-header values that are no upper-layer protocols: routing, fragment, authentication, destination options. */
const EXTENSION_HEADERS: ReadonlySet<number> = new Set([43, 44, 51, 60]);

function flag(option: BaseOption): OptionReader {
  return (draft) => {
    setOption(draft, option);
  };
}

function family(wanted: Family): OptionReader {
  return ({ context }) => {
    if (context.tool.family === wanted) return undefined;
    // A file for both families names lines of one family so: the other's tool passes over them.
    if (context.restore !== undefined) return { kind: 'nothing' };
    throw new XtablesError('usage', '');
  };
}

function readHelp({ extensions, protocolText, context }: CommandDraft): ReturnType<OptionReader> {
  if (!extensions.isEmpty || protocolText !== undefined) {
    throw new XtablesError('unsimulated', '--help of an extension');
  }
  return { kind: 'say', stdout: helpText(context.tool) };
}

function readVersion({ inverted, context }: CommandDraft): ReturnType<OptionReader> {
  const stdout = inverted ? `Not ${VERSION.slice(1)} ;-)\n` : `${context.tool.name} ${VERSION}\n`;
  return { kind: 'say', stdout };
}

function readProtocol(draft: CommandDraft, argument = ''): void {
  setOption(draft, 'protocol');
  const text = argument.toLowerCase();
  const number = readNumber(text, 0, 255) ?? readProtocolName(text, draft.context.databases);
  if (number === undefined) throw parameterError(`unknown protocol "${text}" specified`);
  const { inverted, context } = draft;
  if (number === 0 && inverted) throw parameterError('rule would never match protocol');
  if (context.tool.family === 6 && !inverted && EXTENSION_HEADERS.has(number)) {
    context.notices.push(
      `Warning: never matched protocol: ${text}. use extension match instead.\n`,
    );
  }
  draft.protocolText = text;
  draft.protocol = number === 0 ? undefined : { number, inverted };
}

function readJump(draft: CommandDraft, name = ''): void {
  setOption(draft, 'jump');
  if (name === 'CONTINUE') return;
  assertTargetName(name);
  if (name === 'ACCEPT' || name === 'DROP' || name === 'RETURN') {
    draft.jump = { kind: 'verdict', name };
    return;
  }
  // A chain that a file announces hides the target of its name.
  const isChain = draft.context.restore?.chains.has(name) === true;
  const kind = !isChain && draft.extensions.tryTarget(name) ? 'extension' : 'jump';
  draft.jump = { kind, name };
}

function readFragments(draft: CommandDraft): void {
  if (draft.context.tool.family === 6) {
    throw parameterError("`-f' is not supported in IPv6, use -m frag instead");
  }
  setOption(draft, 'fragments');
}

function readTable(draft: CommandDraft, name = ''): void {
  if (draft.inverted) throw parameterError('unexpected ! flag before --table');
  const { restore, tool } = draft.context;
  if (restore !== undefined) {
    throw parameterError(`The -t option cannot be used in ${tool.name}.\n`);
  }
  draft.table = name;
}

function readWait(draft: CommandDraft, attached: string | undefined): void {
  if (draft.context.restore !== undefined)
    throw parameterError("You cannot use `-w' from iptables-restore");
  const text = attached ?? draft.scanner.takeArgument();
  if (text !== undefined && !/^\s*[+-]?\d/.test(text)) {
    throw parameterError('wait seconds not numeric');
  }
  draft.wait = true;
}

function readWaitInterval(draft: CommandDraft, attached: string | undefined): void {
  if (draft.context.restore !== undefined)
    throw parameterError("You cannot use `-W' from iptables-restore");
  const text = attached ?? draft.scanner.takeArgument();
  if (text === undefined) throw parameterError('wait interval value required');
  const [digits] = /^\s*\d+/.exec(text) ?? [];
  if (digits === undefined) throw parameterError('wait interval not numeric');
  const microseconds = Number(digits);
  if (microseconds > 999999) {
    throw parameterError(`too long usec wait ${microseconds} > 999999 usec`);
  }
  draft.context.notices.push('Ignoring deprecated --wait-interval option.\n');
  draft.waitInterval = true;
}

function readCounter(draft: CommandDraft, text: string): Counter {
  const comma = text.indexOf(',');
  const bytes = comma < 0 ? draft.scanner.takeArgument() : text.slice(comma + 1);
  if (bytes === undefined) throw parameterError('--set-counters requires packet and byte counter');
  return { packets: numericCount(text, 'packet'), bytes: numericCount(bytes, 'byte') };
}

function numericCount(text: string, what: 'packet' | 'byte'): number {
  const count = readCount(text);
  if (count === undefined) throw parameterError(`--set-counters ${what} counter not numeric`);
  return count;
}
