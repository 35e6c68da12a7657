import fc from 'fast-check';

/** Words that stand somewhere else, or nowhere. */
const WORDS = [
  'counter',
  'nosuch',
  'tcp',
  '{',
  '}',
  '10.0.0.1',
  '99999',
  'ip6',
  'set',
  '@nets',
  'jump',
  '"x',
  '!=',
  ';',
];

/** Texts in which one word stands for another. */
export function misspelt(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(text, fc.nat(1000), fc.constantFrom(...WORDS)).map(([found, at, word]) => {
    const [head, lines] = found.startsWith('nft -f') ? split(found) : ['', found];
    const tail = head === '' ? '' : '\nEND';
    const words = lines.split(' ');
    words[at % words.length] = word;
    return `${head}${words.join(' ')}${tail}`;
  });
}

function split(file: string): [string, string] {
  const at = file.indexOf('\n') + 1;
  return [file.slice(0, at), file.slice(at, -'\nEND'.length)];
}
