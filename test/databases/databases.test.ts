import { describe, expect, it } from 'vitest';
import { INSTALLED_DATABASES, readDatabases } from '../../src/databases/databases.js';
import { INSTALLED_FILES } from '../../src/databases/installed-files.js';

describe('the databases of a machine', () => {
  it('are those that were installed where it has no file', () => {
    const { users, groups, protocols, services } = INSTALLED_DATABASES;
    expect(users.numberOf('www-data')).toBe(33);
    expect(groups.nameOf(65534)).toBe('nogroup');
    expect(protocols.numberOf('OSPFIGP')).toBe(89);
    expect(services.portOf('www', 'tcp')).toBe(80);
    expect(services.portOf('http', 'udp')).toBeUndefined();
    expect(services.nameAt(53, 'udp')).toBe('domain');
    expect(users.numberOf('0')).toBeUndefined();
  });

  it('are those of its files, of which the first entry of a name or number counts', () => {
    const files = new Map([
      [
        '/etc/passwd',
        'a:x:5:1::/:/bin/sh\nb:x:5:1::/:/bin/sh\na:x:6:1::/:/bin/sh\nbad\nc:x::\n#d:x:7:\n',
      ],
      [
        '/etc/services',
        '# remark\nhttp 81/tcp web # remark\nhttp 82/tcp\nweb 83/udp\nbroken tcp/80\n',
      ],
      ['/etc/group', ''],
    ]);
    const { users, groups, services, protocols } = readDatabases(files);
    expect([users.numberOf('a'), users.nameOf(5), users.nameOf(6)]).toEqual([5, 'a', 'a']);
    expect(['bad', 'c', '#d', 'd', 'root'].map((name) => users.numberOf(name))).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
    expect(groups.numberOf('root')).toBeUndefined();
    expect(services.portOf('http', 'tcp')).toBe(81);
    expect(services.portOf('web', 'udp')).toBe(83);
    expect(services.nameAt(82, 'tcp')).toBe('http');
    expect(services.portOf('broken', 'tcp')).toBeUndefined();
    expect(protocols).not.toBe(INSTALLED_DATABASES.protocols);
    expect(protocols.numberOf('tcp')).toBe(6);
  });

  it('follow a file that changes', () => {
    const named = (name: string) => new Map([['/etc/passwd', `${name}:x:7:7::/:\n`]]);
    expect(readDatabases(named('a')).users.nameOf(7)).toBe('a');
    expect(readDatabases(named('b')).users.nameOf(7)).toBe('b');
    expect(INSTALLED_DATABASES.users.nameOf(7)).toBe('lp');
  });

  it('are installed as files', () => {
    expect(INSTALLED_FILES.get('/etc/passwd')).toMatch(/^root:x:0:0:root:\/root:\/bin\/bash\n/);
    expect(INSTALLED_FILES.get('/etc/group')).toContain('\nnogroup:x:65534:\n');
    expect(INSTALLED_FILES.get('/etc/services')).toContain('\nhttp\t80/tcp\twww\n');
  });
});
