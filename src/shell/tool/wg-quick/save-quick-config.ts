import type { QuickRun } from './quick-run.js';

/** Writes the configuration of a device as it is now into its file. @throws Failed */
export async function saveConfig(run: QuickRun): Promise<void> {
  const { device, config, files } = run;
  const brief = run.ask(['ip', '-all', '-brief', 'address', 'show', 'dev', device]).text;
  const [, addresses = ''] = /^\S+ +[A-Z]+ +(.+)$/s.exec(brief) ?? [];
  const link = run.ask(['ip', 'link', 'show', 'dev', device]).text;
  const [, mtu] = config.mtu === '' ? [] : (/mtu (\d+)/.exec(link) ?? []);
  const own = [
    '[Interface]',
    ...addresses
      .split(/\s+/)
      .filter((address) => address !== '')
      .map((address) => `Address = ${address}`),
    ...config.nameServers.map((server) => `DNS = ${server}`),
    ...(mtu === undefined ? [] : [`MTU = ${mtu}`]),
    ...(config.table === '' ? [] : [`Table = ${config.table}`]),
    ...(config.saves ? ['SaveConfig = true'] : []),
    ...config.preUp.map((hook) => `PreUp = ${hook}`),
    ...config.postUp.map((hook) => `PostUp = ${hook}`),
    ...config.preDown.map((hook) => `PreDown = ${hook}`),
    ...config.postDown.map((hook) => `PostDown = ${hook}`),
    '',
  ].join('\n');
  run.say(`wg showconf ${device}`);
  const shown = run.ask(['wg', 'showconf', device]).text;
  await files.writeFile(run.path, `${shown.replace(HEADING, () => replacement(own))}\n`);
  // It writes another file, which it moves there.
  await files.chmod(run.path, 0o600);
}

const HEADING = '[Interface]\n';

/** The program puts this in by a pattern substitution, in which Bash 5.2 takes `&` for what was matched. Source: bash(1), `patsub_replacement`. */
function replacement(text: string): string {
  return text.replaceAll(/\\([\\&])|&/g, (_, escaped?: string) => escaped ?? HEADING);
}
