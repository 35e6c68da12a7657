const META = /[\s'"\\|&;()<>!{}*[?\]^$`]|^[~#]|[=:]~/;
const CONTROL = /[^\x20-\x7e]/;

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': String.raw`\a`,
  '\b': String.raw`\b`,
  '\x1b': String.raw`\E`,
  '\f': String.raw`\f`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
  '\v': String.raw`\v`,
  '\\': '\\\\',
  "'": String.raw`\'`,
};

/** Text in `$'...'`, with what can't be printed as escapes. */
export function ansiQuote(text: string): string {
  const inner = text.replaceAll(
    /[^\x20-\x7e]|[\\']/g,
    (char) => ESCAPES[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
  return `$'${inner}'`;
}

/** Text with backslashes before what would mean something: `printf %q`. */
export function backslashQuote(text: string): string {
  if (text === '') return "''";
  if (CONTROL.test(text)) return ansiQuote(text);
  return text.replaceAll(/[ !"$&'()*,;<>?[\\\]^`{|}]|^[#~]/g, String.raw`\$&`);
}

/** Text in single quotes: `${x@Q}`. */
export function singleQuote(text: string): string {
  if (CONTROL.test(text)) return ansiQuote(text);
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A word as `set -x` and `set` print it: in quotes only when it needs them. */
export function wordQuote(text: string): string {
  if (text === '') return "''";
  if (META.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  return CONTROL.test(text) ? ansiQuote(text) : text;
}

/** A value as `declare -p` prints it. */
export function doubleQuote(text: string): string {
  if (CONTROL.test(text)) return ansiQuote(text);
  return `"${text.replaceAll(/["$\\`]/g, String.raw`\$&`)}"`;
}
