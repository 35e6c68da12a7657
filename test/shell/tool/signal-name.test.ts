import { constants } from 'node:os';
import { expect, it } from 'vitest';
import { printSignal, signalName } from '../../../src/shell/tool/signal-name.js';

it('knows the signals by the numbers that the system gives them', () => {
  for (const [name, number] of Object.entries(constants.signals)) {
    if (['SIGIOT', 'SIGPOLL', 'SIGUNUSED', 'SIGINFO', 'SIGLOST', 'SIGBREAK'].includes(name))
      continue;
    const signal = signalName(`${number}`) ?? '';
    expect(printSignal(signal)).toBe(name);
    expect(signalName(name)).toBe(signal);
    expect(signalName(signal.toLowerCase())).toBe(signal);
  }
});

it('knows the end of the shell', () => {
  expect(signalName('0')).toBe('EXIT');
  expect(printSignal('EXIT')).toBe('EXIT');
});

it.each(['', 'FOO', '-1', '99', 'SIG'])('knows no signal %j', (word) => {
  expect(signalName(word)).toBeUndefined();
});
