// Whose notice is it? One of somebody else is kept apart, claimed, and given back.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { join } from 'node:path';
import { axe, home, house, openPage, settled } from './support.mjs';

const { server, browser } = house();

const figure = async (page) => {
  const answer = await page.request.get(server.address + '/api/v1/insight/standing');
  return (await answer.json()).procedures;
};

describe('a notice of somebody else', () => {
  it('is named in the report, counts nowhere, is claimed and given back', async () => {
    const page = await openPage(browser, server, { role: 'impact_advisor' });
    const counted = await figure(page);
    await page.goto(server.address + '/aankondigingen/toevoegen');
    await page.getByLabel('Bestanden').setInputFiles([join(home, 'tests/fixtures/eforms-call.xml')]);
    await page.getByRole('button', { name: 'Toevoegen' }).click();
    await page.getByRole('link', { name: /1 bericht van een ander is apart gehouden/ }).click();
    await page.getByRole('cell', { name: 'Van een ander: Gemeente Proefveld' }).waitFor();
    assert.deepEqual(await axe(page), []);
    assert.equal(await figure(page), counted);

    await page.getByRole('link', { name: 'Groenonderhoud & bomen' }).click();
    await page.getByRole('heading', { level: 1, name: 'Groenonderhoud & bomen' }).waitFor();
    await page.getByText('Telt niet mee: van een ander.').waitFor();
    await page.getByLabel('Toelichting (mag leeg blijven)').fill('Wij kochten dit samen');
    await page.getByRole('button', { name: 'Opslaan' }).click();
    await page.getByText('Telt mee in de cijfers.').waitFor();
    assert.equal(await figure(page), counted + 1);
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: 'Terugnemen' }).click();
    await page.getByText('Telt niet mee: van een ander.').waitFor();
    await page.getByText(/teruggenomen op/).waitFor();
    assert.equal(await figure(page), counted);

    // Many at once, from the list.
    await page.goto(server.address + '/aankondigingen?whose=other');
    await page.getByLabel('Kies Groenonderhoud & bomen').check();
    const many = page.getByRole('group', { name: '1 bericht gekozen' });
    await many.getByRole('button', { name: 'Opslaan' }).click();
    await page.getByText('Niets gevonden met deze filters.').waitFor();
    assert.equal(await figure(page), counted + 1);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it('is listed by its reason under the figures, and fits a phone', async () => {
    const page = await openPage(browser, server, { role: 'director', width: 360 });
    await page.goto(server.address + '/aankondigingen/eigen-namen');
    await page.getByLabel('Namen, elk op een eigen regel').waitFor();
    assert.deepEqual(await axe(page), []);
    await page.goto(server.address + '/waar-staan-we');
    await settled(page);
    assert.deepEqual(await axe(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
    await page.context().close();
  });
});
