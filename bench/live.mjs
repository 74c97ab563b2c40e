// Live sessions under load, beside a socket.io server with the same load in the same run.
// 2,000 phones in one session, 200 votes a second for a minute: from the vote to its arrival at all; 80 sessions of 25;
// memory per line; and all lines coming back after kill -9, with every vote counted.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Server } from '../tests/browser/support.mjs';
import { call, PeerPhone, Phone } from './live-clients.mjs';

const options = process.argv.slice(2);
const quick = options.includes('--quick');
const people = quick ? 200 : 2000;
const perSecond = 200;
const seconds = quick ? 10 : 60;
const here = dirname(fileURLToPath(import.meta.url));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const rss = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
const until = async (what, condition, limit = 120) => {
  const end = performance.now() + limit * 1000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`not within ${limit} s: ${what}`);
    await pause(5);
  }
};
const quantile = (all, q) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(q * all.length))];

// When each vote of a room had arrived at all of its phones. Votes are numbered in the order of their answers.
class Arrivals {
  constructor(phones) {
    this.phones = phones;
    this.all = [];
    this.one = [];
    this.restart();
  }
  restart() {
    this.seen = [];
    this.at = new Map();
    this.begun = [];
    this.arrived = [];
  }
  count(phone, scored) {
    const now = performance.now();
    const before = this.at.get(phone) ?? 0;
    if (scored <= before) return;
    this.at.set(phone, scored);
    for (let vote = before + 1; vote <= scored; vote += 1) {
      this.seen[vote] = (this.seen[vote] ?? 0) + 1;
      if (this.seen[vote] === this.phones) this.arrived[vote] = now;
    }
  }
  answered(begun) {
    this.begun.push(begun);
  }
  // The answers stand in no exact order; sorting by their beginning gives each vote the earliest place it can have had.
  take() {
    this.begun.sort((a, b) => a - b).forEach((begun, index) => {
      if (this.arrived[index + 1] !== undefined) this.all.push(this.arrived[index + 1] - begun);
    });
    this.restart();
  }
}

async function votes(list, send) {
  const begin = performance.now();
  const running = [];
  for (let i = 0; i < list.length; i += 1) {
    const due = begin + (i * 1000) / perSecond;
    if (due > performance.now()) await pause(due - performance.now());
    running.push(send(list[i]));
  }
  await Promise.all(running);
}

// --- Tenzij -----------------------------------------------------------------------------------------------
const server = new Server();
await server.start();
const signed = await call(server.port, 'POST', '/sessions', { body: { userName: 'impact_advisor', password: 'tenzij-demo' } });
let lead = signed.headers['set-cookie'][0].split(';')[0];

async function session(themes) {
  const made = await call(server.port, 'POST', '/ambition-sessions', {
    cookie: lead,
    body: { title: 'Belasting', question: '', purpose: 'generic', year: 2026, allowAnonymous: true, wantedRoles: [], themes: Array.from({ length: themes }, (_, i) => ({ code: '', title: `Thema ${i + 1}`, description: '', levels: [], goals: [] })) },
  });
  return { id: made.json().id, version: 1, at: 0 };
}
async function step(each, position, phase) {
  const answer = await call(server.port, 'PUT', `/ambition-sessions/${each.id}/step`, { cookie: lead, body: { position, phase }, headers: { 'If-Match': `"${each.version}"` } });
  if (answer.status !== 200) throw new Error(answer.body);
  each.version = answer.json().version;
  each.at = position;
}
async function seats(each, count) {
  // All of them come from this machine.
  await call(server.port, 'PUT', `/ambition-sessions/${each.id}/seats`, { cookie: lead, body: { sharedAddress: true } });
  const { code } = (await call(server.port, 'GET', `/ambition-sessions/${each.id}`, { cookie: lead })).json();
  const cookies = [];
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (cookies.length < count) {
        const place = cookies.push('') - 1;
        const answer = await call(server.port, 'POST', '/seat', { body: { code, name: null, role: 'other' } });
        cookies[place] = answer.headers['set-cookie'][0].split(';')[0];
      }
    }),
  );
  return cookies;
}
let retried = 0;
async function score(each, phone, arrivals, level = 2) {
  const begun = performance.now();
  for (;;) {
    try {
      const answer = await call(server.port, 'PUT', '/seat/vote', { cookie: phone.cookie, body: { position: each.at, round: 1, level, motivation: '' } });
      if (answer.status === 200) break;
      if (answer.status < 500) throw new Error(`vote: ${answer.status} ${answer.body}`);
    } catch (fault) {
      if (String(fault).includes('vote:')) throw fault;
    }
    retried += 1;
    await pause(200);
  }
  arrivals?.answered(begun);
}

