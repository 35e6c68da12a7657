import { styleText } from 'node:util';
import { plain, type Paint, type Style } from '../../trace/paint.js';

const FORMATS = {
  heading: ['bold'],
  good: ['bold', 'green'],
  bad: ['bold', 'red'],
  quote: ['cyan'],
  quiet: ['dim'],
  change: ['magenta'],
  miss: ['yellow'],
} as const satisfies Record<Style, Parameters<typeof styleText>[0]>;

/** Colours the text for a terminal. */
export const coloured: Paint = (style, text) =>
  text === '' ? '' : styleText([...FORMATS[style]], text, { validateStream: false });

/** When to colour: `auto` is when the terminal allows. */
export const COLOR_CHOICES = ['auto', 'always', 'never'] as const;

/** When to colour. */
export type ColorChoice = (typeof COLOR_CHOICES)[number];

/**
 * Chooses the paint. What the user says on the command line goes first, then NO_COLOR and FORCE_COLOR when they are not empty, then whether the
 * output is a terminal that isn't `dumb`. Source: no-color.org, force-color.org.
 */
export function choosePaint(
  choice: ColorChoice,
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): Paint {
  if (choice !== 'auto') return choice === 'always' ? coloured : plain;
  if ((env['NO_COLOR'] ?? '') !== '') return plain;
  const forced = env['FORCE_COLOR'] ?? '';
  if (forced !== '') return forced === '0' || forced === 'false' ? plain : coloured;
  return isTerminal && env['TERM'] !== 'dumb' ? coloured : plain;
}
