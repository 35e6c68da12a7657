import { expect, it } from 'vitest';
import { Host } from '../../../src/host/host.js';
import { run } from '../../../src/shell/index.js';
import { packetSet, prove } from '../../../src/verify/index.js';
import { read, readNetworks } from '../../journey/network.js';
import { judgeJourneys } from './judge-journeys.js';

const setup = readNetworks('wireguard').find(({ name }) => name === 'behind-nat')?.setup ?? '';

it('what keepalives have opened is not taken for the first of a connection', async () => {
  const { machine } = await run(read(setup));
  const server = Host.fromMachine(machine, 'srv');
  const judged = { compared: 0, open: 0 };
  judgeJourneys(server, { family: 4, direction: 'sent', drawn: 2 }, judged);
  expect(judged.open).toBeGreaterThan(0);
  const claims = prove(server).every(packetSet({ dst: '10.7.0.2', src: 'none', oif: 'none' }));
  expect(claims.neverReaches('10.7.0.2', 'pc')).toMatchObject({
    kind: 'undecided',
    notFollowed: ['a connection that keepalives have made in r2'],
  });
});
