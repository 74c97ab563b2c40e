// Measurements in a real browser: every screen fits and is accessible, a figure over days that have one is asked about, and the page of
// a goal says what came of it, each number with its rows. Run by ./test; alone: node --test tests/browser/measure.test.mjs
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { everyScreen, house, openPage, settled } from './support.mjs';

const { server, browser } = house();
const api = async (page, path) => (await page.request.get(`${server.address}/api/v1${path}`)).json();

describe('every screen of measurements', () => {
  it('has no axe violation and fits 360 pixels', async () => {
    const page = await openPage(browser, server, { role: 'contract_manager', width: 360 });
    const asked = (await api(page, '/measurements?stands=asked')).items[0].id;
    const goal = (await api(page, '/goal-results')).items.find((each) => each.all.verified.count > 0).goalId;
    const open = (await api(page, '/measurements?stands=reported')).items[0].id;
    await everyScreen(page, server, [
      '/metingen',
      '/metingen?indicator=clean_hours',
      '/metingen/nieuw?indicator=mki_realised',
      '/metingen/indicatoren?thema=circular',
      '/metingen/doelen',
      `/metingen/${asked}`,
      `/metingen/${open}/wijzigen`,
      `/beleid/doelen/${goal}`,
    ]);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});

describe('a figure', () => {
  it('is put aside with a way back, and a number of a goal opens exactly its rows', async () => {
    const page = await openPage(browser, server, { role: 'contract_manager' });
    const asked = (await api(page, '/measurements?stands=asked')).items[0].id;
    await page.goto(`${server.address}/metingen/${asked}`);
    await settled(page);
    await page.getByText('Dit getal telt nog niet mee').waitFor();
    await page.getByRole('button', { name: 'Laat buiten de telling' }).click();
    await page.getByRole('textbox', { name: 'Waarom' }).fill('Dezelfde uren staan er al');
    await page.getByRole('button', { name: 'Laat buiten de telling' }).click();
    await page.getByRole('button', { name: 'Ongedaan maken' }).click();
    await page.getByText('Dit getal telt nog niet mee').waitFor();

    const goal = (await api(page, '/goal-results')).items.find((each) => each.all.verified.count > 0);
    await page.goto(`${server.address}/beleid/doelen/${goal.goalId}`);
    const part = page.getByRole('region', { name: 'Wat het heeft opgebracht' });
    await part.getByRole('table', { name: 'Per contract' }).waitFor();
    const link = part.locator('[data-count]').first();
    const count = Number(await link.getAttribute('data-count'));
    assert.ok(count > 0 && count <= goal.all.verified.count);
    await link.click();
    await page.locator(`[data-total="${count}"]`).waitFor();
    assert.deepEqual(page.faults, []);
  });
});
