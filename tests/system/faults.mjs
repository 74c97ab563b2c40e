// See scripts/faults. Every moment comes from the seed that is printed, so a run can be played again (the machine's own timing differs).
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { backends, home, postmaster, remove, run, Server, temporaryFolder, until } from './support.mjs';

const options = process.argv.slice(2);
const after = (name) => (options.includes(name) ? options[options.indexOf(name) + 1] : undefined);
const rounds = Number(options.find((each, i) => /^\d+$/.test(each) && options[i - 1] !== '--seed') ?? 200);
const seed = Number(after('--seed') ?? Date.now() % 1_000_000);

let state = seed;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const pick = (list) => list[Math.floor(random() * list.length)];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const table = new Map();
function count(kind, what, number = 1) {
  if (!table.has(kind)) table.set(kind, { rounds: 0, acknowledged: 0, refused: 0, lost: 0, wrong: 0, back: [] });
  table.get(kind)[what] += number;
}
const wrong = (kind, text) => {
  count(kind, 'wrong');
  console.error(`${kind}: ${text}`);
};

// --- Work that a town does meanwhile: every answer of success is remembered, and must still be true afterwards -----------------------
const folder = temporaryFolder('tenzij-faults-');
const server = new Server(join(folder, 'var'));
const units = new Set();
const jobs = new Map();
let phones = [];
const earlier = []; // whose session is past; what they said must still be there at the end
let leader;
let serial = 0;
let running = false;
let kind = '';

// True when it was acknowledged. No answer, or 503, promises nothing; anything else is wrong.
async function acknowledged(asking, good) {
  try {
    const answer = await asking;
    if (good.includes(answer.status)) {
      count(kind, 'acknowledged');
      return answer;
    }
    if (answer.status === 503) count(kind, 'refused');
    else wrong(kind, `answered ${answer.status} ${answer.text.slice(0, 200)}`);
  } catch {
    count(kind, 'refused');
  }
  return null;
}

async function writes() {
  while (running) {
    const name = `Afdeling ${(serial += 1)}`;
    const answer = await acknowledged(server.api('POST', '/units', { name }, { cookie: server.administrator }), [201]);
    if (answer) units.add(name);
    else await pause(20);
  }
}

const notice = readFileSync(join(home, 'tests', 'fixtures', 'eforms-call.xml'), 'utf8');
const identifier = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
async function imports() {
  while (running) {
    const form = new FormData();
    const number = String((serial += 1)).padStart(12, '0');
    // Every identifier of the notice becomes another one: this is another procedure.
    form.append(
      'files',
      new Blob([
        notice
          .replace(identifier, (id) => id.slice(0, 24) + number)
          .replace('00000001-2026', `${number.slice(-8)}-2026`),
      ]),
      `notice-${number}.xml`,
    );
    const answer = await acknowledged(server.api('POST', '/notice-imports', form, { cookie: leader }), [200, 201, 202]);
    if (answer) jobs.set(answer.json().jobId, number);
    await pause(60);
  }
}

// A hand changes its score now and then (a program is refused: limits::vote_changes), and tries again what was not answered.
const changesPerRound = 18;
const roundsPerSession = 5;
async function scores(phone) {
  for (let left = changesPerRound; running && left > 0; await pause(20)) {
    if (phone.tried === phone.level) phone.tried = ((phone.level ?? 0) + 1 + Math.floor(random() * 3)) % 4;
    const answer = await acknowledged(
      server.api(
        'PUT',
        '/seat/vote',
        { position: 1, round: 1, level: phone.tried, motivation: '' },
        { cookie: phone.cookie },
      ),
      [200, 204],
    );
    if (!answer) continue;
    phone.level = phone.tried;
    left -= 1;
  }
}

async function listens() {
  while (running) {
    try {
      const stream = await fetch(`${server.address}/api/v1/events`, {
        headers: { Cookie: leader },
        signal: AbortSignal.timeout(20_000),
      });
      if (stream.status !== 200) throw new Error();
      for await (const chunk of stream.body) if (!running || !chunk) break;
    } catch {
      await pause(50);
    }
  }
}

