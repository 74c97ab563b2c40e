// A supplier on a phone: from the mail to a sent report in at most six taps, with a real mail server between.
// Run by ./test; alone: node --test tests/browser/supplier.test.mjs
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { axe, everyScreen, home, openBrowser, openPage, Server, settled } from './support.mjs';

const { SMTPServer } = createRequire(join(home, 'web', 'package.json'))('smtp-server');

const letters = [];
const arrived = [];
// Quoted-printable, as mail programs undo it.
const readable = (text) =>
  Buffer.from(
    text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString();
const post = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  onData: (stream, session, done) => {
    const chunks = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('end', () => {
      letters.push({ to: session.envelope.rcptTo[0].address, text: readable(Buffer.concat(chunks).toString()) });
      for (const wake of arrived.splice(0)) wake();
      done();
    });
  },
});
// The first letter to somebody in which this stands.
async function letter(to, pattern) {
  for (;;) {
    const found = letters.filter((each) => each.to === to).map((each) => pattern.exec(each.text));
    if (found.some(Boolean)) return found.findLast(Boolean)[1];
    await new Promise((resolve) => arrived.push(resolve));
  }
}

const server = new Server();
let browser;
before(async () => {
  await new Promise((resolve) => post.listen(0, '127.0.0.1', resolve));
  server.options = [
    '--mail-server',
    `smtp://127.0.0.1:${String(post.server.address().port)}`,
    '--mail-plain',
    '--mail-from',
    'tenzij@noorderveen.localhost',
    '--mail-page',
    'https://tenzij.noorderveen.localhost',
  ];
  await server.start();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server.stop();
  await new Promise((resolve) => post.close(resolve));
  server.remove();
});

const address = 'anna@groenwerk.localhost';

// A contract with a moment that is late and a figure of the period before.
async function late(page) {
  const get = async (path) => (await page.request.get(`${server.address}/api/v1${path}`)).json();
  for (const each of (await get('/contracts?late=true&pageSize=100')).items)
    for (const commitment of (await get(`/contracts/${each.id}/commitments`)).items) {
      const open = commitment.moments.find((moment) => moment.late && moment.figure === null);
      const before = commitment.moments.some((moment) => moment.figure !== null && moment.periodTo < open?.periodTo);
      if (open && before) return { contract: each.id, moment: open.id };
    }
  throw new Error('the demo has no such contract');
}

const file = (name, text) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });

