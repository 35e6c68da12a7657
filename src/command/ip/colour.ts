/** What `ip -color` sets off. */
export type ColouredPart = 'device' | 'lladdr' | 'inet' | 'inet6' | 'up' | 'down';

/** The colours for a light background, which the tool takes when the terminal says nothing. */
const CODES: Readonly<Record<ColouredPart, number>> = {
  device: 36,
  lladdr: 33,
  inet: 35,
  inet6: 34,
  up: 32,
  down: 31,
};

/** Sets a part of the output off as `ip -color` does; unchanged without -color. Source: `lib/color.c`. */
export function paint(
  context: { readonly colour: boolean },
  part: ColouredPart,
  text: string,
): string {
  return context.colour ? `\x1b[${CODES[part]}m${text}\x1b[0m` : text;
}
