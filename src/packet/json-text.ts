/** A string, and the colon that makes a name of it; or a brace. */
const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g;

/**
 * Reads JSON. Of a name that stands twice in one object `JSON.parse` keeps the last value: here it is refused.
 *
 * @throws TypeError when the text is not JSON, or a name stands twice in one object
 */
export function parseJsonText(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new TypeError(`not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const open: Set<unknown>[] = [];
  for (const [token, string, colon] of text.matchAll(TOKENS)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (string !== undefined && colon !== undefined) {
      const name: unknown = JSON.parse(string);
      const names = open.at(-1);
      if (names?.has(name) === true) throw new TypeError(`${String(name)}: given twice`);
      names?.add(name);
    }
  }
  return value;
}
