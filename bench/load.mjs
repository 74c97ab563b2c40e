// 100 people at work (reads and writes mixed) and 100 open event streams, for a minute; then the same beside what somebody
// may do who means harm: eight uploads (slow, deep, huge), six silent sockets that announce large bodies, and one word
// repeated over a megabyte for the scan. Limit: p99 of the people at most 1.5 times. In pairs, one after the other, so that
// what else the machine does weighs on both alike; between pairs what is left of the harm is cancelled and waited for.
import { fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { loadavg } from 'node:os';
import { Server } from '../tests/browser/support.mjs';

const options = process.argv.slice(2);
const quick = options.includes('--quick');
const seconds = quick ? 10 : 60;
const pairs = quick ? 3 : 2;
const people = 100;
const streams = 100;
const limit = 1.5;
const roles = ['administrator', 'impact_advisor', 'procurement_advisor', 'director', 'budget_holder', 'contract_manager', 'sroi_coordinator', 'board_member'];
// What pages ask, as often as people open them; some 40 requests a second in all.
const reads = ['/insight/standing', '/purchases', '/notices?pageSize=25', '/units', '/themes', '/policy-documents', '/category-focus', '/jobs'];
const think = () => 1000 + Math.random() * 3000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const quantile = (all, q) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(q * all.length))];
const agent = new Agent({ keepAlive: true, maxSockets: people + 20 });

const server = new Server();
await server.start();
const call = (method, path, { body, cookie, type = 'application/json', headers = {} } = {}) =>
  new Promise((resolve, reject) => {
    const length = body === undefined ? 0 : Buffer.byteLength(body);
    const out = request({ host: '127.0.0.1', port: server.port, method, path: `/api/v1${path}`, agent, headers: { 'Content-Length': length, ...(cookie ? { Cookie: cookie } : {}), ...(body === undefined ? {} : { 'Content-Type': type }), ...headers } }, (answer) => {
      let all = '';
      answer.on('data', (chunk) => (all += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: all }));
    });
    out.on('error', reject);
    out.end(body);
  });
const signIn = async (userName) => (await call('POST', '/sessions', { body: JSON.stringify({ userName, password: 'tenzij-demo' }) })).headers['set-cookie'][0].split(';')[0];
const cookies = new Map();
for (const role of roles) cookies.set(role, await signIn(role));
const someone = (i) => cookies.get(roles[i % roles.length]);

// One event stream, read and thrown away.
function stream(cookie) {
  const socket = connect(server.port, '127.0.0.1', () => socket.write(`GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nCookie: ${cookie}\r\n\r\n`));
  socket.on('data', () => undefined);
  socket.on('error', () => undefined);
  return socket;
}

// --- The people -------------------------------------------------------------------------------------------
let units = 0;
async function person(i, until, times, faults) {
  await pause(Math.random() * 2500);
  for (let turn = i; performance.now() < until; turn += 1) {
    const write = turn % 8 === 7;
    const begin = performance.now();
    const answer = write
      ? await call('POST', '/units', { cookie: cookies.get('administrator'), body: JSON.stringify({ name: `Team ${(units += 1)}`, parentId: null }) })
      : await call('GET', reads[turn % reads.length], { cookie: someone(i) });
    const took = performance.now() - begin;
    if (answer.status >= 400 && answer.status !== 403) faults.push(`${write ? 'POST /units' : reads[turn % reads.length]} ${answer.status} ${answer.body.slice(0, 200)}`);
    else times.push(took);
    await pause(Math.min(think(), Math.max(0, until - performance.now())));
  }
}
async function load() {
  const times = [];
  const faults = [];
  const lines = Array.from({ length: streams }, (_, i) => stream(someone(i)));
  const until = performance.now() + seconds * 1000;
  await Promise.all(Array.from({ length: people }, (_, i) => person(i, until, times, faults)));
  lines.forEach((line) => line.destroy());
  if (faults.length > 0) throw new Error(`${faults.length} requests failed, the first: ${faults[0]}`);
  return times;
}

// Those who mean harm are a process of their own, as they would be a machine of their own: what they cost themselves is not
// what the server costs the others.
const harm = fork(new URL('load-harm.mjs', import.meta.url), [String(server.port), cookies.get('impact_advisor')]);
const told = (what) => new Promise((resolve) => harm.once('message', resolve) && harm.send(what));

// What they left in the queue is none of the next measurement.
async function quiet() {
  const cookie = cookies.get('impact_advisor');
  for (;;) {
    const { items } = JSON.parse((await call('GET', '/jobs?states=queued,running', { cookie })).body);
    if (items.length === 0) return;
    await Promise.all(items.map(({ id }) => call('POST', `/jobs/${id}/cancellation`, { cookie })));
    await pause(200);
  }
}

await load().catch(() => undefined); // everything has run once
const alone = [];
const beside = [];
const ratios = [];
const machine = [];
let answered = 0;
for (let pair = 0; pair < pairs; pair += 1) {
  machine.push(loadavg()[0].toFixed(1));
  const before = await load();
  await told('begin');
  await pause(2000);
  const during = await load();
  ({ answered } = await told('end'));
  await quiet();
  alone.push(...before);
  beside.push(...during);
  ratios.push(Math.round((quantile(during, 0.99) / quantile(before, 0.99)) * 100) / 100);
}

const ratio = quantile(beside, 0.99) / quantile(alone, 0.99);
const ms = (all, q) => Math.round(quantile(all, q) * 10) / 10;
const figures = {};
for (const [name, all] of [['alone', alone], ['beside hostile uploads, silent sockets and a hostile text', beside]]) {
  figures[`${people} people, ${streams} streams, ${name}: requests`] = all.length;
  for (const q of [0.5, 0.95, 0.99]) figures[`  p${q * 100} ms, ${name.split(' ')[0]}`] = ms(all, q);
}
figures['uploads of them answered meanwhile'] = answered;
figures['p99 beside / alone'] = Math.round(ratio * 100) / 100;
figures['  of each pair'] = ratios.join(' ');
figures['  work of the machine before each pair (load average)'] = machine.join(' ');
figures['limit'] = limit;
harm.kill();
const stopping = performance.now();
await server.stop('SIGTERM');
figures['the stop, s (limit 10)'] = Math.round((performance.now() - stopping) / 100) / 10;
server.remove();
if (options.includes('--json')) console.log(JSON.stringify(figures));
else for (const [name, value] of Object.entries(figures)) console.log(name.padEnd(96), value);
process.exit(options.includes('--check') && ratio > limit ? 1 : 0);
