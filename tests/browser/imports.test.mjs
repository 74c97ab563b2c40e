// A calendar as a department keeps it, in a real browser: looked at, asked about, written by a job, taken back. Run by ./test;
// alone: node --test tests/browser/imports.test.mjs
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { everyScreen, house, openPage, settled, tabTo } from './support.mjs';

const { server, browser } = house();

const total = async (page) => (await (await page.request.get(`${server.address}/api/v1/purchases`)).json()).total;
const button = (page, name) => page.getByRole('button', { name });

// Windows-1252, semicolons, a title, a heading between rows, a total, a column nobody asked for.
const calendar = Buffer.from(
  [
    'Inkoopkalender 2027 afdeling Wijken;;;;',
    ';;;;',
    'Omschrijving;Raming (€);Publicatie;Afdeling;Kleur',
    'Groen;;;;',
    'Beplanting rotondes café;€ 50.000,-;Q2 2027;Openbare ruimte;groen',
    'Bankjes singel;€ 40.000 in 4 jaar;1-3-2027;Openbare ruimte;bruin',
    'Prullenbakken markt;1,5 mln;31-6-2027;Openbare ruimte;blauw',
    'Totaal;1.590.000;;;',
  ]
    .join('\r\n')
    .replaceAll('€', '\x80')
    .replaceAll('é', '\xe9'),
  'latin1',
);

async function send(page, name, buffer) {
  await page.goto(`${server.address}/inkopen/inlezen`);
  await settled(page);
  await page.locator('#files').setInputFiles({ name, mimeType: 'text/csv', buffer });
  await button(page, 'Bekijk wat erin staat').click();
  await page.getByRole('heading', { name: 'Wat er gebeurt' }).waitFor();
}

describe('a calendar as a department keeps it', () => {
  it('is looked at, asked about, written and taken back', async () => {
    const page = await openPage(browser, server, { role: 'procurement_advisor' });
    const before = await total(page);
    await send(page, 'kalender.csv', calendar);
    await page.getByText('Niet gebruikt: Kleur (E).').waitFor();
    await page.getByText('een totaal').waitFor();
    assert.ok(await button(page, /^Schrijf/).isDisabled(), 'nothing is written while something is asked');
    assert.equal(await total(page), before);
    // Over four years is the whole term: the answer that is proposed second.
    await page
      .getByRole('group', { name: 'Wat cel B6 kan betekenen' })
      .getByRole('button', { name: '160.000,00' })
      .click();
    await page.getByRole('form', { name: 'publicatie C7' }).getByRole('textbox').fill('30-6-2027');
    await page.getByRole('form', { name: 'publicatie C7' }).getByRole('button', { name: 'Gebruik dit' }).click();
    await button(page, 'Schrijf 3 regels').click();
    await page.getByRole('heading', { name: 'Ingelezen' }).waitFor();
    assert.equal(await total(page), before + 3);
    await page.getByRole('link', { name: 'Bankjes singel' }).waitFor();
    await button(page, 'Draai deze import terug').click();
    await page.getByRole('heading', { name: 'Teruggedraaid' }).waitFor();
    assert.equal(await total(page), before);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it('needs no mouse, says days as people do, and keeps no word inside a field', async () => {
    const page = await openPage(browser, server, { role: 'procurement_advisor' });
    const before = await total(page);
    const act = async (locator) => {
      await tabTo(page, locator);
      await page.keyboard.press('Enter');
    };
    await page.goto(`${server.address}/inkopen/inlezen`);
    await settled(page);
    await page.locator('#files').setInputFiles({ name: 'toetsen.csv', mimeType: 'text/csv', buffer: calendar });
    await act(button(page, 'Bekijk wat erin staat'));
    await page.getByRole('heading', { name: 'Wat er gebeurt' }).waitFor();
    assert.equal(await page.locator('[placeholder]').count(), 0);
    const said = await page.locator('main').innerText();
    assert.match(said, /1 apr 2027/, 'the first day of the quarter, in the note of its row');
    assert.doesNotMatch(said, /\b\d{4}-\d\d-\d\d\b/);
    await act(
      page.getByRole('group', { name: 'Wat cel B6 kan betekenen' }).getByRole('button', { name: '160.000,00' }),
    );
    await page.getByRole('form', { name: /B6/ }).waitFor({ state: 'detached' });
    await tabTo(page, page.getByLabel('Anders, namelijk C7'));
    await page.keyboard.type('30-6-2027');
    await page.keyboard.press('Enter');
    await act(button(page, 'Schrijf 3 regels'));
    await page.getByRole('heading', { name: 'Ingelezen' }).waitFor();
    assert.equal(await total(page), before + 3);
    await act(button(page, 'Draai deze import terug'));
    await page.getByRole('heading', { name: 'Teruggedraaid' }).waitFor();
    assert.equal(await total(page), before);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  for (const scheme of ['light', 'dark'])
    it(`has screens without an axe violation, ${scheme}`, async () => {
      const page = await openPage(browser, server, {
        role: 'procurement_advisor',
        scheme,
        width: scheme === 'dark' ? 360 : 1280,
      });
      await send(page, 'nog eens.csv', calendar);
      const path = new URL(page.url()).pathname;
      await everyScreen(page, server, ['/inlezen/purchases', path]);
      await page.context().close();
    });
});
