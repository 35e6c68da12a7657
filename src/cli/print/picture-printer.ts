import type { Host } from '../../host/host.js';
import { hostAt } from '../set-up/host-at.js';
import type { Terminal } from '../terminal/terminal.js';
import type { AnswerPrinter } from './answer-printer.js';
import { makeAnswerPrinter } from './answer-printer.js';

/** What pictures are printed in: the language of Graphviz, or SVG. */
export type PictureForm = 'dot' | 'svg';

/** Prints one picture, of the network alone or with a packet's way. */
export interface PicturePrinter extends AnswerPrinter {
  readonly network: (host: Host) => Promise<void>;
}

/** Makes a printer of pictures. What has no answer has no picture either. */
export async function makePicturePrinter(
  form: PictureForm,
  terminal: Terminal,
): Promise<PicturePrinter> {
  // Nobody who asks for text waits for what lays pictures out.
  const { printDot, printSvg } = await import('../../picture/index.js');
  const print = { dot: printDot, svg: printSvg }[form];
  const { invalid, incomplete } = makeAnswerPrinter(
    { json: false, all: false, color: 'never' },
    terminal,
  );
  return {
    invalid,
    incomplete,
    network: (host) => terminal.stdout(print(host)),
    answered: async (answered) => {
      if (answered.kind !== 'packet') return;
      const { journey, sender, cut } = answered.answer;
      if (journey === undefined || sender === undefined) return;
      const whole = { journey, sender, ...(cut === undefined ? {} : { cut }) };
      await terminal.stdout(print(hostAt(answered.host, answered.ns), whole));
    },
  };
}
