// Evidence on a phone: several files at once, each with its own answer; taken away and put back; who opened it.
// Run by ./test; alone: node --test tests/browser/evidence.test.mjs
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { axe, house, openPage, settled } from './support.mjs';

const { server, browser } = house();
const file = (name, text) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });

it('is added, refused by name, taken away with a way back, and seen by who judges', async () => {
  const page = await openPage(browser, server, { role: 'contract_manager', width: 360 });
  const found = await (await page.request.get(`${server.address}/api/v1/contracts?late=true`)).json();
  const address = `${server.address}/contracten/${found.items[0].id}`;
  await page.goto(address);
  await settled(page);
  const article = page.getByRole('article').first();
  await article
    .getByRole('button', { name: /^Voeg bewijs toe/ })
    .first()
    .click();
  await article.getByText('niet op virussen gecontroleerd').waitFor();
  await article
    .getByLabel(/^Bestanden bij/)
    .setInputFiles([file('uren.csv', 'week;uren\n1;36\n2;30\n'), file('rapport.pdf', 'MZ this is no PDF')]);
  await article.getByText('rapport.pdf is een programma').waitFor();
  const line = article.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'uren.csv' }) });
  await line.last().getByText('Tabel (CSV)').waitFor();
  assert.equal(await article.getByRole('link', { name: 'rapport.pdf' }).count(), 0);
  await axe(page);
  await article.getByRole('button', { name: 'Sluit' }).click();
  await article.getByRole('button', { name: 'Verwijderen uren.csv' }).click();
  await page.getByRole('button', { name: 'Ongedaan maken' }).click();
  await article.getByRole('link', { name: 'uren.csv' }).waitFor();

  const judge = await openPage(browser, server, { role: 'sroi_coordinator' });
  await judge.goto(address);
  await settled(judge);
  await judge.getByText('nog niet bekeken').first().waitFor();
  const [download] = await Promise.all([
    judge.waitForEvent('download'),
    judge.getByRole('link', { name: 'uren.csv' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'uren.csv');
  await judge.goto(address);
  await judge.getByText(/bekeken door/).waitFor();
  await judge.getByText(/Bewijs en verwijzingen .* verwijderd. De waarde blijft staan/).waitFor();
});
