/** The words of a line of a file, those in double quotes as one; undefined for a line that says nothing: an empty one, a remark, `COMMIT`. */
export function splitLine(line: string): readonly string[] | undefined {
  if (line.startsWith('#') || line.startsWith('COMMIT')) return undefined;
  const words = [...line.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([word, quoted]) => quoted ?? word);
  return words.length === 0 ? undefined : words;
}
