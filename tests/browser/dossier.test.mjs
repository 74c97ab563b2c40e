// Documents of a purchase on a phone: chosen and dropped, read while one looks, refused with the reason, a newer version, put away and
// back. Run by ./test; alone: node --test tests/browser/dossier.test.mjs
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { axe, house, openPage, settled } from './support.mjs';

const { server, browser } = house();
const file = (name, text) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });
const demand =
  'De opdrachtnemer besteedt ten minste 5% van de opdrachtsom aan de inzet van mensen met een afstand tot de arbeidsmarkt.';

it('are sent, read, refused with the reason, and put away with a way back', async () => {
  const page = await openPage(browser, server, { role: 'procurement_advisor', width: 360 });
  const found = await (await page.request.get(`${server.address}/api/v1/purchases?search=Renovatie gymzaal`)).json();
  await page.goto(`${server.address}/inkopen/${found.items[0].id}`);
  await settled(page);
  const part = page.getByRole('region', { name: 'Documenten', exact: true });
  await part.getByText('Er zijn nog geen documenten').waitFor();
  await part.getByRole('button', { name: 'Documenten toevoegen' }).click();
  await axe(page);
  await part.getByLabel('Bestanden').setInputFiles([file('PvE gymzaal.txt', demand), file('leeg.txt', '')]);
  await part.getByText('Het bestand is leeg.').waitFor();
  await part.getByRole('link', { name: 'PvE gymzaal' }).waitFor();
  await part.getByText(/programma van eisen · versie 1 · 1 vondst/).waitFor();

  // Dropped on the place for it: a newer version, and an archive that is not read.
  const drop = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'PvE gymzaal v2.txt'));
    data.items.add(new File(['Rar!\u001a\u0007 '], 'stukken.rar'));
    return data;
  }, demand);
  await part.locator('.dropzone').dispatchEvent('drop', { dataTransfer: drop });
  await part.getByText('Dit is een archief dat niet wordt gelezen', { exact: false }).waitFor();
  await part.getByText('1 andere versie van PvE gymzaal v2').waitFor();
  await part.getByRole('link', { name: 'PvE gymzaal v2' }).waitFor();
  await axe(page);

  await part.getByRole('button', { name: 'Opbergen stukken' }).click();
  await page.getByRole('button', { name: 'Ongedaan maken' }).click();
  await part.getByRole('button', { name: 'Opbergen stukken' }).waitFor();
  await part.getByRole('button', { name: /^Wijzig PvE gymzaal v2/ }).click();
  await part.getByLabel('Naam').fill('Eisen van de gymzaal');
  await part.getByRole('button', { name: 'Opslaan' }).click();
  await part.getByRole('link', { name: 'Eisen van de gymzaal' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
});
