import { expect, test } from 'vitest';
import { parseQuestions, printQuestion, splitCommands } from './question.js';

test('a script is split into its commands, here-documents kept with theirs', () => {
  const script = [
    '#!/bin/bash',
    '# a remark',
    'ip link set lo up',
    '',
    "iptables-restore -n <<'EOF'",
    '*mangle',
    '# not a remark of the script',
    'COMMIT',
    'EOF',
    'ip route add default \\',
    '  via 192.0.2.1',
    'ip rule; ip route',
  ].join('\n');
  expect(splitCommands(script)).toEqual([
    'ip link set lo up',
    "iptables-restore -n <<'EOF'\n*mangle\n# not a remark of the script\nCOMMIT\nEOF",
    'ip route add default \\\n  via 192.0.2.1',
    'ip rule; ip route',
  ]);
});

test('remarks are for the reader of a file only', () => {
  const [packet, run, listen] = parseQuestions(
    '{"dst": "8.8.8.8", "note": "why"}\n\n{"run": "ip rule"}\n{"listen": {"protocol": "tcp", "port": 80}}\n',
  );
  expect([packet, run, listen].map((question) => question?.kind)).toEqual([
    'packet',
    'run',
    'listen',
  ]);
  expect(packet && printQuestion(packet)).toBe('{"dst":"8.8.8.8"}');
  expect(run && printQuestion(run)).toBe('{"run":"ip rule"}');
  expect(listen && printQuestion(listen)).toBe('{"listen":{"protocol":"tcp","port":80}}');
});
