/** A directive of `printf`. */
export interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

/** Text in its width, cut to its precision. */
export function padText(text: string, { flags, width, precision }: Conversion): string {
  const cut = precision === undefined || precision < 0 ? text : text.slice(0, precision);
  const isLeft = flags.includes('-') || width < 0;
  return isLeft ? cut.padEnd(Math.abs(width)) : cut.padStart(width);
}

/** A number as C prints it. */
export function printNumber(value: bigint | number, conversion: Conversion): string {
  const { flags, letter, precision } = conversion;
  const isNegative = value < 0;
  let digits: string;
  let prefix = '';
  if (typeof value === 'number') digits = printFloat(Math.abs(value), conversion);
  else {
    const isSigned = letter === 'd' || letter === 'i';
    const magnitude = isSigned ? (isNegative ? -value : value) : BigInt.asUintN(64, value);
    digits = inBase(magnitude, letter);
    if (precision !== undefined) digits = digits.padStart(precision, '0');
    if (flags.includes('#') && magnitude !== 0n) {
      if (/[xX]/.test(letter)) prefix = `0${letter}`;
      else if (letter === 'o' && !digits.startsWith('0')) prefix = '0';
    }
    if (!isSigned) return pad('', prefix, digits, conversion);
  }
  const sign = isNegative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  return pad(sign, prefix, digits, conversion);
}

function pad(
  sign: string,
  prefix: string,
  digits: string,
  { flags, width, precision, letter }: Conversion,
): string {
  const isFloat = /[eEfFgG]/.test(letter);
  const fills = flags.includes('0') && !flags.includes('-') && (isFloat || precision === undefined);
  const room = Math.max(0, width - sign.length - prefix.length);
  const text = sign + prefix + (fills ? digits.padStart(room, '0') : digits);
  return flags.includes('-') || width < 0 ? text.padEnd(Math.abs(width)) : text.padStart(width);
}

function inBase(value: bigint, letter: string): string {
  if (letter === 'o') return value.toString(8);
  if (letter === 'x') return value.toString(16);
  return letter === 'X' ? value.toString(16).toUpperCase() : value.toString();
}

function printFloat(value: number, { letter, precision = 6, flags }: Conversion): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : 'inf';
  const lower = letter.toLowerCase();
  const text =
    lower === 'f'
      ? value.toFixed(precision)
      : lower === 'e'
        ? exponential(value, precision)
        : general(value, Math.max(1, precision), flags.includes('#'));
  return letter === lower ? text : text.toUpperCase();
}

function exponential(value: number, precision: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(precision).split('e');
  const digits = exponent.replace(/^[-+]/, '').padStart(2, '0');
  return `${mantissa}e${exponent.startsWith('-') ? '-' : '+'}${digits}`;
}

function general(value: number, precision: number, keepsZeros: boolean): string {
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Number(value.toPrecision(precision))));
  const text =
    exponent < -4 || exponent >= precision
      ? exponential(value, precision - 1)
      : value.toFixed(Math.max(0, precision - 1 - exponent));
  if (keepsZeros || !text.includes('.')) return text;
  return text.replace(/\.?0+($|e)/, '$1');
}
