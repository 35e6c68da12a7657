import { describe, expect, it } from 'vitest';
import { CliError } from '../../src/cli/terminal/cli-error.js';
import { inputsFromFile, inputsFromWords } from '../../src/cli/input/trace-input.js';
import { tcp, udp } from '../../src/packet/make-packet.js';
import { fakeTerminal } from './fake-terminal.js';

function usageError(words: readonly string[]): CliError {
  try {
    inputsFromWords(words);
  } catch (error) {
    if (error instanceof CliError) return error;
  }
  throw new Error('no CliError');
}

describe('inputsFromWords', () => {
  it('takes packets word by word, quoted or mixed', () => {
    const inputs = inputsFromWords(['tcp to 192.0.2.1:25', 'udp', 'to', '192.0.2.2:53']);
    expect(inputs.map(({ read }) => read())).toEqual([
      { kind: 'packet', packet: tcp({ dst: '192.0.2.1', dport: 25 }) },
      { kind: 'packet', packet: udp({ dst: '192.0.2.2', dport: 53 }) },
    ]);
    expect(inputs.map(({ place }) => place)).toEqual([
      'tcp to 192.0.2.1:25',
      'udp to 192.0.2.2:53',
    ]);
  });

  it('underlines the wrong word', () => {
    const { message, exit } = usageError(['tcp', 'to', '192.0.2.1:25', 'makr', '7']);
    expect(exit).toBe(2);
    expect(message).toBe(
      [
        'expected a keyword (did you mean mark?), found "makr"',
        '  tcp to 192.0.2.1:25 makr 7',
        '                      ^^^^',
      ].join('\n'),
    );
  });

  it('points behind the last word when one is missing', () => {
    expect(usageError(['tcp']).message).toBe(
      ['expected to ADDRESS, found the end', '  tcp', '     ^'].join('\n'),
    );
  });

  it('names what makes a packet impossible', () => {
    expect(usageError(['icmp to 192.0.2.1:80']).message).toBe(
      'icmp to 192.0.2.1:80: sport and dport: protocol 1 has no ports',
    );
  });
});

describe('inputsFromFile', () => {
  it('counts lines and passes over blank ones', async () => {
    const terminal = fakeTerminal({ 'p.jsonl': '{"run": "a"}\n\n{"run": "b"}\n' });
    const inputs = [];
    for await (const { place, line, read } of inputsFromFile('p.jsonl', terminal)) {
      inputs.push({ place, line, request: read() });
    }
    expect(inputs).toEqual([
      { place: 'p.jsonl:1', line: 1, request: { kind: 'run', script: 'a' } },
      { place: 'p.jsonl:3', line: 3, request: { kind: 'run', script: 'b' } },
    ]);
  });
});
