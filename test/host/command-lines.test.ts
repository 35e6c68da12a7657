import { describe, expect, it } from 'vitest';
import { splitCommands } from '../../src/host/command-lines.js';
import { ParseError } from '../../src/parse-error.js';

const words = (text: string) => splitCommands(text).map((command) => command.words);

describe('splitting commands', () => {
  it('takes one command a line, or several with a semicolon', () => {
    expect(words('ip link\n\nip rule; ip route ;\n')).toEqual([
      ['ip', 'link'],
      ['ip', 'rule'],
      ['ip', 'route'],
    ]);
  });

  it('leaves out comments, but not a hash inside a word', () => {
    expect(words('# all of it\nip link # this\necho a#b')).toEqual([
      ['ip', 'link'],
      ['echo', 'a#b'],
    ]);
  });

  it('takes quotes away and joins their pieces', () => {
    expect(words(`echo "a b" 'c "d"' e\\ f "g\\"h"i''`)).toEqual([
      ['echo', 'a b', 'c "d"', 'e f', 'g"hi'],
    ]);
  });

  it('joins lines at a backslash and keeps the first one as position', () => {
    const [, second] = splitCommands('ip link\n  ip rule \\\n add\n');
    expect(second).toMatchObject({ words: ['ip', 'rule', 'add'], line: 2, column: 3 });
  });

  it('knows redirection to a file', () => {
    const [command] = splitCommands('echo "100 smtp" >> /etc/iproute2/rt_tables');
    expect(command).toMatchObject({
      words: ['echo', '100 smtp'],
      output: { path: '/etc/iproute2/rt_tables', append: true },
    });
  });

  it.each([
    'ip rule | grep x',
    'ip link set $DEV up',
    'ip rule && ip link',
    'ip link 2>/dev/null',
    'echo "open',
  ])('refuses shell syntax and open quotes: %s', (text) => {
    expect(() => splitCommands(text)).toThrow(ParseError);
  });

  it('says where', () => {
    expect(() => splitCommands('ip link\nip rule | grep x')).toThrow(
      '2:9: expected a plain command',
    );
  });
});
