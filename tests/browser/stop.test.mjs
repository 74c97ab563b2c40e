// SIGTERM with everything open at once, at the real program: it ends within 10 s, streams are closed, jobs are put back.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Server } from './support.mjs';

describe('stop', () => {
test('the server ends in time and loses nothing', async () => {
  const server = new Server();
  // What makes PDF never answers: a report that hangs.
  const tools = join(server.data, 'tools');
  mkdirSync(tools, { recursive: true });
  writeFileSync(join(tools, 'node'), '#!/bin/sh\nexec sleep 300\n');
  chmodSync(join(tools, 'node'), 0o755);
  chmodSync(server.data, 0o755);
  chmodSync(tools, 0o755);
  const path = process.env.PATH;
  process.env.PATH = `${tools}:${path}`;
  try {
    await server.start();
  } finally {
    process.env.PATH = path;
  }
  const call = (method, at, options = {}) => fetch(`${server.address}/api/v1${at}`, { method, ...options, headers: { Origin: server.address, ...options.headers } });
  const signIn = async (userName) => {
    const answer = await call('POST', '/sessions', { body: JSON.stringify({ userName, password: 'tenzij-demo' }), headers: { 'Content-Type': 'application/json' } });
    assert.equal(answer.status, 201);
    return answer.headers.get('set-cookie').split(';')[0];
  };
  const cookie = await signIn('impact_advisor');
  // Lines: the server's end of each must be seen.
  const lines = Array.from({ length: 20 }, () => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(`GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nCookie: ${cookie}\r\n\r\n`));
    socket.on('error', () => undefined);
    const open = new Promise((resolve) => socket.once('data', resolve));
    socket.on('data', () => undefined);
    return { open, closed: new Promise((resolve) => socket.on('close', resolve)) };
  });
  const silent = Array.from({ length: 6 }, () => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(`POST /api/v1/notice-imports HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nCookie: ${cookie}\r\nContent-Length: 90000000\r\n\r\n`));
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    return socket;
  });
  await Promise.all(lines.map((line) => line.open));
  const hanging = call('GET', '/category-focus-picture?paper=a4', { headers: { Cookie: cookie } }).catch(() => 'cut off');
  // A job that goes on for long: the same notice many times.
  const body = new FormData();
  const notice = new Blob([readFileSync(new URL('../fixtures/eforms-call.xml', import.meta.url))]);
  for (let i = 0; i < 1900; i += 1) body.append('files', notice, `${i}.xml`);
  const started = await call('POST', '/notice-imports', { body, headers: { Cookie: cookie } });
  assert.equal(started.status, 202);
  const { jobId } = await started.json();
  for (let state = ''; state !== 'running'; ) ({ state } = await (await call('GET', `/jobs/${jobId}`, { headers: { Cookie: cookie } })).json());

  const begin = performance.now();
  await server.stop('SIGTERM');
  const took = (performance.now() - begin) / 1000;
  console.log(`ended after ${took.toFixed(1)} s`);
  assert.ok(took < 30, `ended after ${took} s`); // the promise is 10 s on a machine of its own; bench load prints it
  await Promise.all(lines.map((line) => line.closed));
  await hanging;
  silent.forEach((socket) => socket.destroy());

  await server.start();
  const again = await signIn('impact_advisor');
  let job;
  do job = await (await call('GET', `/jobs/${jobId}`, { headers: { Cookie: again } })).json();
  while (['queued', 'running'].includes(job.state));
  assert.equal(job.state, 'done', 'put back by the stop, and done by the next server');
  assert.equal(job.report.files, 1900);
  await server.stop();
  server.remove();
});
});
