// Today's program starts on the data of earlier releases (tests/fixtures/upgrade), with all their rows, on today's schema.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { home, remove, run, Server, temporaryFolder } from './support.mjs';

const fixtures = join(home, 'tests', 'fixtures', 'upgrade');
const releases = readdirSync(fixtures)
  .filter((name) => name.endsWith('.dump'))
  .map((name) => name.slice(0, -5));
const migrations = readdirSync(join(home, 'db', 'migrations')).sort();

for (const release of releases) {
  test(`data with migrations up to ${release}`, async () => {
    const folder = temporaryFolder('tenzij-upgrade-');
    const data = join(folder, 'data');
    const server = new Server(data, ['--no-demo']);
    try {
      await server.start();
      const environment = {
        ...process.env,
        PGHOST: join(data, 'run'),
        PGUSER: 'tenzij_owner',
        PGPASSFILE: join(data, 'pgpass'),
      };
      const tool = (program, ...args) => {
        const done = spawnSync(program, args, { env: environment, encoding: 'utf8' });
        assert.equal(done.status, 0, done.stderr);
        return done.stdout;
      };
      tool('psql', '-qc', 'DROP DATABASE tenzij WITH (FORCE)', 'postgres');
      tool('psql', '-qc', 'CREATE DATABASE tenzij', 'postgres');
      tool('pg_restore', '--exit-on-error', '-d', 'tenzij', join(fixtures, `${release}.dump`));
      await server.stop();
      server.options = [];
      await server.start();
      const now = JSON.parse(tool('psql', '-qtAX', '-f', join(home, 'tests', 'system', 'rows.sql'), 'tenzij'));
      for (const [table, rows] of Object.entries(JSON.parse(readFileSync(join(fixtures, `${release}.json`), 'utf8'))))
        assert.ok((now[table] ?? rows) >= rows, `${table} had ${rows} rows and has ${now[table]}`);
      assert.equal(
        `${tool('psql', '-qtAX', '-c', 'SELECT max(name) FROM platform.migration', 'tenzij').trim()}.sql`,
        migrations.at(-1),
      );
      await server.signIn('impact_advisor');
      for (const path of ['/units', '/goals', '/purchases', '/notices', '/ambition-sessions', '/criteria'])
        assert.equal((await server.api('GET', path)).status, 200, path);
      // Links that were rows of a room's own table stand in the thread, with what is kept equal to what the tables say.
      const before = JSON.parse(readFileSync(join(fixtures, `${release}.json`), 'utf8'));
      for (const [table, upper, lower] of [
        ['policy.goal_clause', 'clause', 'goal'],
        ['notices.goal_link', 'goal', 'notice'],
        ['ambition.ambition_goal', 'goal', 'ambition'],
        ['purchase.goal_link', 'goal', 'impact'],
        ['purchase.notice_link', 'purchase', 'notice'],
      ]) {
        if (before[table] === undefined) continue;
        const links = tool(
          'psql',
          '-qtAX',
          '-c',
          `SELECT count(*) FROM thread.link WHERE upper_kind = '${upper}' AND lower_kind = '${lower}'`,
          'tenzij',
        );
        assert.ok(Number(links) >= before[table], `${table} had ${before[table]} rows, the thread has ${links.trim()}`);
      }
      assert.equal(run(['thread', 'check', '--data', data]).status, 0);
      assert.equal(run(['audit', 'verify', '--data', data]).status, 0);
    } catch (error) {
      console.log(server.output);
      throw error;
    } finally {
      await server.stop();
      remove(folder);
    }
  });
}
