import { replaceEscapes } from '../parse/escape.js';
import { print, type Builtin } from './builtin.js';

/** `echo [-neE] WORD...` */
export const echo: Builtin = (call) => {
  const { argv, shell } = call;
  let endsLine = true;
  let hasEscapes = shell.features.has('xpg_echo');
  let at = 0;
  for (; /^-[neE]+$/.test(argv[at] ?? ''); at++) {
    for (const letter of argv[at]?.slice(1) ?? '') {
      if (letter === 'n') endsLine = false;
      else hasEscapes = letter === 'e';
    }
  }
  const text = argv.slice(at).join(' ');
  const end = endsLine ? '\n' : '';
  if (!hasEscapes) return print(call, text + end);
  const { bytes, ends } = replaceEscapes(text, 'echo');
  return print(call, ends ? bytes : bytes + end);
};
