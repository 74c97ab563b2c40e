// 100 people at work (reads and writes mixed) and 100 open event streams, for a minute; then the same beside what somebody
// may do who means harm: eight uploads (slow, deep, huge), six silent sockets that announce large bodies, and one word
// repeated over a megabyte for the scan. Limit: p99 of the people at most 1.5 times.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { Server } from '../tests/browser/support.mjs';

const options = process.argv.slice(2);
const seconds = options.includes('--quick') ? 10 : 60;
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

// --- Those who mean harm ----------------------------------------------------------------------------------
let hostile = false;
const raw = (head, cookie, send) => {
  const socket = connect(server.port, '127.0.0.1', () => {
    socket.write(`POST /api/v1${head} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n${cookie ? `Cookie: ${cookie}\r\n` : ''}`);
    send(socket);
  });
  socket.on('data', () => undefined);
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.on('close', resolve)).then(() => pause(500));
};
const again = async (what) => {
  while (hostile) await what().catch(() => pause(500));
};
const form = (name, content) => Buffer.concat([Buffer.from(`--edge\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n--edge--\r\n')]);
const upload = (path, name, content) => () => call('POST', path, { cookie: cookies.get('impact_advisor'), body: form(name, content), type: 'multipart/form-data; boundary=edge' }).then(() => pause(500));
const notice = readFileSync(new URL('../tests/fixtures/eforms-call.xml', import.meta.url), 'utf8');
const repeated = notice.replace(/(<cbc:Description[^>]*>)[^<]*/, (_, tag) => tag + 'werkgelegenheid '.repeat(65536));
const deep = notice.replace(/(<cbc:Description[^>]*>)[^<]*/, (_, tag) => tag + '<a b="/>">'.repeat(30000) + '</a>'.repeat(30000));
const slow = () =>
  raw('/notice-imports', cookies.get('impact_advisor'), (socket) => {
    socket.write('Content-Type: multipart/form-data; boundary=edge\r\nContent-Length: 100000000\r\n\r\n');
    const drip = setInterval(() => (hostile ? socket.write('x'.repeat(1000)) : (clearInterval(drip), socket.destroy())), 200);
    socket.on('close', () => clearInterval(drip));
  });
const silent = (cookie) => () =>
  raw('/notice-imports', cookie, (socket) => {
    socket.write('Content-Type: multipart/form-data; boundary=edge\r\nContent-Length: 100000000\r\n\r\n');
    const look = setInterval(() => !hostile && socket.destroy(), 200);
    socket.on('close', () => clearInterval(look));
  });
const huge = Buffer.alloc(95_000_000, '<');
const attackers = [
  slow, slow,
  upload('/notice-imports', 'deep.xml', deep), upload('/policy-structure', 'deep.json', '['.repeat(900_000)), upload('/purchase-imports', 'deep.csv', '"'.repeat(900_000)),
  upload('/notice-imports', 'huge.xml', huge), upload('/notice-imports', 'huge.json', huge), upload('/purchase-imports', 'huge.csv', huge),
  silent(), silent(), silent(), silent(cookies.get('impact_advisor')), silent(cookies.get('impact_advisor')), silent(cookies.get('impact_advisor')),
  upload('/notice-imports', 'repeated.xml', repeated),
];

await load().catch(() => undefined); // everything has run once
const alone = await load();
hostile = true;
const attacks = attackers.map(again);
await pause(2000);
const beside = await load().finally(() => (hostile = false));
await Promise.race([Promise.all(attacks), pause(5000)]);

const ratio = quantile(beside, 0.99) / quantile(alone, 0.99);
const ms = (all, q) => Math.round(quantile(all, q) * 10) / 10;
const figures = {};
for (const [name, all] of [['alone', alone], ['beside hostile uploads, silent sockets and a hostile text', beside]]) {
  figures[`${people} people, ${streams} streams, ${name}: requests`] = all.length;
  for (const q of [0.5, 0.95, 0.99]) figures[`  p${q * 100} ms, ${name.split(' ')[0]}`] = ms(all, q);
}
figures['p99 beside / alone'] = Math.round(ratio * 100) / 100;
figures['limit'] = limit;
await server.stop('SIGTERM');
server.remove();
if (options.includes('--json')) console.log(JSON.stringify(figures));
else for (const [name, value] of Object.entries(figures)) console.log(name.padEnd(96), value);
process.exit(options.includes('--check') && ratio > limit ? 1 : 0);