const figures = {};
const rounds = Math.ceil((perSecond * seconds) / people);
{
  const one = await session(rounds + 1);
  await step(one, 0, 'lobby');
  let begin = performance.now();
  const cookies = await seats(one, people);
  figures[`joining, people/s`] = Math.round((1000 * people) / (performance.now() - begin));
  const before = rss(server.process.pid);
  const arrivals = new Arrivals(people);
  const phones = cookies.map((cookie) => new Phone(server.port, cookie, (phone, scored) => arrivals.count(phone, scored)));
  begin = performance.now();
  phones.forEach((phone) => phone.open());
  await until('all lines open', () => phones.every((phone) => phone.live));
  figures[`${people} lines open, s`] = ((performance.now() - begin) / 1000).toFixed(1);
  figures['memory per line, kB'] = ((rss(server.process.pid) - before) / people).toFixed(1);
  // Somebody else at work meanwhile: one page's answer, twice a second.
  const probes = [];
  const probing = setInterval(() => {
    const begun = performance.now();
    void call(server.port, 'GET', '/notices?pageSize=25', { cookie: lead }).then(() => probes.push(performance.now() - begun), () => undefined);
  }, 500);
  for (let round = 1; round <= rounds; round += 1) {
    await step(one, round, 'score');
    await pause(400);
    arrivals.restart();
    await votes(phones, (phone) => score(one, phone, arrivals));
    await until('every vote at every phone', () => arrivals.arrived.length - 1 === people);
    arrivals.take();
  }
  clearInterval(probing);
  figures['another page meanwhile, p95 ms'] = Math.round(quantile(probes, 0.95));
  figures[`${people} phones, ${perSecond} votes/s: vote to all, p50 ms`] = Math.round(quantile(arrivals.all, 0.5));
  figures[`${people} phones, ${perSecond} votes/s: vote to all, p99 ms`] = Math.round(quantile(arrivals.all, 0.99));
  figures['votes measured'] = arrivals.all.length;
  figures['messages per phone per second'] = (phones[0].states / (rounds * (people / perSecond))).toFixed(1);

  // Everybody scores once more; in the middle the server is killed.
  await step(one, rounds + 1, 'score');
  await pause(400);
  const voting = votes(phones, (phone) => score(one, phone, null, 1));
  await pause((500 * people) / perSecond);
  begin = performance.now();
  await server.stop('SIGKILL');
  phones.forEach((phone) => (phone.live = false));
  await server.start();
  const up = performance.now();
  await until('all lines back', () => phones.every((phone) => phone.live));
  figures['after kill -9: server up again, s'] = ((up - begin) / 1000).toFixed(2);
  figures[`after kill -9: all ${people} back, s after that`] = ((performance.now() - up) / 1000).toFixed(2);
  await voting;
  const again = await call(server.port, 'POST', '/sessions', { body: { userName: 'impact_advisor', password: 'tenzij-demo' } });
  lead = again.headers['set-cookie'][0].split(';')[0];
  await step(one, rounds + 1, 'reveal');
  const result = (await call(server.port, 'GET', `/ambition-sessions/${one.id}/results`, { cookie: lead })).json().themes[rounds].first;
  figures['votes sent again by phones'] = retried;
  figures['votes lost'] = people - result.counts[1];
  figures['votes counted double'] = Math.max(0, result.votes - people);
  phones.forEach((phone) => phone.close());
}
{
  const rooms = quick ? 8 : 80;
  const size = 25;
  const all = [];
  for (let i = 0; i < rooms; i += 1) {
    const each = await session(rounds);
    await step(each, 0, 'lobby');
    const cookies = await seats(each, size);
    each.arrivals = new Arrivals(size);
    each.phones = cookies.map((cookie) => new Phone(server.port, cookie, (phone, scored) => each.arrivals.count(phone, scored)));
    each.phones.forEach((phone) => phone.open());
    all.push(each);
  }
  await until('all lines open', () => all.every((each) => each.phones.every((phone) => phone.live)));
  // Votes go round the rooms, as when all are at it at once.
  const order = Array.from({ length: size }, (_, seat) => all.map((each) => ({ each, phone: each.phones[seat] }))).flat();
  for (let round = 1; round <= Math.ceil(rounds / 2); round += 1) {
    for (const each of all) await step(each, round, 'score');
    await pause(400);
    all.forEach((each) => each.arrivals.restart());
    await votes(order, ({ each, phone }) => score(each, phone, each.arrivals));
    await until('every vote in its room', () => all.every((each) => each.arrivals.arrived.length - 1 === size));
    all.forEach((each) => each.arrivals.take());
  }
  const times = all.flatMap((each) => each.arrivals.all);
  figures[`${rooms} sessions of ${size}, ${perSecond} votes/s: vote to all, p50 ms`] = Math.round(quantile(times, 0.5));
  figures[`${rooms} sessions of ${size}, ${perSecond} votes/s: vote to all, p99 ms`] = Math.round(quantile(times, 0.99));
  all.forEach((each) => each.phones.forEach((phone) => phone.close()));
}
await server.stop();
server.remove();

