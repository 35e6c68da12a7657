/** The name of a key in the three forms in which it is needed. */
export interface KeyName {
  /** With dots between its parts, and a dot in a part as a slash: how `sysctl` prints it. */
  readonly dotted: string;
  /** The path below /proc/sys: how `sysctl` complains of it. */
  readonly path: string;
  /** The dotted name without empty parts: how it is looked up. */
  readonly canonical: string;
}

/** Reads the name of a key. The first separator in it, a dot or a slash, is the one; the other stands for itself. Source: `slashdot` of procps. */
export function readKeyName(text: string): KeyName {
  const separator = /[./]/.exec(text)?.[0];
  const dotted = separator === '/' ? swap(text) : text;
  const parts = dotted.split('.').filter((part) => part !== '');
  return { dotted, path: swap(dotted), canonical: parts.join('.') };
}

/** Turns dots into slashes and slashes into dots. */
function swap(text: string): string {
  return text.replaceAll(/[./]/g, (char) => (char === '.' ? '/' : '.'));
}
