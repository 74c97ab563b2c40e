// The real program as a process, with a data folder of its own, and what it is asked over HTTP.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder as newFolder } from '../support/temporary.mjs';

export const home = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const program = process.env.TENZIJ_PROGRAM ?? join(home, 'build', 'release', 'tenzij');
export const asRoot = process.getuid() === 0;

export function temporaryFolder(name = 'tenzij system ') {
  return newFolder(name);
}

// Asks until it is so; what is waited for has an end of its own, so the limit only ends what would hang.
export async function until(what, condition, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function run(args, options = {}) {
  const done = spawnSync(program, args, { encoding: 'utf8', ...options });
  return { status: done.status, out: done.stdout ?? '', err: done.stderr ?? '' };
}

// The process id of the postmaster of a data folder, as PostgreSQL wrote it down; 0 while there is none.
export function postmaster(data) {
  const file = join(data, 'pg', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
}

// Processes of PostgreSQL that serve one connection each, children of the postmaster.
export function backends(parent) {
  return readdirSync('/proc')
    .filter(
      (name) =>
        /^\d+$/.test(name) &&
        (() => {
          try {
            const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
            return (
              Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent &&
              /postgres: tenzij_/.test(readFileSync(`/proc/${name}/cmdline`, 'utf8'))
            );
          } catch {
            return false;
          }
        })(),
    )
    .map(Number);
}

export class Server {
  constructor(data, options = []) {
    this.data = data;
    this.options = options;
    this.port = 0;
  }

  // Starts and waits until it is ready. `under` is a command that runs the program, such as unshare.
  async start(environment = {}) {
    this.output = '';
    const args = [
      ...(this.data ? ['--data', this.data] : []),
      '--port',
      String(this.port),
      '--no-request-log',
      ...this.options,
    ];
    this.process = spawn(program, args, { env: { ...process.env, ...environment } });
    this.ended = new Promise((resolve) => this.process.on('exit', (code, signal) => resolve(signal ?? code)));
    for (const stream of [this.process.stdout, this.process.stderr])
      stream.on('data', (chunk) => (this.output += chunk));
    let how;
    this.ended.then((found) => (how = found));
    await until('the server starts or ends', () => this.output.includes('Stop with Ctrl-C') || how !== undefined, 300);
    if (how !== undefined) throw new Error(`the server ended with ${how}:\n${this.output}`);
    this.address = /http:\/\/[\d.:]+/.exec(this.output)[0];
    this.port = Number(new URL(this.address).port);
  }

  async stop(signal = 'SIGTERM') {
    this.process.kill(signal);
    return this.ended;
  }

  async ask(method, path, body, { cookie = this.cookie, headers = {} } = {}) {
    const form = body instanceof FormData;
    const answer = await fetch(this.address + path, {
      method,
      headers: {
        ...(cookie ? { Cookie: cookie } : {}),
        ...(body && !form ? { 'Content-Type': 'application/json' } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : form ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, json: () => JSON.parse(text) };
  }

  api(method, path, body, options) {
    return this.ask(method, `/api/v1${path}`, body, options);
  }

  async signIn(userName) {
    const answer = await this.api('POST', '/sessions', { userName, password: 'tenzij-demo' }, { cookie: '' });
    if (answer.status !== 200 && answer.status !== 201) throw new Error(`sign-in: ${answer.status} ${answer.text}`);
    this.cookie = answer.headers.getSetCookie()[0].split(';')[0];
  }
}

export function remove(folder) {
  rmSync(folder, { recursive: true, force: true });
}