// A file without a line, a colleague, and a sentence of one's own.
async function rest(phone, coordinator, { contract, question }) {
  await phone.goto(question);
  await phone.getByLabel('Kies een bestand').waitFor();
  await phone.context().setOffline(true);
  await phone.getByLabel('Kies een bestand').setInputFiles([file('foto.csv', 'a;b\n1;2\n')]);
  await phone.getByText('Er is geen verbinding').waitFor();
  await phone.context().setOffline(false);
  await phone.getByText('nog niet verstuurd').waitFor();
  await phone.getByRole('button', { name: 'Haal weg foto.csv' }).click();
  await phone.getByRole('button', { name: 'Ongedaan maken' }).click();
  await phone.getByRole('link', { name: 'foto.csv' }).waitFor();
  phone.faults.length = 0; // the browser says too that it was offline

  await phone.goto(`${server.address}/leverancier/collegas`);
  await phone.getByLabel('Naam', { exact: true }).fill('Bob Bos');
  await phone.getByLabel('Mailadres').fill('bob@groenwerk.localhost');
  await phone.getByRole('button', { name: 'Stuur de uitnodiging' }).click();
  await letter('bob@groenwerk.localhost', /(\/leverancier#\S+?)["\s<]/);
  await phone.getByRole('button', { name: 'Beëindig toegang Bob Bos' }).click();
  await phone.getByRole('button', { name: 'Geef toegang terug Bob Bos' }).waitFor();
  assert.deepEqual(await axe(phone), [], 'colleagues');

  await phone.goto(`${server.address}/leverancier/contracten/${contract}`);
  await phone.getByText('Stel een zin voor').first().click();
  await phone.getByLabel('Uw zin').first().fill('Het is stiller in de straat.');
  await phone.getByRole('button', { name: 'Leg voor aan de gemeente' }).first().click();
  await phone.getByText('wacht op antwoord').waitFor();
  assert.deepEqual(await axe(phone), [], 'a sentence of one’s own');
  assert.deepEqual(phone.faults, []);
  const manager = await openPage(browser, server, { role: 'contract_manager', width: 360 });
  await manager.goto(`${server.address}/contracten/${contract}`);
  await manager.getByRole('button', { name: 'Antwoord Het is stiller in de straat.' }).click();
  await manager.getByLabel('Zin van de gemeente').fill('Stiller, en schoner.');
  await manager.getByRole('button', { name: 'Antwoord', exact: true }).click();
  await manager.getByText('Gemeente: Stiller, en schoner.').waitFor();
  assert.deepEqual(await axe(manager), []);
  assert.deepEqual(manager.faults, []);
  assert.deepEqual(coordinator.faults, []);
}

describe('the page of a supplier', () => {
  it('is asked by the coordinator and answered on a phone in at most six taps', async () => {
    const coordinator = await openPage(browser, server, { role: 'sroi_coordinator' });
    await coordinator.goto(server.address);
    const { contract, moment } = await late(coordinator);
    await coordinator.goto(`${server.address}/contracten/${contract}`);
    await coordinator.getByRole('button', { name: 'Voeg contactpersoon toe' }).click();
    await coordinator.getByLabel('Naam', { exact: true }).fill('Anna de Wit');
    await coordinator.getByLabel('Mailadres').fill(address);
    await coordinator.getByRole('button', { name: 'Opslaan' }).click();
    await coordinator.getByRole('button', { name: 'Vraag om de rapportage' }).click();
    await coordinator.getByText(/Er (is één mail|zijn \d+ mails) verstuurd/).waitFor();
    assert.deepEqual(await axe(coordinator), []);
    assert.deepEqual(coordinator.faults, []);

    const link = await letter(address, /(\/leverancier#\S+?)["\s<]/);
    const phone = await openPage(browser, server, { width: 360, scheme: 'dark' });
    let taps = 0;
    const tap = async (locator) => {
      await locator.click();
      taps += 1;
    };
    await phone.goto(server.address + link);
    taps += 1; // the link in the mail
    await settled(phone);
    assert.deepEqual(await axe(phone), [], 'entry');
    await tap(phone.getByRole('button', { name: 'Stuur mij de code' }));
    const code = await letter(address, /Uw code is (\d{6})/);
    const field = phone.getByLabel('Code uit de mail');
    await field.waitFor();
    assert.deepEqual(await axe(phone), [], 'code');
    await phone.keyboard.type(code); // the field has the focus
    await tap(phone.getByRole('button', { name: 'Ga verder' }));
    await phone.getByRole('heading', { name: 'Uw rapportage' }).waitFor();
    assert.equal(await phone.getByRole('navigation', { name: 'Hoofdmenu' }).count(), 0, 'no menu of the municipality');
    assert.deepEqual(await axe(phone), [], 'overview');
    await tap(phone.locator(`a[href="/leverancier/vragen/${moment}"]`));
    await phone.getByText('Dit is uw cijfer van de vorige keer').waitFor();
    await phone.getByLabel('Kies een bestand').setInputFiles([file('uren.csv', 'week;uren\n1;36\n2;30\n')]);
    await phone.getByText('nog niet verstuurd').waitFor();
    assert.deepEqual(await axe(phone), [], 'question');
    await tap(phone.getByRole('button', { name: 'Ga verder' }));
    await phone.getByRole('heading', { name: 'Klopt dit?' }).waitFor();
    assert.deepEqual(await axe(phone), [], 'review');
    await tap(phone.getByRole('button', { name: 'Verstuur' }));
    await phone.getByText(/^Verstuurd naar/).waitFor();
    assert.deepEqual(await axe(phone), [], 'sent');
    assert.ok(taps <= 6, `${String(taps)} taps`);

    // What is typed is on another device too, and the manager sees who reported.
    await phone.goto(`${server.address}/leverancier/contracten/${contract}`);
    await phone.getByText('Anna de Wit namens').first().waitFor();
    await everyScreen(phone, server, [`/leverancier/contracten/${contract}`, '/leverancier/overzicht']);
    const other = phone.getByRole('link', { name: /^Beantwoord/ }).first();
    await other.click();
    const kept = phone.waitForResponse(
      (answer) => answer.url().endsWith('/supplier/drafts') && answer.request().method() === 'PUT',
    );
    await phone.getByRole('textbox').last().fill('Nog niet compleet');
    await kept;
    const question = phone.url();
    await phone.evaluate(() => localStorage.clear());
    await phone.goto(question);
    await phone.getByText('Nog niet compleet').waitFor();
    assert.deepEqual(phone.faults, []);
    await coordinator.goto(`${server.address}/contracten/${contract}`);
    await coordinator.getByText('Anna de Wit namens').first().waitFor();
    await coordinator.getByRole('link', { name: 'uren.csv' }).first().waitFor();
    const statement = await phone.request.get(`${server.address}/api/v1/supplier/contracts/${contract}/statement`);
    assert.equal(statement.status(), 200);
    assert.equal((await statement.body()).subarray(0, 5).toString(), '%PDF-');

    await rest(phone, coordinator, { contract, question });
  });

  it('is asked for by the coordinator in three presses about all that were picked, and says who has nobody', async () => {
    const page = await openPage(browser, server, { role: 'sroi_coordinator' });
    await page.goto(`${server.address}/contracten?telaat=ja`);
    await settled(page);
    await page.getByRole('checkbox').first().check(); // all on this page
    await page.getByRole('button', { name: 'Vraag om de rapportage' }).click();
    await page.getByText(/mails? (is|zijn)? ?verstuurd|één mail verstuurd/).waitFor();
    await page.getByText('Geen contactpersoon:').waitFor();
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(page.faults, []);
  });
});
