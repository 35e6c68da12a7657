import { expect, it } from 'vitest';
import { Host } from 'nexthop';
import { compareTranslation, translate } from 'nexthop/translate';
import { EVERY_FORM } from './every-form.js';

it('has a ruleset of nft for every form, which nft takes', async () => {
  const { ruleset, ...translation } = translate(Host.fromCommands(EVERY_FORM));
  expect(translation).toMatchObject({ untranslated: [], refusal: '', rules: 50 });
  await expect(ruleset).toMatchFileSnapshot('golden/every-form.nft');
});

it.each([
  ['-p tcp --dport 25', 'tcp dport 25', 'tcp dport 26'],
  ['-p tcp -m multiport --dports 80,443', '{ 80, 443 }', '{ 80 }'],
  ['-m limit --limit 5/sec', 'limit rate 5/second burst 5 packets ', ''],
])('shows the packet for which a translation of %s is wrong', (match, right, wrong) => {
  const host = Host.fromCommands(`iptables -A OUTPUT ${match} -j DROP`);
  const asked = { family: 4, direction: 'sent' } as const;
  const { ruleset, ...rest } = translate(host);
  expect(ruleset).toContain(right);
  const broken = Host.fresh().exec(['nft', '-f', '-'], ruleset.replace(right, wrong));
  expect(broken.stderr).toBe('');
  expect(compareTranslation(host, rest, asked)).toEqual([]);
  const changes = compareTranslation(host, { ...rest, host: broken.host }, asked);
  expect(changes[0]?.witness).toBeDefined();
});

it('names what nft has nothing for, with the rule that has it, and has no ruleset then', () => {
  const host = Host.fromCommands([
    'iptables -A INPUT -p tcp -j ACCEPT',
    'iptables -A INPUT -m recent --name seen --set -j DROP',
    'iptables -t mangle -A POSTROUTING -p udp -j CHECKSUM --checksum-fill',
  ]);
  const { ruleset, untranslated } = translate(host);
  expect(ruleset).toBe('');
  expect(untranslated).toMatchObject([
    { chain: 'ip filter INPUT', number: 2, without: ['-m recent'] },
    { chain: 'ip mangle POSTROUTING', number: 1, without: ['-j CHECKSUM'] },
  ]);
});

it('has another name for a chain whose name is a word of nft', () => {
  const host = Host.fromCommands([
    'iptables -N drop',
    'iptables -N 1st:chain',
    'iptables -A drop -m limit --limit 1/sec -j RETURN',
    'iptables -A drop -j 1st:chain',
    'iptables -A INPUT -j drop',
  ]);
  const translation = translate(host);
  expect(translation.ruleset).toContain('counter jump drop_\n');
  expect(translation.renamed.map(({ from, to }) => [from, to])).toEqual([
    ['drop', 'drop_'],
    ['1st:chain', '_1st_chain'],
  ]);
  expect(compareTranslation(host, translation)).toEqual([]);
});
