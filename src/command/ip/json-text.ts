/** A value as `ip -json` prints it. Keys are printed in the order in which they were set. */
export type JsonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Decimal
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A number as it is written, with the noughts behind its point. */
export class Decimal {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const SHORT_ESCAPES = new Map([
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\f', '\\f'],
  ['\b', '\\b'],
  ['\\', '\\\\'],
  ['"', '\\"'],
]);

/** Writes a listing as `ip -json` does, or as `ip -json -pretty`, line end included. */
export function printJson(value: JsonValue, pretty: boolean): string {
  return `${pretty ? printPretty(value, 0) : printCompact(value)}\n`;
}

function printCompact(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(printCompact).join(',')}]`;
  if (isScalar(value)) return printScalar(value);
  const fields = Object.entries(value).map(([key, item]) => `${quote(key)}:${printCompact(item)}`);
  return `{${fields.join(',')}}`;
}

/** iproute2 indents the fields of objects only: the items of a list follow each other on one line. */
function printPretty(value: JsonValue, depth: number): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[ ]';
    return `[ ${value.map((item) => printPretty(item, depth + 1)).join(',')} ]`;
  }
  if (isScalar(value)) return printScalar(value);
  const fields = Object.entries(value).map(
    ([key, item]) => `${line(depth + 1)}${quote(key)}: ${printPretty(item, depth + 1)}`,
  );
  return fields.length === 0 ? '{}' : `{${fields.join(',')}${line(depth)}}`;
}

function line(depth: number): string {
  return `\n${'    '.repeat(depth)}`;
}

type Scalar = string | number | bigint | boolean | null | Decimal;

function isScalar(value: JsonValue): value is Scalar {
  return value === null || typeof value !== 'object' || value instanceof Decimal;
}

function printScalar(value: Scalar): string {
  if (value instanceof Decimal) return value.text;
  return typeof value === 'string' ? quote(value) : String(value);
}

function quote(text: string): string {
  return `"${text.replaceAll(/[\t\n\r\f\b\\"]/g, (char) => SHORT_ESCAPES.get(char) ?? char)}"`;
}
