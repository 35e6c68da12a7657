import type { Call, IptablesRule, RuleString } from '../golden/golden.js';
import type { World } from './world.js';

/** Asks the live kernel one rule string, in a namespace of its own. */
export async function askRuleString(world: World, question: RuleString): Promise<RuleString[]> {
  const { from, family, args } = question;
  const words = args.trim().split(/\s+/).map(quote).join(' ');
  const rule = `ip -n fresh -${family} rule`;
  // All are asked at once: the world answers in the order of asking.
  const [, before, added, after, deleted] = await Promise.all([
    world.run('ip netns add fresh'),
    world.run(`${rule} show`),
    world.run(`${rule} add ${words}`),
    world.run(`${rule} show`),
    world.run(`${rule} del ${words}`),
    world.run('ip netns del fresh'),
  ]);
  const defaults = before.stdout.split('\n');
  return [
    {
      from,
      family,
      args,
      exit: added.exit,
      stderr: added.stderr,
      shown: after.stdout.split('\n').filter((line) => !defaults.includes(line)),
      deleteExit: added.exit === 0 ? deleted.exit : null,
    },
  ];
}

/** Asks the live kernel one iptables rule in each of its chains and families, and puts equal answers together again. */
export async function askIptablesRule(
  world: World,
  question: IptablesRule,
): Promise<IptablesRule[]> {
  const { from, table, chains, families, rule } = question;
  const places = families.flatMap((family) => chains.map((chain) => ({ family, chain })));
  const answers = await Promise.all(
    places.map(async ({ family, chain }) => {
      const iptables = family === 4 ? 'iptables' : 'ip6tables';
      const [added, saved] = await Promise.all([
        world.run(`${iptables} -t ${table} -A ${chain} ${rule}`),
        world.run(`${iptables}-save -t ${table}`),
        world.run(`${iptables} -t ${table} -F`),
      ]);
      const lines = saved.stdout.split('\n').filter((line) => line.startsWith('-A '));
      return {
        exit: added.exit,
        stderr: added.stderr.replaceAll('ip6tables', 'iptables'),
        saved: lines.map((line) => line.slice(`-A ${chain} `.length)),
      };
    }),
  );
  const [first] = answers;
  const agree = answers.every((answer) => JSON.stringify(answer) === JSON.stringify(first));
  return first !== undefined && agree
    ? [{ from, table, chains, families, rule, ...first }]
    : places.flatMap(({ family, chain }, at) => {
        const answer = answers[at];
        const place = { from, table, chains: [chain], families: [family], rule };
        return answer === undefined ? [] : [Object.assign(place, answer)];
      });
}

/** Plays one call of a replay on the live kernel. Where the kernel has no dummy devices an ifb stands in: it takes packets just as silently. */
export async function askCall(world: World, { run }: Call): Promise<Call[]> {
  const ran = await world.run(run.replace(/\btype dummy\b/, 'type ifb'));
  return [{ run, ...ran }];
}

/** A word for Bash: what may mean more than itself is quoted. */
function quote(word: string): string {
  return /^[\w./:,=+@!%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
