import { describe, expect, it } from 'vitest';
import { parsePacketJson, printPacketJson } from '../../../src/packet/packet-json.js';
import { foreignFormat, guessFormat } from '../../../src/replay/flows/flow-format.js';
import { readFile, sentOf, unsentOf } from './read-file.js';

const PACKETS = [
  { dst: '203.0.113.9', protocol: 'tcp', dport: 25 },
  { iif: 'eth1', src: '10.0.0.5', dst: '203.0.113.9', protocol: 'udp', sport: 5, dport: 53 },
  { dst: '192.0.2.1', protocol: 47, mark: 7, tos: 8, uid: 1000, oif: 'eth0', length: 1500 },
  { dst: '192.0.2.1', protocol: 'icmp', icmpType: 13, icmpCode: 1, icmpId: 700, ttl: 3, gid: 5 },
].map((json) => parsePacketJson(json));
const GOOD = '{"dst":"192.0.2.1","protocol":6}';

describe('JSON lines', () => {
  const text = PACKETS.map((packet) => `${JSON.stringify(printPacketJson(packet))}\n`).join('');

  it('are packets', () => {
    expect(readFile('json', text).entries).toEqual(PACKETS.map((packet, at) => [at + 1, packet]));
  });

  it('need no newline at the end, and may have blank lines', () => {
    const read = readFile('json', `\n\n${text.trimEnd()}`);
    expect(sentOf(read)).toEqual([3, 4, 5, 6]);
    expect(unsentOf(read)).toEqual([
      [1, 'skipped: a blank line'],
      [2, 'skipped: a blank line'],
    ]);
  });

  it.each([
    ['{"dst":"192.0.2.1"}', 'protocol: every packet has one'],
    ['{', 'not JSON: '],
    ['[]', 'packet: an object, got []'],
    ['{"dst":"192.0.2.1","protocol":6,"iif":"eth9","src":"192.0.2.2"}', 'iif: no device "eth9"'],
    ['{"dst":"192.0.2.1","protocol":6,"dport":25,"dport":80}', 'dport: given twice'],
    ['{"dst":"192.0.2.1","protocol":6,"mark":1,"m\\u0061rk":null}', 'mark: given twice'],
    ['{"dst":"192.0.2.1","protocol":6,"dst":"192.0.2.1"}', 'dst: given twice'],
    ['{"dst":"192.0.2.1","protocol":6,"dprot":25}', 'dprot: no such field; did you mean dport?'],
    ['{"dst":"192.0.2.1","protocol":6,"dport":65536}', 'dport: 0..65535, got 65536'],
    ['{"dst":"192.0.2.1","protocol":6,"dport":-1}', 'dport: 0..65535, got -1'],
    ['{"dst":"192.0.2.1","protocol":6,"mark":1e999}', 'mark: 0..4294967295, got Infinity'],
    ['{"dst":"192.0.2.1","protocol":6.5}', 'protocol: 0..255, got 6.5'],
    ['{"dst":"192.0.2.1","protocol":6,"length":1}', 'length: 40 at least, got 1'],
  ])('with %j go on behind it, and report %s', (line, why) => {
    const read = readFile('json', `${GOOD}\n${line}\n${GOOD}\n`);
    expect(sentOf(read)).toEqual([1, 3]);
    const [[number, what] = [0, '']] = unsentOf(read);
    expect(number).toBe(2);
    expect(what).toMatch(/^not sent: /);
    expect(what).toContain(why);
  });

  it('may have a name twice in different objects, and the same text in values', () => {
    const read = readFile('json', '{"dst":"192.0.2.1","protocol":"tcp","tcpFlags":"S"}\n');
    expect(sentOf(read)).toEqual([1]);
  });
});

