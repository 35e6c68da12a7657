import { styleText } from 'node:util';

/** What a piece of text is, so that it can be given its looks. */
export type Style = 'heading' | 'good' | 'bad' | 'quote' | 'quiet' | 'change' | 'miss';

/** Gives a piece of text its looks. */
export type Paint = (style: Style, text: string) => string;

const FORMATS = {
  heading: ['bold'],
  good: ['bold', 'green'],
  bad: ['bold', 'red'],
  quote: ['cyan'],
  quiet: ['dim'],
  change: ['magenta'],
  miss: ['yellow'],
} as const satisfies Record<Style, Parameters<typeof styleText>[0]>;

/** Leaves the text as it is. */
export const plain: Paint = (_style, text) => text;

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
