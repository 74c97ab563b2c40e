// Those who mean harm, beside bench/load.mjs: eight uploads (two slow, three deep, three huge), six silent sockets, three
// of them signed in, and one word repeated over a megabyte; each begins again when it has been answered.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setPriority } from 'node:os';

setPriority(19); // a machine of its own would take nothing from the server's
const [port, signedIn] = [Number(process.argv[2]), process.argv[3]];
const agent = new Agent({ keepAlive: true, maxSockets: 20 });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let hostile = false;
let answered = 0;
const raw = (head, cookie, send) => {
  const socket = connect(port, '127.0.0.1', () => {
    socket.write(`POST /api/v1${head} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${cookie ? `Cookie: ${cookie}\r\n` : ''}`);
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
const upload = (path, name, content) => {
  const body = form(name, content);
  return () =>
    new Promise((resolve, reject) => {
      const out = request({ host: '127.0.0.1', port, method: 'POST', path: `/api/v1${path}`, agent, headers: { 'Content-Length': body.length, 'Content-Type': 'multipart/form-data; boundary=edge', Cookie: signedIn } }, (answer) => {
        answer.resume();
        answer.on('end', resolve);
      });
      out.on('error', reject);
      out.end(body);
    }).then(() => pause(1000, (answered += 1)));
};
const notice = readFileSync(new URL('../tests/fixtures/eforms-call.xml', import.meta.url), 'utf8');
const repeated = notice.replace(/(<cbc:Description[^>]*>)[^<]*/, (_, tag) => tag + 'werkgelegenheid '.repeat(65536));
const deep = notice.replace(/(<cbc:Description[^>]*>)[^<]*/, (_, tag) => tag + '<a b="/>">'.repeat(30000) + '</a>'.repeat(30000));
const slow = () =>
  raw('/notice-imports', signedIn, (socket) => {
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
  silent(), silent(), silent(), silent(signedIn), silent(signedIn), silent(signedIn),
  upload('/notice-imports', 'repeated.xml', repeated),
];


// The end is told when the last of them has let go.
let all = [];
process.on('message', async (what) => {
  hostile = what === 'begin';
  if (hostile) all = attackers.map(again);
  else await Promise.all(all);
  process.send({ answered });
});
