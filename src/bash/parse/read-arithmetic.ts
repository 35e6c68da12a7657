import type { Source } from './source.js';
import type { Word } from '../syntax/script.js';

/** Reads the text of an expression, and past what closes it: `))` or `]`. */
export function readArithmetic(source: Source, closing: '))' | ']'): Word {
  const began = source.at;
  const [open, close] = closing === ']' ? ['[', ']'] : ['(', ')'];
  let depth = 0;
  const expression = source.readWordUntil('double', (inside) => {
    const char = inside.peek();
    if (char === open) {
      inside.enter();
      depth++;
    } else if (char === close) {
      if (depth === 0) return true;
      inside.leave();
      depth--;
    }
    return false;
  });
  if (!source.take(closing)) throw source.unclosed(close, began);
  return expression;
}
