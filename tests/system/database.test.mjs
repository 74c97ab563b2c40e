// The database's life: it dies and comes back, its folder has one server, its socket asks for a password, its disk fills up.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { asRoot, backends, home, postmaster, remove, run, Server, temporaryFolder, until } from './support.mjs';

const folder = temporaryFolder();
const data = join(folder, "the data (it's here)");
const server = new Server(data);

before(async () => {
  await server.start();
  await server.signIn('impact_advisor');
});
after(async () => {
  await server.stop();
  remove(folder);
});

const psql = (role, extra = {}) =>
  spawnSync('psql', ['-h', join(data, 'run'), '-U', role, '-w', '-tAc', 'SELECT current_user', 'tenzij'], {
    encoding: 'utf8',
    env: { ...process.env, ...extra },
  });

test('the socket asks every role for a password that only the server can read', () => {
  assert.match(psql('tenzij_owner').stderr, /password/);
  assert.match(psql('tenzij_app').stderr, /password/);
  const keys = join(data, 'pgpass');
  assert.equal(statSync(keys).mode & 0o777, 0o600);
  assert.equal(psql('tenzij_app', { PGPASSFILE: keys }).stdout.trim(), 'tenzij_app');
  assert.doesNotMatch(readFileSync(join(data, 'pg', 'pg_hba.conf'), 'utf8'), /trust/);
});

test('when the database dies it comes back, and meanwhile the server says so', async () => {
  const stream = await fetch(`${server.address}/api/v1/events`, { headers: { Cookie: server.cookie } });
  const first = postmaster(data);
  process.kill(first, 'SIGKILL');
  const away = await until('/readyz tells', async () => {
    const answer = await server.ask('GET', '/readyz');
    return answer.status === 503 && answer;
  });
  assert.equal(away.headers.get('retry-after'), '5');
  assert.equal((await server.ask('GET', '/healthz')).status, 200, 'the server itself is well');
  const answer = await server.api('GET', '/units');
  if (answer.status !== 200) {
    assert.equal(answer.status, 503);
    assert.match(answer.json().detail, /database/);
    assert.ok(answer.headers.get('retry-after'));
  }
  await until('/readyz tells that it is back', async () => (await server.ask('GET', '/readyz')).status === 200);
  assert.notEqual(postmaster(data), first);
  assert.equal((await server.api('GET', '/units')).status, 200, 'the session still holds');
  // Whoever listened is sent away once, comes back, and hears again.
  await stream.text().catch(() => {});
  const again = await fetch(`${server.address}/api/v1/events`, { headers: { Cookie: server.cookie } });
  assert.equal(again.status, 200);
  await again.body.cancel();
  await until('the log tells', () => server.output.includes('the database is back'));
  assert.match(server.output, /the database ended \(signal 9\)/);
});

test('one dead connection is no more than that', async () => {
  for (const pid of backends(postmaster(data))) process.kill(pid, 'SIGTERM');
  await until('requests are answered again', async () => (await server.api('GET', '/units')).status === 200);
  assert.equal(server.process.exitCode, null);
});

test('a second server says who has the folder and ends; the first goes on', async () => {
  const second = run(['--data', data, '--port', '0']);
  assert.equal(second.status, 1);
  assert.match(
    second.err,
    new RegExp(`in use by another Tenzij: process ${server.process.pid}, since 20\\d\\d-[^,]+, on port ${server.port}`),
  );
  assert.equal((await server.ask('GET', '/readyz')).status, 200);
  // A rolling restart: the old one ends, the new one takes over.
  const before = await server.api('POST', '/units', { name: 'Voor de wisseling' }, { cookie: await administrator() });
  assert.equal(before.status, 201);
  await server.stop();
  await server.start();
  assert.ok((await server.api('GET', '/units')).text.includes('Voor de wisseling'));
});

test('commands work beside a running server', async () => {
  const beside = (...args) => {
    const done = run([...args, '--data', data]);
    assert.equal(done.status, 0, done.err);
    return done.out;
  };
  beside(
    'user',
    'add',
    'nieuw',
    '--municipality',
    'GM9999',
    '--role',
    'director',
    '--password',
    'een lange zin als sleutel',
  );
  const signedIn = await server.api(
    'POST',
    '/sessions',
    { userName: 'nieuw', password: 'een lange zin als sleutel' },
    { cookie: '' },
  );
  assert.equal(signedIn.status, 201, signedIn.text);
  const report = JSON.parse(
    beside(
      'import',
      'notices',
      join(home, 'tests', 'fixtures', 'eforms-call.xml'),
      '--municipality',
      'GM9999',
      '--json',
    ),
  );
  assert.equal(report.imported, 1, JSON.stringify(report));
  assert.match(beside('municipality', 'list'), /GM9999/);
  beside('housekeep');
  beside('audit', 'verify');
  // The server did not notice, and the folder is still its own.
  assert.equal((await server.ask('GET', '/readyz')).status, 200);
  assert.equal(run(['--data', data, '--port', '0']).status, 1);
});

async function administrator() {
  const answer = await server.api(
    'POST',
    '/sessions',
    { userName: 'administrator', password: 'tenzij-demo' },
    { cookie: '' },
  );
  return answer.headers.getSetCookie()[0].split(';')[0];
}

