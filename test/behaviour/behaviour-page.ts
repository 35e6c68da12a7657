import { readChapters, type Behaviour, type Chapter, type State } from './behaviour.js';

const STATES: Readonly<Record<State, string>> = {
  simulated: 'simulated',
  refused: 'refused by name',
  differs: 'differs',
};

/** docs/behaviour.md, made of the chapters. */
export function printBehaviourPage(): string {
  const chapters = readChapters();
  const all = chapters.flatMap(({ behaviours }) => behaviours);
  const counts = Object.entries(STATES).map(
    ([state, words]) => `${all.filter((one) => one.state === state).length} ${words}`,
  );
  return [
    INTRODUCTION,
    `${all.length} behaviours: ${counts.join(', ')}.`,
    ...chapters.map(printChapter),
  ].join('\n\n');
}

const INTRODUCTION = `# What Linux does, and what nexthop does

Each line is a behaviour of Linux that decides where a packet goes or what a tool says. It is shown by commands and packets on
[one small router](../test/behaviour/lab.sh): the kernel's answers to them are recorded, and \`test/behaviour/behaviours.test.ts\` asks the
simulator the same, under the name of the behaviour. What _differs_ has to differ there too, and what is _refused_ has to be refused by the name
that stands here, so this page can't become better or worse than the truth. Further tests of the same are linked.

This page is made of \`test/behaviour/chapters/\`: \`npx vitest run test/behaviour -u\` writes it anew, and
\`RECORD=1 npm run test:kernel\` asks the kernel anew.`;

function printChapter({ title, behaviours, file }: Chapter): string {
  const rows = behaviours.map(
    (behaviour, at) =>
      `| ${escapeCell(behaviour.does)} | ${printState(behaviour)} | [shown](../test/behaviour/chapters/${file}#L${at + 2})${printTests(behaviour)} |`,
  );
  return [`## ${title}`, '', '| Linux | nexthop | test |', '| --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function printState({ state, but }: Behaviour): string {
  if (but === undefined) return STATES[state];
  return `${STATES[state]}: ${state === 'refused' ? `\`${but}\`` : escapeCell(but)}`;
}

function printTests({ tests = [] }: Behaviour): string {
  return tests
    .map((test) => {
      const [path = '', name = ''] = test.split(' › ');
      return `, [${escapeCell(name)}](../${path})`;
    })
    .join('');
}

/** Text that stands in a cell of a table. */
function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
