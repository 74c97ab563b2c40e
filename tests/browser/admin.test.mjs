// What an administrator does in a real browser: people, roles, units, the log. Run by ./test; alone:
// node --test tests/browser/admin.test.mjs
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { axe, everyScreen, house, openPage } from './support.mjs';

const { server, browser } = house();
const pages = [
  '/beheer/mensen',
  '/beheer/rollen',
  '/beheer/onderdelen',
  '/beheer/regels',
  '/beheer/uiterlijk',
  '/beheer/koppelingen',
  '/beheer/logboek',
  '/beheer/gezondheid',
];

async function personPage(page, name) {
  await page.goto(`${server.address}/beheer/mensen`);
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

describe('every screen of Beheer', () => {
  for (const [scheme, width] of [
    ['light', 1440],
    ['dark', 360],
  ]) {
    it(`has no axe violation and fits ${width} pixels, ${scheme}`, async () => {
      const page = await openPage(browser, server, { role: 'administrator', scheme, width });
      await everyScreen(page, server, pages);
      await personPage(page, 'Marijke Vos');
      await page.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)));
      assert.deepEqual(await axe(page), []);
      await page.context().close();
    });
  }
});

describe('people', () => {
  it('are invited by an address and a role, get another role, a deputy, and give their work away and back', async () => {
    const page = await openPage(browser, server, { role: 'administrator', width: 1440 });
    await page.goto(`${server.address}/beheer/mensen`);
    await page.getByLabel('Mailadres, of een lijst van adressen').fill('j.van.den.berg@noorderveen.nl');
    await page
      .getByRole('form', { name: 'Iemand uitnodigen' })
      .getByLabel('Rol', { exact: true })
      .selectOption('budget_holder');
    await page.getByRole('button', { name: 'Nodig uit' }).click();
    await page.getByText(/\/nieuw-wachtwoord#/).waitFor();
    await personPage(page, 'J. van den Berg');
    await page.locator('.tag', { hasText: 'uitgenodigd' }).waitFor();
    const roles = page.getByRole('region', { name: 'Rollen' });
    await roles.getByLabel('Rol', { exact: true }).selectOption('contract_manager');
    await roles.getByRole('button', { name: 'Voeg rol toe' }).click();
    await roles.getByText('Contractmanager, hele gemeente').waitFor();

    await personPage(page, 'Marijke Vos');
    const standing = page.getByRole('form', { name: 'Leg vervanging vast' });
    await standing.getByLabel('Vervanger').selectOption({ label: 'J. van den Berg' });
    await standing.getByLabel('Van', { exact: true }).fill('1-1-2026');
    await standing.getByLabel('Tot en met', { exact: true }).fill('31-12-2999');
    await standing.getByRole('button', { name: 'Leg vervanging vast' }).click();
    await page.getByText('J. van den Berg, van 1 jan 2026 tot en met 31 dec 2999').waitFor();
    await page.getByRole('button', { name: 'Deactiveer' }).click();
    await page.getByText('Marijke Vos kan niet meer inloggen').waitFor();
    await page.getByRole('button', { name: 'Ongedaan maken' }).click();
    await page.getByText('Ongedaan gemaakt.').waitFor();
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it('hand over open work in one step, and it comes back', async () => {
    const page = await openPage(browser, server, { role: 'administrator', width: 1440 });
    const accounts = await (await page.request.get(`${server.address}/api/v1/accounts?role=budget_holder`)).json();
    const holder = accounts.items.find((each) => each.demo);
    await personPage(page, holder.name);
    const work = page.getByRole('region', { name: 'Open werk' });
    const before = await work.getByRole('listitem').allInnerTexts();
    assert.ok(before.length > 0);
    await work.getByLabel('Naar').selectOption({ label: 'J. van den Berg' });
    await work.getByRole('button', { name: /^Draag \d+ ding/ }).click();
    await work.getByText(/overgedragen aan J. van den Berg/).waitFor();
    await work.getByText('Er staat geen open werk op deze naam.').waitFor();
    await work.getByRole('button', { name: 'Ongedaan maken' }).click();
    await work.getByText('Ongedaan gemaakt.').waitFor();
    await work.getByText(before[0]).waitFor();
    assert.deepEqual(await work.getByRole('listitem').allInnerTexts(), before);
    await page.context().close();
  });
});

describe('units', () => {
  it('merge with what hangs on them said first, and come apart again', async () => {
    const page = await openPage(browser, server, { role: 'administrator', width: 1440 });
    await page.goto(`${server.address}/beheer/onderdelen`);
    const added = page.getByRole('form', { name: 'Onderdeel toevoegen' });
    await added.getByLabel('Naam', { exact: true }).fill('Buitenruimte');
    await added.getByRole('button', { name: 'Onderdeel toevoegen' }).click();
    await page.getByRole('button', { name: 'Wijzig Buitenruimte' }).waitFor();
    await page.getByRole('button', { name: 'Wijzig Openbare ruimte' }).click();
    const form = page.getByRole('form', { name: 'Openbare ruimte samenvoegen of beëindigen' });
    await form.getByText(/^\d+ inkopen$/).waitFor();
    await form.getByLabel('Samenvoegen met').selectOption({ label: 'Buitenruimte' });
    await form.getByRole('button', { name: 'Voeg samen' }).click();
    await page.getByText(/Openbare ruimte is samengevoegd met Buitenruimte/).waitFor();
    await page.getByRole('heading', { name: 'Beëindigd' }).waitFor();
    await page.getByRole('button', { name: 'Ongedaan maken' }).click();
    await page.getByRole('button', { name: 'Wijzig Openbare ruimte' }).waitFor();
    assert.equal(await page.getByRole('heading', { name: 'Beëindigd' }).count(), 0);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});

describe('the log', () => {
  it('says in sentences what changed, filtered by what kind of thing', async () => {
    const page = await openPage(browser, server, { role: 'administrator', width: 1440 });
    await page.goto(`${server.address}/beheer/logboek`);
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByLabel('Wat voor iets').selectOption('units');
    await page.getByText('onderdeel “Buitenruimte” toegevoegd').waitFor();
    await page
      .getByText(/^Samengevoegd met van leeg naar Buitenruimte$/)
      .first()
      .waitFor();
    assert.equal(await page.getByText('persoon “J. van den Berg” toegevoegd').count(), 0);
    await page.getByLabel('Wat voor iets').selectOption('people');
    await page.getByText('persoon “J. van den Berg” toegevoegd').waitFor();
    assert.deepEqual(await axe(page), []);
    await page.context().close();
  });
});
