/** Writes a command as a person would type it: its name and words, with the quotes that a shell needs. */
export function writeCommand(name: string, argv: readonly string[]): string {
  return [name, ...argv.map(quote)].join(' ');
}

function quote(word: string): string {
  return /^[A-Za-z0-9_./:,@%+=!~^-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
