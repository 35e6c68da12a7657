import { format } from 'prettier';
import { expect, it } from 'vitest';
import { FINDING_KINDS } from '../../../src/verify/lint/finding.js';
import { lintScript } from './lint-script.js';
import { FAULTY, faultyScript, OPEN_PROXY } from './corpus/set-ups.js';

const HEAD = `# What lint finds

\`nexthop lint\` and \`deadRules\` look for these. A finding has its kind, the rule, route or setting that it is about with the command that made it, the other commands that
have part in it, and one sentence. Each example is what lint says of a set-up of the project's tests; real set-ups with their faults are in [scenarios.md](scenarios.md).

Four sources are asked, each exactly: the configuration; the sets of all packets that come to a rule of a table, or to an \`ip rule\`, whatever their source, mark and connection;
the whole path with all packets in it, for the rules that their own table leaves some (a path that is too much to follow is reported as such);
and single packets that are sent through the host, plainly, by each rule, and with a device down. So what is called dead is dead, and what is said of a packet has happened to one.
What a set-up is _for_ can't be read from it: a finding says what happens, and the reader knows whether it was meant.

Nothing is said of what is there for another day: of rules that would refuse packets which never come (unless their address is asked for at a hook that never sees it), of rules and routes that have
an effect when a way out is down, or for a device that is down now, of routes that do what the default route does, of a table that is like main; nor of rules that accept or count where nothing is dropped.

Of \`ip rule\`s, those are reported that nothing needs: each packet goes the same way without them, now, with any one device down or up, and with any one other rule or route gone that somebody has made.
So a reserve, and a second line behind the first, are left alone, and so is what refuses. Where all rules together change nothing, that is a fault. That a mark leads where its packets go anyway
is reported with the rule that asks for it.

A finding is a fault, or a note: \`needless-rule\`, \`leak-when-down\` and \`nested-prefix\`, which can be meant, and \`not-followed\`, which says what was too much to look at, so that silence is no all-clear, and on a host with rules of nft what is looked for on hosts without them alone. \`unheard-proxy\` is a note where no socket is stated to listen
(\`--listen\`, \`Host.listen\`): any may then, and only rules of nft are reported, whose packets leave past a proxy that isn't running; it is a fault where sockets are stated and none takes the packet. Notes leave the exit status 0. Too much is a path of more than
60,000 states, or sets of packets of more than eight million nodes. A host with 200 services of Kubernetes and an endpoint for each, or with 5,000 rules in a row, is looked at whole; where \`statistic\` chooses among the endpoints of ten services or more, it is not.

This page is made by \`npm run test:thorough -- test/verify/lint/findings-page --update\`.
`;

/** Examples of what is a note on a host of nft. */
const OTHERS: ReadonlyMap<string, string> = new Map([['unheard-proxy', OPEN_PROXY]]);

it('the page of findings has an example of every kind', async () => {
  const rows: string[] = [];
  for (const [kind, about] of Object.entries(FINDING_KINDS)) {
    const example = FAULTY.find((faulty) => faulty.kind === kind);
    const script = example === undefined ? OTHERS.get(kind) : faultyScript(example);
    if (script === undefined) throw new Error(`no set-up has a fault of kind ${kind}`);
    const found = await lintScript(script);
    const finding = found.find((other) => other.kind === kind);
    rows.push(`| \`${kind}\` | ${about} | ${finding?.text ?? ''} |`);
  }
  const table = ['| kind | what is wrong | for instance |', '| --- | --- | --- |', ...rows];
  const page = await format(`${HEAD}\n${table.join('\n')}\n`, { parser: 'markdown' });
  await expect(page).toMatchFileSnapshot('../../../docs/findings.md');
});
