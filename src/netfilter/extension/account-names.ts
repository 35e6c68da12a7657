/** The accounts that every Debian host has, by name. */
const USERS = names(
  'root=0 daemon=1 bin=2 sys=3 sync=4 games=5 man=6 lp=7 mail=8 news=9 uucp=10 proxy=13 www-data=33 backup=34 list=38',
  'irc=39 _apt=42 nobody=65534',
);

/** The groups that every Debian host has, by name. */
const GROUPS = names(
  'root=0 daemon=1 bin=2 sys=3 adm=4 tty=5 disk=6 lp=7 mail=8 news=9 uucp=10 man=12 proxy=13 kmem=15 dialout=20 fax=21',
  'voice=22 cdrom=24 floppy=25 tape=26 sudo=27 audio=29 dip=30 www-data=33 backup=34 operator=37 list=38 irc=39 src=40',
  'shadow=42 utmp=43 video=44 sasl=45 plugdev=46 staff=50 games=60 users=100 nogroup=65534',
);

/** Users or groups. */
export type AccountKind = 'uid' | 'gid';

/** The number of a user or a group by its name; undefined when there is none. */
export function accountNumber(kind: AccountKind, name: string): number | undefined {
  return table(kind).find(([candidate]) => candidate === name)?.[1];
}

/** The name of a user or a group by its number; undefined when it has none. */
export function accountName(kind: AccountKind, number: number): string | undefined {
  return table(kind).find(([, candidate]) => candidate === number)?.[0];
}

function table(kind: AccountKind): readonly (readonly [string, number])[] {
  return kind === 'uid' ? USERS : GROUPS;
}

function names(...lines: readonly string[]): readonly (readonly [string, number])[] {
  return lines
    .flatMap((line) => line.split(' '))
    .map((entry) => {
      const [name = '', number = ''] = entry.split('=');
      return [name, Number(number)];
    });
}