async function openSession() {
  earlier.push(...phones);
  phones = [];
  const themes = [1, 2].map((i) => ({ code: '', title: `Thema ${i}`, description: '', levels: [], goals: [] }));
  const made = await server.api(
    'POST',
    '/ambition-sessions',
    { title: 'Storing', question: '', purpose: 'generic', year: 2026, allowAnonymous: true, wantedRoles: [], themes },
    { cookie: leader },
  );
  const { id } = made.json();
  const step = (position, phase, version) =>
    server.api(
      'PUT',
      `/ambition-sessions/${id}/step`,
      { position, phase },
      { cookie: leader, headers: { 'If-Match': `"${version}"` } },
    );
  const { version } = (await step(0, 'lobby', 1)).json();
  const { code } = (await server.api('GET', `/ambition-sessions/${id}`, undefined, { cookie: leader })).json();
  for (let i = 0; i < 3; i += 1) {
    const seat = await server.api('POST', '/seat', { code, name: null, role: 'other' }, { cookie: '' });
    phones.push({ cookie: seat.headers.getSetCookie()[0].split(';')[0], level: null, tried: null });
  }
  const voting = await step(1, 'score', version);
  if (voting.status !== 200) throw new Error(voting.text);
}

async function check(whose = phones) {
  const names = new Set(
    (await server.api('GET', '/units', undefined, { cookie: server.administrator }))
      .json()
      .items.map((each) => each.name),
  );
  for (const name of units) if (!names.has(name)) (count(kind, 'lost'), console.error(`lost: ${name}`));
  for (const phone of whose) {
    const { votes } = (await server.api('GET', '/seat', undefined, { cookie: phone.cookie })).json();
    const kept = votes.find((each) => each.position === 1)?.level ?? null;
    // The last score that was acknowledged, or the one after it that was on its way.
    if (kept !== phone.level && kept !== phone.tried)
      (count(kind, 'lost'), console.error(`lost: a score ${phone.level}, ${kept} is there`));
  }
}

async function signInAll() {
  await server.signIn('administrator');
  server.administrator = server.cookie;
  await server.signIn('impact_advisor');
  leader = server.cookie;
}

async function ready(one, name) {
  const begun = performance.now();
  await until('it is ready again', async () => (await one.ask('GET', '/readyz').catch(() => ({}))).status === 200, 120);
  table.get(name).back.push(performance.now() - begun);
}

// --- The faults ----------------------------------------------------------------------------------------------------------------
async function strike(victim) {
  if (victim === 'server') {
    await server.stop('SIGKILL');
    const begun = performance.now();
    await server.start();
    table.get(kind).back.push(performance.now() - begun);
    return;
  }
  const parent = postmaster(server.data);
  const target = victim === 'database' ? parent : pick(backends(parent));
  if (!target) return;
  process.kill(target, 'SIGKILL');
  await pause(50 + random() * 300); // asked meanwhile
  await ready(server, kind);
}

async function workRound(victim) {
  kind = `work, ${victim} killed`;
  count(kind, 'rounds');
  running = true;
  const town = [writes(), writes(), imports(), listens(), ...phones.map(scores)];
  await pause(random() * 500);
  await strike(victim);
  await pause(random() * 200);
  running = false;
  await Promise.all(town);
  await check();
}

// A server that is killed while it makes its database, or brings an old one up to date, and is started again.
async function startRound(name, prepare, longest, prove) {
  kind = name;
  count(kind, 'rounds');
  const place = join(folder, `start-${(serial += 1)}`);
  prepare(place);
  const one = new Server(place);
  const starting = one.start().catch(() => {});
  await pause(random() * longest);
  const parent = random() < 0.3 ? postmaster(place) : 0;
  if (parent) {
    // Only the database: the server ends with one line, or comes through.
    try {
      process.kill(parent, 'SIGKILL');
    } catch {
      /* it was not there yet, or no longer */
    }
    await Promise.race([starting, one.ended]);
  }
  await one.stop('SIGKILL');
  const begun = performance.now();
  try {
    await one.start();
    table.get(kind).back.push(performance.now() - begun);
    await prove(one);
    count(kind, 'acknowledged');
  } catch (fault) {
    (count(kind, 'lost'), console.error(`${kind}: ${fault.message.slice(0, 600)}`));
  }
  await one.stop();
  if (run(['audit', 'verify', '--data', place]).status !== 0) wrong(kind, 'the audit log is not sound');
  remove(place);
}

function rowsOf(place) {
  const sql = readFileSync(join(home, 'tests', 'system', 'rows.sql'), 'utf8');
  const done = spawnSync(
    'psql',
    ['-h', join(place, 'run'), '-U', 'tenzij_owner', '-w', '-qtAX', '-d', 'tenzij', '-c', sql],
    { encoding: 'utf8', env: { ...process.env, PGPASSFILE: join(place, 'pgpass') } },
  );
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout);
}

