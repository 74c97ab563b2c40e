// The real program ends in order with everything open at once, and comes back after an end without any order.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { spawnSync } from 'node:child_process';
import { remove, Server, temporaryFolder, until } from './support.mjs';

const folder = temporaryFolder();
const data = join(folder, 'data');
const tools = join(folder, 'tools');
const mark = `317${process.pid}`; // seconds, by which what hangs is known
const server = new Server(data);
const start = () => server.start({ PATH: `${tools}:${process.env.PATH}` });
let director;

before(async () => {
  // What makes PDF never answers, and leaves a child of its own: a report that hangs.
  mkdirSync(tools);
  writeFileSync(join(tools, 'node'), `#!/bin/sh\nsleep ${mark} &\nwait\n`);
  for (const each of [tools, join(tools, 'node')]) chmodSync(each, 0o755);
  await start();
  await server.signIn('impact_advisor');
  const answer = await server.api(
    'POST',
    '/sessions',
    { userName: 'director', password: 'tenzij-demo' },
    { cookie: '' },
  );
  director = answer.headers.getSetCookie()[0].split(';')[0];
});
after(async () => {
  for (const pid of hanging()) process.kill(pid, 'SIGKILL');
  await server.stop();
  remove(folder);
});

// Processes of reports that hang.
const hanging = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8') === `sleep\0${mark}\0`;
      } catch {
        return false;
      }
    })
    .map(Number);
const open = (head) => {
  const socket = connect(server.port, '127.0.0.1', () =>
    socket.write(`${head}\r\nHost: 127.0.0.1:${server.port}\r\nCookie: ${server.cookie}\r\n\r\n`),
  );
  socket.on('error', () => undefined);
  const answered = new Promise((resolve) => socket.once('data', resolve));
  socket.on('data', () => undefined);
  return { answered, closed: new Promise((resolve) => socket.on('close', resolve)), end: () => socket.destroy() };
};
const hang = async (cookie) => {
  const before = hanging().length;
  server.api('GET', '/category-focus-picture?paper=a4', undefined, { cookie }).catch(() => 'cut off');
  await until('the report hangs', () => hanging().length > before);
};
const attempts = (job) =>
  spawnSync(
    'psql',
    [
      '-h',
      join(data, 'run'),
      '-U',
      'tenzij_owner',
      '-w',
      '-tAc',
      `SELECT attempts FROM jobs.job WHERE id = '${job}'`,
      'tenzij',
    ],
    { encoding: 'utf8', env: { ...process.env, PGPASSFILE: join(data, 'pgpass') } },
  ).stdout.trim();

test('a stop with everything open ends, closes the lines and puts the job back uncounted', async () => {
  const lines = Array.from({ length: 20 }, () => open('GET /api/v1/events HTTP/1.1'));
  const silent = Array.from({ length: 6 }, () =>
    open('POST /api/v1/notice-imports HTTP/1.1\r\nContent-Length: 90000000'),
  );
  await Promise.all(lines.map((line) => line.answered));
  await hang(director);
  // A job that goes on for long: the same notice many times.
  const body = new FormData();
  const notice = new Blob([readFileSync(new URL('../fixtures/eforms-call.xml', import.meta.url))]);
  for (let i = 0; i < 1900; i += 1) body.append('files', notice, `${i}.xml`);
  const started = await server.api('POST', '/notice-imports', body);
  assert.equal(started.status, 202, started.text);
  const { jobId } = started.json();
  await until('the job runs', async () => (await server.api('GET', `/jobs/${jobId}`)).json().state === 'running');

  const begin = performance.now();
  // The grace and the database's end together stay within 10 s; the rest is for a machine that has more to do.
  const how = await Promise.race([
    server.stop('SIGTERM'),
    new Promise((resolve) => setTimeout(resolve, 60_000, 'still there').unref()),
  ]);
  console.log(`ended after ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  assert.equal(how, 0);
  await Promise.all(lines.map((line) => line.closed));
  await Promise.all(silent.map((line) => line.closed));

  await start();
  await server.signIn('impact_advisor');
  const job = await until(
    'the next server does it',
    async () => {
      const now = (await server.api('GET', `/jobs/${jobId}`)).json();
      return !['queued', 'running'].includes(now.state) && now;
    },
    300,
  );
  assert.equal(job.state, 'done');
  assert.equal(job.report.files, 1900);
  assert.equal(attempts(jobId), '1', 'the attempt that the stop broke off did not count');
});

test('after an end without order it listens again on the same port, also while children of it live', async () => {
  const lines = Array.from({ length: 20 }, () => open('GET /api/v1/events HTTP/1.1'));
  await Promise.all(lines.map((line) => line.answered));
  await hang();
  const { port } = server;
  await server.stop('SIGKILL');
  assert.ok(hanging().length > 0, 'the child outlived the server');
  await start();
  assert.equal(server.port, port);
  assert.equal((await server.api('GET', '/units')).status, 200, 'the session holds');
});