describe('text', () => {
  it.each(['\n', '\r\n', '\r'])('has lines that end with %j', (end) => {
    const lines = ['dst,protocol', '192.0.2.1,6', '', '192.0.2.2,17', '192.0.2.3,x'];
    for (const last of ['', end]) {
      const read = readFile('csv', lines.join(end) + last);
      expect(sentOf(read)).toEqual([2, 4]);
      expect(unsentOf(read).map(([number]) => number)).toEqual([1, 3, 5]);
      expect(read.count).toBe(5);
    }
  });

  it('that is not UTF-8 costs its line', () => {
    const bytes = Buffer.from(
      `${GOOD}\n{"dst":"192.0.2.1","protocol":6,"oif":"\xe9"}\n${GOOD}`,
      'latin1',
    );
    expect(
      readFile('json', bytes).entries.map(([, what]) => typeof what === 'string' && what),
    ).toEqual([false, 'not sent: not UTF-8', false]);
  });

  it('may have a byte order mark wherever a file began that was put into it', () => {
    expect(sentOf(readFile('json', `\uFEFF${GOOD}\n${GOOD}\n\uFEFF${GOOD}`))).toEqual([1, 2, 3]);
    expect(sentOf(readFile('csv', `\uFEFFdst,protocol\n\uFEFF192.0.2.1,6\n`))).toEqual([2]);
  });

  it('may have the character that stands for broken ones', () => {
    expect(unsentOf(readFile('json', `${GOOD}\n{"\uFFFD":1}`))).toEqual([
      [2, expect.stringContaining('\uFFFD: no such field')],
    ]);
  });

  it('has no line of a megabyte', () => {
    const long = `{"dst":"${'9'.repeat(1 << 20)}"}`;
    const read = readFile('json', `${GOOD}\n${long}\n${GOOD}`, { ends: [100, 70_000, 200_000] });
    expect(sentOf(read)).toEqual([1, 3]);
    expect(unsentOf(read)).toEqual([[2, 'not sent: a line of more than 65536 bytes']]);
  });
});

describe('names of users and groups', () => {
  const USERS = ['www-data', 33, 'www-dta'];

  it.each([
    ['csv', ['dst,protocol,uid', ...USERS.map((uid) => `192.0.2.1,6,${uid}`)]],
    ['json', ['', ...USERS.map((uid) => JSON.stringify({ dst: '192.0.2.1', protocol: 6, uid }))]],
  ] as const)('are those of the host in %s', (format, lines) => {
    expect(readFile(format, lines.join('\n')).entries.slice(1)).toMatchObject([
      [2, { uid: 33 }],
      [3, { uid: 33 }],
      [4, 'not sent: expected a user of the host (did you mean www-data?), found "www-dta"'],
    ]);
  });
});

describe('the format', () => {
  it.each([
    ['{"dst": ', 'json'],
    ['  {"dst": ', 'json'],
    ['', 'json'],
    ['dst,protocol', 'csv'],
    ['"dst","protocol"', 'csv'],
  ])('of %j is %s', (start, format) => {
    expect(guessFormat(new TextEncoder().encode(start), true)).toBe(format);
  });

  it('of a magic number is a capture', () => {
    expect(guessFormat(Uint8Array.of(0xd4, 0xc3, 0xb2, 0xa1, 2), true)).toBe('capture');
    expect(guessFormat(Uint8Array.of(0x0a, 0x0d, 0x0d, 0x0a, 2), true)).toBe('capture');
  });

  it.each(['', 'd', '\n', '        \n'])('is not known by %j', (start) => {
    expect(guessFormat(new TextEncoder().encode(start), false)).toBeUndefined();
  });

  it.each([
    [[0xff, 0xfe, 0x64, 0], 'UTF-16 or UTF-32: convert it to UTF-8'],
    [[0xfe, 0xff, 0, 0x64], 'UTF-16: convert it to UTF-8'],
    [[0x1f, 0x8b, 8, 0], 'gzip: decompress it'],
    [[0x64, 0x73, 0x74], undefined],
    [[], undefined],
  ])('that begins with %j is %s', (start, name) => {
    expect(foreignFormat(Uint8Array.from(start))).toBe(name);
  });
});
