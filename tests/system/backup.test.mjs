// One file holds everything, made while the server runs; it comes back whole in an empty folder, and only there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  copyFileSync,
  writeFileSync,
  mkdirSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { home, remove, run, Server, temporaryFolder } from './support.mjs';

const folder = temporaryFolder();
const server = new Server(join(folder, 'data'));
const file = join(folder, 'the backup.tar');
let made;

before(async () => {
  await server.start();
  await server.signIn('administrator');
});
after(async () => {
  await server.stop();
  remove(folder);
});

test('a backup is made beside the running server, readable by its maker only', async () => {
  assert.equal((await server.api('POST', '/units', { name: 'In de back-up' })).status, 201);
  made = run(['backup', file, '--data', server.data]);
  assert.equal(made.status, 0, made.err);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.match(made.out, /last hash [0-9a-f]{64}/);
  assert.deepEqual(readdirSync(folder).sort(), ['data', 'the backup.tar'], 'nothing is left beside it');
});

test('it is restored into an empty folder with every row, and a server starts on it', async () => {
  const place = join(folder, 'restored');
  const back = run(['restore', file, '--data', place]);
  assert.equal(back.status, 0, back.err);
  assert.match(back.out, /every row of \d+ tables is back, and the audit log is sound/);
  assert.equal(run(['audit', 'verify', '--data', place]).status, 0);
  const second = new Server(place);
  await second.start();
  await second.signIn('administrator');
  assert.ok((await second.api('GET', '/units')).text.includes('In de back-up'));
  assert.equal((await second.api('POST', '/units', { name: 'Na het herstel' })).status, 201);
  await second.stop();
  const again = run(['restore', file, '--data', place]);
  assert.equal(again.status, 1);
  assert.match(again.err, /holds (a database|data) already/);
});

test('what is no whole backup, or of a newer version, is refused and leaves nothing to mistake for data', () => {
  const cut = join(folder, 'cut.tar');
  copyFileSync(file, cut);
  truncateSync(cut, Math.floor(statSync(cut).size * 0.6));
  assert.match(run(['restore', cut, '--data', join(folder, 'none')]).err, /is no backup of Tenzij/);
  const spoilt = readFileSync(file);
  spoilt.fill(0x55, Math.floor(spoilt.length / 2), Math.floor(spoilt.length / 2) + 5000);
  writeFileSync(cut, spoilt);
  const half = run(['restore', cut, '--data', join(folder, 'half')]);
  assert.equal(half.status, 1);
  assert.match(half.err, /nothing was kept/);
  assert.equal(
    run(['restore', file, '--data', join(folder, 'half')]).status,
    0,
    'the same folder takes a whole one afterwards',
  );
  writeFileSync(join(folder, 'text.tar'), 'no backup');
  assert.match(
    run(['restore', join(folder, 'text.tar'), '--data', join(folder, 'none')]).err,
    /is no backup of Tenzij/,
  );
  const work = join(folder, 'newer');
  mkdirSync(work);
  spawnSync('tar', ['-xf', file, '-C', work]);
  const manifest = JSON.parse(readFileSync(join(work, 'manifest.json'), 'utf8'));
  manifest.migrations.push({ name: '9999_later', checksum: '0' });
  writeFileSync(join(work, 'manifest.json'), JSON.stringify(manifest));
  spawnSync('tar', ['-cf', join(folder, 'newer.tar'), '-C', work, 'manifest.json', 'database.dump']);
  const newer = run(['restore', join(folder, 'newer.tar'), '--data', join(folder, 'none')]);
  assert.match(newer.err, /9999_later is unknown here/);
  assert.ok(!existsSync(join(folder, 'none', 'pg')));
});

test('there is nothing to back up in a folder without data', () => {
  assert.match(
    run(['backup', join(folder, 'x.tar'), '--data', join(folder, 'nowhere')]).err,
    /there is no database of Tenzij in/,
  );
  assert.ok(!existsSync(join(folder, 'nowhere')));
});

test('the doctor looks beside the running server, and says what is wrong and what to do', () => {
  const well = run(['doctor', '--json', '--data', server.data]);
  const found = JSON.parse(well.out);
  assert.deepEqual(
    found.filter((each) => each.health === 'wrong'),
    [],
  );
  assert.equal(well.status, 0);
  assert.match(
    found.find((each) => each.subject === 'server').detail,
    new RegExp(`process ${server.process.pid} .*port ${server.port}`),
  );
  assert.match(found.find((each) => each.subject === 'database').detail, /PostgreSQL \d+.*schema/);
  const lines = run(['doctor', '--data', join(home, 'README.md', 'x')]);
  assert.match(lines.out, /ok +program/);
  const empty = run(['doctor', '--json', '--data', server.data], { env: { PATH: '/nonexistent' } });
  assert.equal(empty.status, 1);
  assert.ok(
    JSON.parse(empty.out).some((each) => each.health === 'wrong' && each.advice === 'apt-get install poppler-utils'),
  );
});
