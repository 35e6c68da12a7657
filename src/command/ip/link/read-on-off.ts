import { Refusal } from '../../refusal.js';

/** Reads `on` or `off`. @throws Refusal for any other word */
export function readOnOff(option: string, word: string): boolean {
  if (word === 'on' || word === 'off') return word === 'on';
  const why = `Error: argument of "${option}" must be "on" or "off", not "${word}"\n`;
  throw new Refusal(1, why, false);
}