// --- the peer ------------------------------------------------------------------------------------------------
async function peer(rooms, size, turns) {
  const child = spawn(process.execPath, [join(here, 'live-peer.mjs')]);
  const port = await new Promise((resolve) => child.stdout.on('data', (chunk) => resolve(Number(/port (\d+)/.exec(chunk)[1]))));
  const before = rss(child.pid);
  const all = Array.from({ length: rooms }, (_, room) => {
    const arrivals = new Arrivals(size);
    return { arrivals, phones: Array.from({ length: size }, (_, seat) => new PeerPhone(port, `r${room}`, `s${seat}`, (phone, scored) => arrivals.count(phone, scored))) };
  });
  for (const each of all)
    for (let i = 0; i < size; i += 100) {
      each.phones.slice(i, i + 100).forEach((phone) => phone.open());
      await until('peer lines open', () => each.phones.slice(0, Math.min(size, i + 100)).every((phone) => phone.live));
    }
  const memory = (rss(child.pid) - before) / (rooms * size);
  const order = Array.from({ length: size }, (_, seat) => all.map((each) => ({ each, phone: each.phones[seat] }))).flat();
  for (let round = 1; round <= turns; round += 1) {
    all.forEach((each) => each.arrivals.restart());
    await votes(order, async ({ each, phone }) => {
      const begun = performance.now();
      await phone.vote(round, 2);
      each.arrivals.answered(begun);
    });
    await until('every vote at every phone of the peer', () => all.every((each) => each.arrivals.arrived.length - 1 === size));
    all.forEach((each) => each.arrivals.take());
  }
  child.kill();
  const times = all.flatMap((each) => each.arrivals.all);
  return { p50: Math.round(quantile(times, 0.5)), p99: Math.round(quantile(times, 0.99)), memory: memory.toFixed(1) };
}
const big = await peer(1, people, rounds);
figures['socket.io (in memory, tick 100 ms): vote to all, p50 ms'] = big.p50;
figures['socket.io: vote to all, p99 ms'] = big.p99;
figures['socket.io: memory per line, kB'] = big.memory;
const many = await peer(quick ? 8 : 80, 25, Math.ceil(rounds / 2));
figures['socket.io, sessions of 25: vote to all, p50 ms'] = many.p50;
figures['socket.io, sessions of 25: vote to all, p99 ms'] = many.p99;

if (options.includes('--json')) console.log(JSON.stringify(figures));
else for (const [name, value] of Object.entries(figures)) console.log(name.padEnd(64), value);
process.exit(options.includes('--check') && (figures['votes lost'] !== 0 || figures['votes counted double'] !== 0) ? 1 : 0);
