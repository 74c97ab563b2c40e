// The real program and a real mail server: what is told arrives once, whatever either of them does in between.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { home, program, remove, Server, temporaryFolder, until } from './support.mjs';

const { SMTPServer } = createRequire(join(home, 'web', 'package.json'))('smtp-server');

const folder = temporaryFolder();
const data = join(folder, 'data');
const certificate = join(folder, 'cert.pem');
const key = join(folder, 'key.pem');
const made = spawnSync('openssl', [
  ...'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost'.split(' '),
  '-keyout',
  key,
  '-out',
  certificate,
]);
assert.equal(made.status, 0, String(made.stderr));

// Keeps what it took, by Message-ID; how it behaves is said per test.
class Post {
  constructor() {
    this.letters = [];
    this.behave = {};
    this.port = 0;
  }

  async open() {
    this.server = new SMTPServer({
      secure: false,
      key: readFileSync(key),
      cert: readFileSync(certificate),
      authMethods: ['PLAIN', 'LOGIN'],
      disableReverseLookup: true,
      logger: false,
      onAuth: (auth, session, done) => {
        this.secure = session.secure;
        if (auth.username === 'tenzij' && auth.password === 'geheim woord') done(null, { user: 'tenzij' });
        else done(new Error('no such user or password'));
      },
      onRcptTo: ({ address }, session, done) => done(this.behave.rcpt?.(address)),
      onData: (stream, session, done) => {
        const chunks = [];
        stream.on('data', (chunk) => chunks.push(chunk));
        stream.on('end', () => {
          const letter = { to: session.envelope.rcptTo[0].address, text: Buffer.concat(chunks).toString() };
          letter.id = /^Message-ID: <([^>]+)>/m.exec(letter.text)[1];
          const fault = this.behave.data?.(letter, session);
          if (fault === 'die') {
            for (const each of this.server.connections) each._socket.destroy();
            return;
          }
          if (!fault) this.letters.push(letter);
          if (fault === 'accept and die') {
            this.letters.push(letter);
            for (const each of this.server.connections) each._socket.destroy();
            return;
          }
          done(fault ?? null);
        });
      },
    });
    this.server.on('error', () => undefined);
    await new Promise((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = this.server.server.address().port;
  }

  async close() {
    for (const each of this.server.connections) each._socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  to(address) {
    return this.letters.filter((each) => each.to === address);
  }
}
const fault = (code, text) => Object.assign(new Error(text), { responseCode: code });

const post = new Post();
const options = () => [
  '--mail-server',
  `smtp://localhost:${String(post.port)}`,
  '--mail-user',
  'tenzij',
  '--mail-from',
  'tenzij@noorderveen.localhost',
  '--mail-page',
  'https://tenzij.noorderveen.localhost',
  '--mail-authorities',
  certificate,
  '--mail-retry',
  '1',
];
const environment = { TENZIJ_MAIL_PASSWORD: 'geheim woord' };
let server;
let people;

const sql = (text) =>
  spawnSync('psql', ['-h', join(data, 'run'), '-U', 'tenzij_owner', '-w', '-tAc', text, 'tenzij'], {
    encoding: 'utf8',
    env: { ...process.env, PGPASSFILE: join(data, 'pgpass') },
  }).stdout.trim();

before(async () => {
  await post.open();
  server = new Server(data, options());
  await server.start(environment);
  await server.signIn('administrator');
  people = Object.fromEntries((await server.api('GET', '/accounts')).json().items.map((each) => [each.userName, each]));
});
after(async () => {
  await server.stop();
  await post.close();
  remove(folder);
});

// Everybody is asked a question at an address of their own.
const give = async (userName, address) => {
  const { personId, name, jobTitle, unitId } = people[userName];
  const answer = await server.api('PUT', `/accounts/${personId}/person`, { name, email: address, jobTitle, unitId });
  assert.equal(answer.status, 200, answer.text);
};
const ask = async (userName, question) => {
  const answer = await server.api('POST', '/help-requests', {
    question,
    theme: null,
    unitId: null,
    assignedTo: people[userName].personId,
  });
  assert.equal(answer.status, 201, answer.text);
};
const arrived = (address, count = 1) =>
  until(`${String(count)} letters at ${address}`, () => post.to(address).length >= count, 60);

test('a question arrives, over TLS and signed in, in words that can be read, with a link to a page of ours', async () => {
  await give('director', 'director@noorderveen.localhost');
  await ask('director', 'Mag dit óók – € 100?\r\nBcc: elders@evil.localhost');
  await arrived('director@noorderveen.localhost');
  const [letter] = post.to('director@noorderveen.localhost');
  assert.equal(post.secure, true);
  const head = letter.text.slice(0, letter.text.indexOf('\r\n\r\n'));
  assert.doesNotMatch(head, /^Bcc/im);
  assert.match(head, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
  assert.match(head, /^List-Unsubscribe:\r\n <https:\/\/tenzij\.noorderveen\.localhost\/api\/v1\/mail-off\/\S+>/m);
  const body = letter.text.replace(/=\r\n/g, '');
  assert.match(body, /Mag dit =C3=B3=C3=B3k =E2=80=93 =E2=82=AC 100\?/);
  assert.match(body, /https:\/\/tenzij\.noorderveen\.localhost\/organisatie\/hulpvragen#/);
  // One press of the button of a mail programme, with the body that it sends.
  const [, off] = /List-Unsubscribe:\r\n <https:\/\/[^/]+(\S+)>/.exec(head);
  const pressed = await fetch(server.address + off, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
  assert.equal(pressed.status, 200, await pressed.text());
  assert.equal((await server.ask('POST', `${off}x`, undefined, { cookie: '' })).status, 404, 'a link that is not ours');
  await ask('director', 'Deze niet per mail');
  const director = new Server(data);
  director.address = server.address;
  await director.signIn('director');
  const kept = await until('it stands in the inbox alone', async () => {
    const [first] = (await director.api('GET', '/messages')).json().items;
    return first.mail === 'none' && first;
  });
  assert.match(kept.text, /Deze niet per mail/);
  // That kind only: a link for a password still comes, with its secret, which is then kept nowhere.
  assert.equal((await server.ask('POST', `${off}/undoing`, undefined, { cookie: '' })).status, 200);
  assert.equal(post.to('director@noorderveen.localhost').length, 1);
});

test('an invitation brings the way in, and nothing of it stays', async () => {
  const answer = await server.api('POST', '/people/invitations', {
    addresses: ['nieuw@noorderveen.localhost'],
    role: 'budget_holder',
    unitId: null,
  });
  assert.equal(answer.status, 201, answer.text);
  assert.equal(answer.json().mailed, true);
  await arrived('nieuw@noorderveen.localhost');
  const [letter] = post.to('nieuw@noorderveen.localhost');
  const [, token] = /\/nieuw-wachtwoord#(\S+)/.exec(letter.text.replace(/=\r\n/g, '').replace(/=3D/g, '='));
  assert.doesNotMatch(letter.text, /List-Unsubscribe/);
  await until('the secret is gone', () => sql('SELECT count(secret_path) FROM mail.message') === '0');
  const chosen = await server.api('POST', '/password-resets', { token, password: 'een heel lang woord voor mij' });
  assert.equal(chosen.status, 201, chosen.text);
});

test('an address where nobody is is remembered, and shown to who looks after it', async () => {
  await give('council_member', 'weg@noorderveen.localhost');
  post.behave.rcpt = (address) => (address.startsWith('weg@') ? fault(550, '5.1.1 niemand hier') : undefined);
  await ask('council_member', 'Bent u daar?');
  const failed = await until('it is shown', async () => {
    const { items } = (await server.api('GET', '/mail-failures')).json();
    return items.find((each) => each.address === 'weg@noorderveen.localhost');
  });
  assert.equal(failed.state, 'refused');
  assert.match(failed.reason, /niemand hier/);
  assert.equal((await server.api('GET', '/health-report')).json().mail.failed, 1);
  post.behave.rcpt = undefined;
  assert.equal((await server.api('POST', `/mail-failures/${failed.id}/retry`)).status, 201);
  await arrived('weg@noorderveen.localhost');
});

test('what is refused for now is tried again, with the same Message-ID', async () => {
  await give('budget_holder', 'later@noorderveen.localhost');
  const seen = [];
  post.behave.data = (letter) => {
    seen.push(letter.id);
    return seen.length < 3 ? fault(451, '4.7.1 kom later terug') : undefined;
  };
  await ask('budget_holder', 'Later?');
  await arrived('later@noorderveen.localhost');
  post.behave.data = undefined;
  assert.equal(new Set(seen).size, 1);
  assert.equal(seen.length, 3);
});

test('a server that dies in the middle of a letter, or that is away, loses nothing and gets nothing twice', async () => {
  await give('budget_holder', 'dies@noorderveen.localhost');
  let deaths = 0;
  post.behave.data = () => ((deaths += 1) <= 2 ? 'die' : undefined);
  for (let i = 0; i < 5; i += 1) {
    await ask('budget_holder', `Vraag ${String(i)}`);
    await until(
      'it is on its way',
      () => sql("SELECT count(*) FROM mail.message WHERE by_mail AND letter_id IS NULL AND kind = 'help_asked'") === '0',
    );
  }
  await until(
    'nothing waits',
    () => sql("SELECT count(*) FROM mail.letter WHERE state IN ('waiting', 'sending')") === '0',
  );
  post.behave.data = undefined;
  await post.close();
  await ask('budget_holder', 'En dicht');
  await until('it says so', async () => (await server.api('GET', '/health-report')).json().mail.failingSince);
  const tries = sql("SELECT max(attempts) FROM mail.letter WHERE state = 'waiting'");
  assert.equal(tries, '0', 'while the server is away no try counts');
  await post.open();
  await until(
    'and then goes on',
    () => sql("SELECT count(*) FROM mail.letter WHERE state IN ('waiting', 'sending')") === '0',
  );
  const all = post.to('dies@noorderveen.localhost');
  assert.equal(new Set(all.map((each) => each.id)).size, all.length, 'nothing twice');
  for (const said of ['Vraag 0', 'Vraag 1', 'Vraag 2', 'Vraag 3', 'Vraag 4', 'En dicht'])
    assert.equal(all.filter((each) => each.text.includes(said)).length, 1, said);
  await until(
    'the report is good again',
    async () => !(await server.api('GET', '/health-report')).json().mail.failingSince,
  );
});

test('a program that is killed while it sends loses nothing; a letter that was taken meanwhile comes with the same Message-ID', async () => {
  const before = post.letters.length;
  sql(`INSERT INTO mail.message (municipality_id, id, address, name, kind, args, path, at, by_mail)
       SELECT m.id, gen_random_uuid(), 'reeks' || n || '@noorderveen.localhost', '', 'help_asked', '{"who":"A","question":"B"}', '/', now(), true
         FROM platform.municipality m, generate_series(1, 300) n`);
  for (const count of [40, 120, 200]) {
    await until(`${String(count)} letters`, () => post.letters.length - before >= count);
    await server.stop('SIGKILL');
    await server.start(environment);
  }
  await until('all are sent', () => new Set(post.letters.slice(before).map((each) => each.to)).size === 300, 120);
  await until(
    'nothing waits',
    () => sql("SELECT count(*) FROM mail.letter WHERE state IN ('waiting', 'sending')") === '0',
  );
  const ids = new Set(post.letters.slice(before).map((each) => each.id));
  assert.equal(ids.size, 300, 'one Message-ID per letter, however often it came');
  const twice = post.letters.length - before - 300;
  assert.ok(twice <= 3, `${String(twice)} came again after three kills: at most the one under way each time`);
  const times = sql(
    `SELECT extract(epoch FROM max(ended_at) - min(ended_at)) FROM mail.letter WHERE address LIKE 'reeks%'`,
  );
  console.log(`300 letters with three ends in between: ${times} s; ${String(twice)} came twice`);
});

test('a wrong password loses nothing, and says what is wrong', async () => {
  await server.stop();
  await server.start({ TENZIJ_MAIL_PASSWORD: 'fout' });
  await server.signIn('administrator');
  await give('budget_holder', 'wacht@noorderveen.localhost');
  await ask('budget_holder', 'Wacht u?');
  const { mail } = await until('it says so', async () => {
    const report = (await server.api('GET', '/health-report')).json();
    return report.mail.failingSince && report;
  });
  assert.equal(mail.waiting, 1);
  assert.doesNotMatch(server.output, /fout|Zm91dA/, 'the password is in no log');
  await server.stop();
  await server.start(environment);
  await arrived('wacht@noorderveen.localhost');
});

test('a certificate that nobody vouches for gets neither password nor letter', async () => {
  await server.stop();
  const bare = new Server(
    data,
    options().filter((each, i, all) => each !== '--mail-authorities' && all[i - 1] !== '--mail-authorities'),
  );
  await bare.start(environment);
  await bare.signIn('administrator');
  server.cookie = bare.cookie;
  server.address = bare.address;
  const count = post.letters.length;
  post.secure = undefined;
  await ask('budget_holder', 'Vertrouwd?');
  const report = await until('it says so', async () => {
    const now = (await bare.api('GET', '/health-report')).json();
    return now.mail.failingSince && now;
  });
  assert.match(report.mail.failure, /certificate/i);
  assert.equal(post.secure, undefined, 'nobody signed in');
  assert.equal(post.letters.length, count);
  await bare.stop();
  await server.start(environment);
  await until('with the certificate it goes', () => post.letters.length === count + 1);
});

test('settings that cannot work are refused at the start, in words', () => {
  const wrong = spawnSync(program, ['--data', data, '--mail-server', 'mail.localhost'], {
    encoding: 'utf8',
  });
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /--mail-server begins with smtp:\/\//);
});
