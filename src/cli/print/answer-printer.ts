import type { IncompleteHostError } from '../../host/incomplete-host-error.js';
import type { Answered } from './answer.js';
import { choosePaint, type ColorChoice } from './paint.js';
import { printAnswerJson, printAnswerText } from './print-answer.js';
import type { Terminal } from '../terminal/terminal.js';
import type { TraceInput } from '../input/trace-input.js';
import { visible } from '../../visible-text.js';

/** How answers are printed. */
export interface AnswerStyle {
  /** One line of JSON each. */
  readonly json: boolean;
  /** In text, every step. */
  readonly all: boolean;
  readonly color: ColorChoice;
}

/** Prints answers as they come. */
export interface AnswerPrinter {
  readonly answered: (answered: Answered) => Promise<void>;
  /** What was asked has no answer, and why. */
  readonly invalid: (input: TraceInput, message: string) => Promise<void>;
  /** What was asked has no answer, since the host is incomplete. */
  readonly incomplete: (input: TraceInput, error: IncompleteHostError) => Promise<void>;
}

/** Makes a printer for people or for programs. */
export function makeAnswerPrinter(style: AnswerStyle, terminal: Terminal): AnswerPrinter {
  return style.json ? jsonPrinter(terminal) : textPrinter(style, terminal);
}

function jsonPrinter({ stdout }: Terminal): AnswerPrinter {
  return {
    answered: ({ answer }) => stdout(printAnswerJson(answer)),
    invalid: ({ line }, message) => stdout(printAnswerJson({ kind: 'invalid', message, line })),
    incomplete: ({ line }, { message, missing }) =>
      stdout(printAnswerJson({ kind: 'incomplete', message, line, missing })),
  };
}

function textPrinter({ all, color }: AnswerStyle, terminal: Terminal): AnswerPrinter {
  const paint = choosePaint(color, terminal.env, terminal.isTerminal);
  let gap = '';
  return {
    async answered(answered) {
      await terminal.stdout(`${gap}${printAnswerText(answered, { paint, all })}`);
      gap = '\n';
    },
    invalid: ({ place }, message) =>
      terminal.stderr(`nexthop: ${visible(place)}: ${visible(message)}\n`),
    incomplete: ({ place }, { message }) =>
      terminal.stderr(`nexthop: ${visible(place)}: ${visible(message)}\n`),
  };
}