const fixture = join(home, 'tests', 'fixtures', 'upgrade', '0013');
const expected = JSON.parse(readFileSync(`${fixture}.json`, 'utf8'));
const old = join(folder, 'old');
async function makeOld() {
  const one = new Server(old, ['--no-demo']);
  await one.start();
  const keys = { ...process.env, PGPASSFILE: join(old, 'pgpass'), PGHOST: join(old, 'run'), PGUSER: 'tenzij_owner' };
  for (const command of [
    ['psql', '-qc', 'DROP DATABASE tenzij WITH (FORCE)', 'postgres'],
    ['psql', '-qc', 'CREATE DATABASE tenzij', 'postgres'],
    ['pg_restore', '--exit-on-error', '-d', 'tenzij', `${fixture}.dump`],
  ]) {
    const done = spawnSync(command[0], command.slice(1), { env: keys, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(done.stderr);
  }
  await one.stop();
}
const demoPeople = async (one) => {
  await one.signIn('impact_advisor');
  const found = (await one.api('GET', '/units')).json().items.length;
  if (found === 0) throw new Error('the demo municipality has no units');
  return found;
};

// --- All of it ------------------------------------------------------------------------------------------------------------------
console.log(`seed ${seed}, ${rounds} faults`);
await server.start();
await signInAll();
await makeOld();
let worked = 0;
for (let round = 0; round < rounds; round += 1) {
  const turn = round % 10;
  if (round > 0 && turn === 0) console.error(`${round} of ${rounds}, ${Math.round(performance.now() / 1000)} s`);
  if (turn === 4) {
    await startRound(
      'first start',
      () => {},
      6000,
      async (one) => {
        await demoPeople(one);
        const rows = rowsOf(one.data);
        for (const name of [
          'organisation.unit',
          'organisation.person',
          'notices.notice',
          'policy.goal',
          'purchase.purchase',
          'criteria.criterion',
        ])
          if (rows[name] < (expected[name] ?? 0)) throw new Error(`the demo has ${rows[name]} rows of ${name}`);
      },
    );
  } else if (turn === 9) {
    await startRound(
      'migration',
      (place) => spawnSync('cp', ['-a', old, place]),
      2500,
      async (one) => {
        await demoPeople(one);
        const rows = rowsOf(one.data);
        for (const [name, number] of Object.entries(expected))
          if ((rows[name] ?? number) < number) throw new Error(`${name} has ${rows[name]} rows, ${number} before`);
      },
    );
  } else {
    if (worked % roundsPerSession === 0) await openSession();
    worked += 1;
    await workRound(pick(['server', 'server', 'database', 'connection']));
  }
}

// Uploads that were accepted end as notices; a job that was hit too often may be asked for again, but nothing of it is lost.
kind = 'imports, at the end';
count(kind, 'rounds');
for (const [id, number] of jobs) {
  const job = await until(
    `job ${id} ends`,
    async () => {
      const found = (await server.api('GET', `/jobs/${id}`, undefined, { cookie: leader })).json();
      if (['failed', 'parked', 'cancelled'].includes(found.state))
        await server.api('POST', `/jobs/${id}/retry`, {}, { cookie: leader });
      return found.state === 'done' && found;
    },
    300,
  );
  if ((job.report?.rejected?.length ?? 0) > 0) (count(kind, 'lost'), console.error(`lost: notice ${number}`));
  else count(kind, 'acknowledged');
}
await check([...earlier, ...phones]);
await server.stop();
if (run(['audit', 'verify', '--data', server.data]).status !== 0) wrong(kind, 'the audit log is not sound');
remove(folder);

const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
console.log(
  `${'fault'.padEnd(32)}${['times', 'acknowledged', 'refused', 'lost', 'wrong', 'back after (ms)', 'longest'].map((each) => each.padStart(16)).join('')}`,
);
const sum = { rounds: 0, acknowledged: 0, lost: 0, wrong: 0 };
for (const [name, each] of table) {
  console.log(
    name.padEnd(32) +
      [
        each.rounds,
        each.acknowledged,
        each.refused,
        each.lost,
        each.wrong,
        Math.round(middle(each.back)),
        Math.round(Math.max(0, ...each.back)),
      ]
        .map((value) => String(value).padStart(16))
        .join(''),
  );
  for (const key of Object.keys(sum)) sum[key] += each[key];
}
console.log(`${rounds} faults: ${sum.acknowledged} acknowledged, ${sum.lost} lost, ${sum.wrong} wrong answers`);
process.exit(sum.lost + sum.wrong > 0 ? 1 : 0);