test('a cluster that trusted its socket gets passwords at the next start, and so does one whose passwords were lost', async () => {
  await server.stop();
  const access = join(data, 'pg', 'pg_hba.conf');
  writeFileSync(access, 'local all all trust\n');
  rmSync(join(data, 'pgpass'));
  await server.start();
  assert.match(psql('tenzij_owner').stderr, /password/);
  assert.equal((await server.api('GET', '/units')).status, 200);
  await server.stop();
  rmSync(join(data, 'pgpass'));
  await server.start();
  assert.match(psql('tenzij_app').stderr, /password/);
  assert.equal((await server.api('GET', '/units')).status, 200);
});

test('a first start that is killed while it makes its database is begun again', async () => {
  const young = join(folder, 'young');
  for (const seen of ['PG_VERSION', 'global/pg_control', 'base/1/2616']) {
    const one = new Server(young, ['--no-demo']);
    const starting = one.start().catch(() => {});
    await until(`initdb has made ${seen}`, () => existsSync(join(young, 'pg.new', seen)));
    await one.stop('SIGKILL');
    await starting;
  }
  const again = new Server(young, ['--no-demo']);
  await again.start();
  assert.equal((await again.ask('GET', '/readyz')).status, 200);
  assert.ok(!existsSync(join(young, 'pg.new')));
  await again.stop();
});

test(
  'a folder of an older version, all of it of the database account and open on its socket, is taken over',
  { skip: !asRoot && 'needs root' },
  async () => {
    await server.stop();
    const { uid, gid } = statSync(join(data, 'pg'));
    assert.equal(spawnSync('chown', ['-R', `${uid}:${gid}`, data]).status, 0);
    writeFileSync(join(data, 'pg', 'pg_hba.conf'), 'local all all trust\n');
    chownSync(join(data, 'pg', 'pg_hba.conf'), uid, gid);
    for (const name of ['lock', 'pgpass']) rmSync(join(data, name));
    await server.start();
    assert.equal((await server.api('GET', '/units')).status, 200);
    assert.match(psql('tenzij_owner').stderr, /password/);
    const owner = (...path) => statSync(join(data, ...path)).uid;
    assert.equal(owner('pg'), uid);
    const account = Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))[1]);
    for (const name of ['.', 'pgpass', 'lock', 'postgres.log']) assert.equal(owner(name), account, name);
    assert.equal(owner('run'), uid);
  },
);

test('the database dies with the server, also after kill -9, and recovers', async () => {
  const cookie = await administrator();
  const child = postmaster(data);
  const answer = await server.api('POST', '/units', { name: 'Bewaard' }, { cookie });
  assert.equal(answer.status, 201);
  await server.stop('SIGKILL');
  await until('the postmaster ends', () => !existsSync(`/proc/${child}`));
  await server.start();
  assert.ok((await server.api('GET', '/units')).text.includes('Bewaard'));
});

// A disk of our own needs root and a mount namespace, which the program then shares.
const disk = (size) => {
  const mount = temporaryFolder('tenzij-disk-');
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', mount], { encoding: 'utf8' });
  return done.status === 0 ? mount : null;
};

test(
  'a full disk: what cannot be saved is refused with words, and all goes on when there is room',
  { skip: !asRoot && 'needs root' },
  async (t) => {
    const mount = disk('320m');
    if (!mount) return t.skip('no mounts here');
    const small = new Server(join(mount, 'var'));
    try {
      await small.start();
      await small.signIn('administrator');
      spawnSync('dd', ['if=/dev/zero', `of=${join(mount, 'filler')}`, 'bs=64k'], { encoding: 'utf8' });
      const refused = [];
      const saved = [];
      for (let i = 0; refused.length === 0 && i < 4000; i += 1) {
        const answer = await small.api('POST', '/units', { name: `Afdeling ${i} ${'x'.repeat(150)}` });
        if (answer.status === 201) saved.push(`Afdeling ${i} `);
        else refused.push(answer);
      }
      assert.equal(refused[0]?.status, 503, refused[0]?.text);
      assert.match(small.output, /diskFull|No space left|disk is full/);
      rmSync(join(mount, 'filler'));
      await until(
        'it goes on',
        async () =>
          (await small.api('POST', '/units', { name: `Weer ruimte ${Date.now()}` }).catch(() => ({}))).status === 201,
      );
      const names = (await small.api('GET', '/units')).text;
      for (const name of saved) assert.ok(names.includes(name), `${name} was acknowledged and is lost`);
      // The database may have to start again while there is no room: it waits, and says why.
      spawnSync('dd', ['if=/dev/zero', `of=${join(mount, 'filler')}`, 'bs=64k']);
      process.kill(postmaster(join(mount, 'var')), 'SIGKILL');
      await until('the log tells', () => small.output.includes('the disk is full'));
      assert.equal((await small.ask('GET', '/readyz')).status, 503);
      rmSync(join(mount, 'filler'));
      await until('it is back', async () => (await small.ask('GET', '/readyz')).status === 200);
      await small.stop();
      // Read-only: refused at the start, with the reason.
      spawnSync('mount', ['-o', 'remount,ro', mount]);
      const denied = run(['--data', join(mount, 'var'), '--port', '0']);
      assert.equal(denied.status, 1);
      assert.match(denied.err, /read-only/);
    } finally {
      await small.stop('SIGKILL').catch(() => {});
      await until('the disk is free', () => spawnSync('umount', [mount]).status === 0);
      remove(mount);
    }
  },
);
