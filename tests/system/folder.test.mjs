// Which folder the data are in: a given one is used or refused with the reason, and never exchanged for another.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { asRoot, home, program, remove, run, Server, temporaryFolder } from './support.mjs';

const folder = temporaryFolder();
const nobody = 65534;
after(() => remove(folder));

const refused = (args, reason, environment = {}) => {
  const done = run([...args, '--port', '0'], { env: { ...process.env, ...environment }, timeout: 60_000 });
  assert.notEqual(done.status, 0);
  assert.match(done.err, reason);
};

test('a folder with something else in it is refused, and the one inside that has the data is named', async () => {
  const wrong = join(folder, 'photos');
  mkdirSync(wrong);
  writeFileSync(join(wrong, 'holiday.jpg'), '');
  refused(['--data', wrong], /is not empty and holds no database of Tenzij/);
  assert.deepEqual(readdirSync(wrong), ['holiday.jpg']);
  mkdirSync(join(folder, 'high', 'var', 'pg'), { recursive: true });
  writeFileSync(join(folder, 'high', 'var', 'pg', 'PG_VERSION'), '15\n');
  refused(['--data', join(folder, 'high')], /high\/var does: give that one/);
  writeFileSync(join(folder, 'file'), '');
  refused(['--data', join(folder, 'file')], /is no folder/);
  refused(['--data', ''], /--data: .*names no folder/);
  refused(['--data', '/proc/none'], /the (folder|data) .*\/proc\/none/);
});

test('an unreachable folder is refused, whichever way it was given', { skip: !asRoot && 'needs root' }, () => {
  const closed = join(folder, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const reason = /may not enter .*closed\. Give another folder with --data/;
  refused(['--data', join(closed, 'var')], reason);
  refused([], reason, { TENZIJ_DATA: join(closed, 'var') });
  writeFileSync(join(folder, 'settings'), `data = "${join(closed, 'var')}"\n`);
  refused(['--config', join(folder, 'settings')], reason);
  assert.deepEqual(readdirSync(closed), []);
});

test(
  'an ordinary user is told which folder is closed to them',
  { skip: !asRoot && 'needs root, to become somebody else' },
  () => {
    const mine = join(folder, 'of root');
    mkdirSync(join(mine, 'closed'), { recursive: true });
    chmodSync(join(mine, 'closed'), 0o700);
    // The program itself may lie where that user cannot come.
    copyFileSync(program, join(folder, 'tenzij'));
    const nobody = (data) =>
      spawnSync(
        'setpriv',
        ['--reuid=65534', '--regid=65534', '--clear-groups', join(folder, 'tenzij'), '--data', data, '--port', '0'],
        { encoding: 'utf8', env: { ...process.env, TENZIJ_HOME: folder } },
      );
    for (const [data, closed] of [
      [join(mine, 'new'), mine],
      [join(mine, 'closed', 'var'), join(mine, 'closed')],
    ]) {
      const done = nobody(data);
      assert.equal(done.status, 1);
      assert.match(
        done.stderr,
        new RegExp(`the data cannot be in ${data}: this user may not write in ${closed}\\. Give another`),
      );
    }
  },
);

test('a settings file that is missing, or has a name that is none, is refused', () => {
  refused(['--config', join(folder, 'nowhere')], /nowhere/);
  writeFileSync(join(folder, 'misspelt'), `dta = "${join(folder, 'x')}"\n`);
  refused(['--config', join(folder, 'misspelt')], /dta/);
});

test('a database of a PostgreSQL that is not here is refused by its version', () => {
  const other = join(folder, 'other');
  mkdirSync(join(other, 'pg'), { recursive: true });
  writeFileSync(join(other, 'pg', 'PG_VERSION'), '9.6\n');
  if (asRoot) chmodSync(other, 0o711);
  refused(['--data', other], /made by PostgreSQL 9\.6, which is not on this machine/);
});

test('the settings file chooses the folder, and the server says where its data are', async () => {
  const data = join(folder, 'from settings, too');
  writeFileSync(join(folder, 'right'), `data = "${data}"\n`);
  const server = new Server(null, ['--config', join(folder, 'right'), '--no-demo']);
  await server.start();
  assert.ok(server.output.includes(`Data: ${data}`));
  assert.ok(existsSync(join(data, 'pg', 'PG_VERSION')));
  await server.stop();
});

test('without the demo, what can be done with its data is said', async () => {
  const data = join(folder, 'demo');
  const server = new Server(data);
  await server.start();
  await server.stop();
  server.options = ['--no-demo'];
  await server.start();
  assert.match(server.output, /The demo municipality is in these data/);
  await server.stop();
});

test(
  'what a start as root copies into the folder of somebody is theirs',
  { skip: !asRoot && 'needs root' },
  async () => {
    const data = join(folder, 'theirs');
    mkdirSync(data);
    chownSync(data, nobody, nobody);
    const server = new Server(data, ['--no-demo']);
    await server.start();
    await server.stop();
    const copied = ['knowledge', 'typst']
      .filter((name) => existsSync(join(data, name)))
      .flatMap((name) => [name, ...readdirSync(join(data, name), { recursive: true }).map((each) => join(name, each))]);
    assert.ok(copied.length > 20);
    assert.deepEqual(
      copied.filter((each) => lstatSync(join(data, each)).uid !== nobody || lstatSync(join(data, each)).gid !== nobody),
      [],
    );
  },
);

test(
  'a folder of an account that this machine does not know is refused in words',
  { skip: !asRoot && 'needs root' },
  () => {
    const data = join(folder, 'unknown');
    mkdirSync(data);
    chownSync(data, 65533, 65533);
    refused(['--data', data, '--no-demo'], /belongs to account 65533, which this machine does not know/);
    assert.deepEqual(readdirSync(data), []);
  },
);

test(
  'the program runs where the server account may not look: below a closed folder',
  { skip: !asRoot && 'needs root' },
  async () => {
    const closed = join(folder, 'only root');
    mkdirSync(closed, { mode: 0o700 });
    symlinkSync(home, join(closed, 'home with space'));
    const server = new Server(join(folder, 'far'));
    await server.start({ TENZIJ_HOME: join(closed, 'home with space') });
    await server.signIn('administrator');
    assert.equal((await server.ask('GET', '/')).status, 200);
    await server.stop();
  },
);
