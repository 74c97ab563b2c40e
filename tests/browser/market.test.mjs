// The market in a real browser: every screen fits and is accessible; asked as one speaks, three beside each other; an enterprise entered and
// found; a small purchase finds who can deliver it, is asked and not asked after all. Alone: node --test tests/browser/market.test.mjs
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { everyScreen, house, openPage, settled } from './support.mjs';

const { server, browser } = house();
const api = async (page, path) => (await page.request.get(`${server.address}/api/v1${path}`)).json();

describe('every screen of the market', () => {
  it('has no axe violation and fits 360 pixels', async () => {
    const page = await openPage(browser, server, { role: 'procurement_advisor', width: 360 });
    const found = (await api(page, '/enterprises?search=taart')).items.map((each) => each.id);
    await everyScreen(page, server, [
      '/ondernemers',
      '/ondernemers?zoek=taart&thema=social_return',
      '/ondernemers/nieuw',
      '/ondernemers/dubbel',
      '/ondernemers/niet-gevonden',
      `/ondernemers/${found[0]}`,
      `/ondernemers/${found[0]}/wijzigen`,
      `/ondernemers/vergelijken?kies=${found.slice(0, 3).join(',')}`,
      '/inlezen/enterprises',
    ]);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});

describe('who looks for something', () => {
  it('asks as one speaks, reads what was understood, and sees three beside each other', async () => {
    const page = await openPage(browser, server, { role: 'procurement_advisor' });
    await page.goto(`${server.address}/ondernemers`);
    await page.getByRole('searchbox', { name: 'Wat zoekt u?' }).fill('hovennier voor 20 man in Assen');
    await page.keyboard.press('Enter');
    await page.getByText('dicht bij Assen eerst').waitFor();
    await page.getByText('“hovennier” gelezen als').waitFor();
    // What is chosen stands in the address, so the mark comes a moment later.
    for (let i = 0; i < 3; i++) {
      await page
        .getByRole('checkbox', { name: /^Vergelijk / })
        .nth(i)
        .click();
      await page.locator('input[type=checkbox]:checked').nth(i).waitFor();
    }
    assert.ok(
      await page
        .getByRole('checkbox', { name: /^Vergelijk / })
        .nth(3)
        .isDisabled(),
    );
    await page.getByRole('link', { name: 'Vergelijk deze 3' }).click();
    await page.getByRole('columnheader').nth(2).waitFor();
    assert.equal(await page.locator('thead th[scope=col]').count(), 3);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});

describe('an enterprise', () => {
  it('is entered, found at once, and its entry taken back', async () => {
    const page = await openPage(browser, server, { role: 'procurement_advisor' });
    await page.goto(`${server.address}/ondernemers/nieuw`);
    await page.getByRole('textbox', { name: 'Naam' }).fill('Klokkenmaker Proef');
    await page.getByRole('textbox', { name: 'Plaats' }).fill('Assen');
    await page.getByRole('button', { name: 'Aanbod toevoegen' }).click();
    await page.getByRole('textbox', { name: 'Wat is het aanbod?' }).fill('Torenklokken gelijkzetten');
    await page.getByRole('button', { name: 'Leg vast' }).click();
    await page.getByRole('heading', { level: 1, name: 'Klokkenmaker Proef' }).waitFor();
    assert.equal((await api(page, '/enterprises?search=torenklok')).total, 1);
    await page.getByRole('button', { name: 'Ongedaan maken' }).click();
    await page.getByText('Deze onderneming is opgeborgen').waitFor();
    assert.equal((await api(page, '/enterprises?search=torenklok')).total, 0);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});

describe('a small purchase', () => {
  it('finds who can deliver it; one is asked, what came of it is kept, and it can be taken back', async () => {
    const page = await openPage(browser, server, { role: 'budget_holder' });
    await page.goto(`${server.address}/inkopen/klein`);
    await page.getByRole('textbox', { name: /^Wat/ }).fill('Boeket voor de jubilaris');
    await page.getByRole('textbox', { name: /euro|bedrag|Hoeveel/i }).fill('60');
    await page.getByRole('textbox', { name: /Wanneer/ }).fill('1-12-2027');
    await page.locator('main form button[type=submit]').click();
    const part = page.getByRole('region', { name: 'Wie kan dit leveren?' });
    await part.getByText('Aanbestedingswet 2012, art. 1.4').waitFor();
    await part
      .getByRole('button', { name: /^Vraag deze/ })
      .first()
      .click();
    await part.getByRole('heading', { name: 'Gevraagd' }).waitFor();
    await settled(page);
    await part.getByRole('combobox', { name: /^Wat kwam ervan/ }).selectOption('ordered');
    await page.getByText(/^Vastgelegd: /).waitFor();
    await part.getByRole('button', { name: /^Toch niet gevraagd/ }).click();
    await page.getByText(/^Weggehaald: /).waitFor();
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});
