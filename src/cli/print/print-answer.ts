import { assertNever } from '../../assert-never.js';
import { printPacketWords } from '../../packet/packet-words.js';
import { printJourney } from '../../trace/journey.js';
import { printLegs } from '../../trace/legs.js';
import { printTrace } from '../../trace/print-trace.js';
import type { TraceStyle } from '../../trace/row.js';
import type { Answer, Answered, CommandAnswer, ListenAnswer } from './answer.js';
import { jsonLine } from './json-line.js';
import { visible, visibleLines } from '../../visible-text.js';

/** Prints an answer for a program: one line of JSON. */
export function printAnswerJson(answer: Answer): string {
  return jsonLine(answer);
}

/** Prints what was asked and the answer for a person; a packet's answer has its steps. */
export function printAnswerText(answered: Answered, style: TraceStyle): string {
  return `${style.paint('heading', visible(printQuestion(answered)))}\n${printReply(answered, style)}`;
}

function printQuestion(answered: Answered): string {
  switch (answered.kind) {
    case 'packet':
      return `${answered.ns === undefined ? '' : `${answered.ns}: `}${printPacketWords(answered.packet)}`;
    case 'run':
      return `$ ${answered.script}`;
    case 'listen':
      return printListener(answered.answer);
    default:
      return assertNever(answered);
  }
}

function printReply(answered: Answered, style: TraceStyle): string {
  switch (answered.kind) {
    case 'packet': {
      const { steps = [], legs = [], journey, sender, cut, ...outcome } = answered.answer;
      const trace = printTrace({ steps, outcome }, style);
      if (journey === undefined || sender === undefined) return trace;
      const followed = { journey, sender, ...(cut === undefined ? {} : { cut }) };
      const further = style.all ? printLegs(legs.slice(1), style) : '';
      return `${trace}${printJourney(followed, style.paint)}${further}`;
    }
    case 'run':
      return printOutput(answered.answer);
    case 'listen':
      return '';
    default:
      return assertNever(answered);
  }
}

function printOutput({ stdout, stderr, exit }: CommandAnswer): string {
  return `${visibleLines(`${stdout}${stderr}`)}${exit === 0 ? '' : `(exit status ${exit})\n`}`;
}

function printListener(listening: ListenAnswer): string {
  const { ns, protocol, port, address, transparent, answers = false } = listening;
  const at = address === undefined ? '' : ` of ${address}`;
  const how = `${transparent ? ', transparent' : ''}${answers ? ', answers' : ''}`;
  return `${ns === undefined ? '' : `${ns}: `}listening on ${protocol} port ${port}${at}${how}`;
}
