import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePacketJson } from '../../../src/packet/packet-json.js';
import { csvCells } from '../../../src/replay/flows/csv-cells.js';
import { readFile, sentOf, unsentOf } from './read-file.js';

describe('CSV', () => {
  it('is the packets of its columns', () => {
    const text =
      'dst,protocol,dport,iif,src,tcpFlags,mark\n203.0.113.9,tcp,25,,,,\r\n203.0.113.9,6,25,eth0,"10.0.0.5",SA,0x10\n\n';
    expect(readFile('csv', text).entries).toEqual([
      [1, 'skipped: names of columns'],
      [2, parsePacketJson({ dst: '203.0.113.9', protocol: 'tcp', dport: 25 })],
      [
        3,
        parsePacketJson({
          dst: '203.0.113.9',
          protocol: 6,
          dport: 25,
          iif: 'eth0',
          src: '10.0.0.5',
          tcpFlags: 'SA',
          mark: 16,
        }),
      ],
      [4, 'skipped: a blank line'],
    ]);
  });

  it.each([
    ['dst,protocl\n', '1:5: expected did you mean protocol?, found "protocl"'],
    ['\ndst,protocol,port\n', '2:14: expected did you mean sport?, found "port"'],
    ['dst,protocol,dport,sport,dport\n', '1:26: expected each column once, found "dport"'],
    ['dst;protocol\n', '1:1: expected commas between columns, found "dst;protocol"'],
    ['protocol,dport\n', '1:1: expected a column dst, found "protocol,dport"'],
    ['dst,"protocol\n', /expected names of columns, not a quote that is not closed on its line/],
  ])('is refused with the columns of %j', (text, message) => {
    expect(() => readFile('csv', `${text}192.0.2.1,6\n`)).toThrow(message);
  });

  it.each([
    ['nowhere,6,1', 'dst: an IPv4 or IPv6 address, got "nowhere"'],
    ['192.0.2.1,6,1,7', 'cells: 3, got 4'],
    ['192.0.2.1,6', 'cells: 3, got 2'],
    ['192.0.2.1,6,"1', 'a quote that is not closed on its line'],
    ['"192.0.2.1,6,1', 'a quote that is not closed on its line'],
    ['192.0.2.1",6,1', 'a quote within a cell'],
    ['192.0.2.1,"6"6,1', 'a quote within a cell'],
    ['192.0.2.1,6,25.0', 'dport: a number, got "25.0"'],
  ])('loses the line %j alone, and reports %s', (line, why) => {
    const read = readFile('csv', `dst,protocol,dport\n192.0.2.1,6,1\n${line}\n192.0.2.1,6,1\n`);
    expect(sentOf(read)).toEqual([2, 4]);
    expect(unsentOf(read)[1]).toEqual([3, `not sent: ${why}`]);
  });

  it('loses no good line to a stray quote among many', () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `192.0.2.${at % 256},6`);
    lines[8000] = '192.0.2.9",6';
    const text = `dst,protocol\n${lines.join('\n')}\n`;
    for (const least of [1 << 14, Infinity]) {
      const read = readFile('csv', text, { least, ends: [1 << 15, 1 << 17] });
      expect(sentOf(read)).toHaveLength(19_999);
      expect(unsentOf(read)).toEqual([
        [1, 'skipped: names of columns'],
        [8002, 'not sent: a quote within a cell'],
      ]);
    }
  });
});

const cell = fc.string({ unit: fc.constantFrom('a', '1', '.', ',', '"', ' ', ':'), maxLength: 6 });

describe('the cells of a line', () => {
  it('are those that csv-parse finds', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), (cells) => {
        const written = cells.map((text) =>
          /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
        );
        const line = written.join(',');
        fc.pre(line.trim() !== '');
        expect(csvCells(line)).toEqual(parse(line, { trim: true })[0]);
      }),
    );
  });

  it('are refused where csv-parse refuses them', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ',', '"'), minLength: 1 }), (line) => {
        expect(cellsOrError(() => csvCells(line))).toEqual(
          cellsOrError(() => parse(line, { relax_column_count: true })[0] ?? []),
        );
      }),
    );
  });
});

function cellsOrError(read: () => readonly string[]): readonly string[] | 'refused' {
  try {
    return read();
  } catch {
    return 'refused';
  }
}
