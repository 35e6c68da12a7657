/** Words that stand in a text, with blanks between. */
function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Words at which readers stumble: edges of numbers, things that are almost addresses, names that objects have. */
export const ODD_WORDS: readonly string[] = words(`
  - -- ! / : :: . , = @ * ? [ ] % \\ ' "
  0 -1 1 00 0x 0x0 0x1 0xffffffff 0x100000000 1e3 1.5 +1
  127 128 254 255 256 32767 32768 65535 65536 2147483647 2147483648 -2147483649
  4294967295 4294967296 18446744073709551615 18446744073709551616
  0/0 0.0.0.0/0 ::/0 10.0.0.0/33 10.0.0.1/ /24 10.0.0 10.0.0.256 1.2.3.4.5
  255.255.255.255 224.0.0.1 127.0.0.1 0.0.0.0 ::1 fe80::1 ff02::1 ::ffff:1.2.3.4 1::2::3
  10.0.0.1-10.0.0.9 10.0.0.9-10.0.0.1 1:2 1: :1 1-2 2-1 1,2
  all any default none lo main local eth0 eth+ + help -h --help
  __proto__ constructor toString hasOwnProperty NaN Infinity undefined null
`).concat(
  ['', ' 1', '9'.repeat(30), '9'.repeat(400), 'a'.repeat(15), 'a'.repeat(16), 'a'.repeat(300)],
  [','.repeat(40), '\u0000', '\n', '\t', '\r', '\u001b[31m', '\u202e', 'é', '\u{1f600}', '\ufeff'],
);

/** Text of which files and scripts are made: what opens, closes, joins and ends. */
export const ODD_TEXTS: readonly string[] = ODD_WORDS.concat(
  words('# ; && || | & > >> < << <<< { } {} [] ( ) $( ${ ` $ "" {" ": ," * -A [0:0] true false'),
  ['\n', '\n\n', '\r\n', ' ', "''", '\\\n', 'COMMIT\n', '*filter\n', '\ufffd'],
);

/** Numbers that lie at edges, for fields of one, two and four bytes. */
export const EDGE_NUMBERS: readonly number[] = words(`
  0 1 2 3 4 7 8 15 16 20 28 31 32 40 63 64 127 128 254 255 256
  0x0800 0x7fff 0x8000 0x86dd 0xffff 0x10000 0x7fffffff 0x80000000 0xfffffff0 0xffffffff
`).map(Number);
