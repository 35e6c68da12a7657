/** What a folder has. */
export interface ListedFile {
  readonly name: string;
  readonly isFolder: boolean;
}

/** The files that a command finds. A path that doesn't begin with `/` is from the folder in which it runs. */
export interface CommandFiles {
  /** The folder in which it runs. */
  readonly cwd: string;
  /** Returns the text of a file (`ip -batch FILE`), /dev/stdin included; undefined when there is no such file. */
  readonly read: (path: string) => string | undefined;
  /** Returns what a folder has; undefined when there is no such folder. */
  readonly list: (path: string) => readonly ListedFile[] | undefined;
}

/** The names under which a process finds its standard input among the files. Source: proc_pid_fd(5). */
const STANDARD_INPUT = /^\/(dev\/stdin|dev\/fd\/0|proc\/(self|thread-self)\/fd\/0)$/;

/** Whether a path names the standard input of whoever opens it. */
export function isStandardInput(path: string): boolean {
  return STANDARD_INPUT.test(path);
}

/** The files of a command, its standard input among them. */
export function withInput(files: CommandFiles, readStdin: () => string): CommandFiles {
  return { ...files, read: (path) => (isStandardInput(path) ? readStdin() : files.read(path)) };
}

/** Folders that every machine has. Source: hier(7). */
const FOLDERS: ReadonlySet<string> = new Set(
  [
    '/ /bin /boot /dev /etc /home /lib /media /mnt /opt /proc /root /run /sbin /srv /sys /tmp /usr /usr/bin /usr/lib',
    '/usr/local /usr/local/etc /usr/sbin /usr/share /var /var/lib /var/log /var/run /var/tmp',
  ].flatMap((line) => line.split(' ')),
);

/**
 * The files of a command where there is no disk: the folders are those that every machine has and those that its files are in.
 *
 * @param files - those of the machine, by their paths
 */
export function filesOfMachine(
  files: Pick<ReadonlyMap<string, string>, 'keys'>,
  read: CommandFiles['read'],
): CommandFiles {
  const list = (path: string): readonly ListedFile[] | undefined => {
    const folder = resolved(path);
    const below = folder === '/' ? '/' : `${folder}/`;
    const inside = [...files.keys()].map(resolved).filter((name) => name.startsWith(below));
    if (inside.length === 0 && !FOLDERS.has(folder)) return undefined;
    const listed = new Map<string, ListedFile>();
    for (const name of inside) {
      const [first = '', ...rest] = name.slice(below.length).split('/');
      listed.set(first, { name: first, isFolder: rest.length > 0 });
    }
    return [...listed.values()];
  };
  return { cwd: '/', read, list };
}

/** The path of a file from the root, without steps back, as realpath(3) has it where no link is on the way. */
export function absolutePath({ cwd }: CommandFiles, path: string): string {
  return resolved(path.startsWith('/') ? path : `${cwd}/${path}`);
}

/** A path from the root without steps back. */
function resolved(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return `/${steps.join('/')}`;
}
