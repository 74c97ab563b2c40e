// Lists in a real browser: every page of the menu on a phone, and what one does in a list. Alone: node --test tests/browser/lists.test.mjs
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { axe, house, openPage, settled, tabTo } from './support.mjs';

const { server, browser } = house();

const api = async (page, path) => (await page.request.get(`${server.address}/api/v1${path}`)).json();
const button = (page, name) => page.getByRole('button', { name });
const total = async (page) => Number(await page.locator('[data-total]').first().getAttribute('data-total'));
const open = async (page, path) => {
  await page.goto(server.address + path);
  await settled(page);
};
// The number that is listed becomes this.
const counts = (page, number) => page.locator(`[data-total="${number}"]`).first().waitFor();

const paths = [
  '/',
  '/beleid',
  '/beleid/doelen',
  '/beleid/rode-draad',
  '/beleid/koppelingen',
  '/beleid/gaten',
  '/beleid/manifest',
  '/ambities',
  '/ambities/webben',
  '/ambities/afspraken',
  '/ambities/acties',
  '/inkopen',
  '/inkopen/kalender',
  '/inkopen/tenzij',
  '/inkopen/cijfers',
  '/inkopen/taken',
  '/inkopen/instellingen',
  '/criteria',
  '/criteria/passend',
  '/criteria/focus',
  '/criteria/voorstellen',
  '/aankondigingen',
  '/aankondigingen/regels',
  '/waar-staan-we',
  '/waar-staan-we/aanbestedingen',
  '/organisatie',
  '/organisatie/team',
  '/organisatie/beweging',
  '/organisatie/hulpvragen',
  '/beheer/accounts',
  '/beheer/auditlog',
  '/taken',
];
const highest = 6000;

describe('every page of the menu on a phone', () => {
  it('is within reach, has one heading, a low header and nothing inside a field', async () => {
    const page = await openPage(browser, server, { role: 'administrator', width: 360 });
    const wrong = [];
    for (const path of paths) {
      await open(page, path);
      const seen = await page.evaluate(() => ({
        height: document.documentElement.scrollHeight,
        headings: document.querySelectorAll('h1').length,
        header: document.querySelector('header')?.getBoundingClientRect().height ?? 0,
        inside: document.querySelectorAll('[placeholder]').length,
      }));
      console.log(`# ${path}: ${String(seen.height)} px`);
      if (seen.height > highest) wrong.push(`${path} is ${String(seen.height)} px high`);
      if (seen.headings !== 1) wrong.push(`${path} has ${String(seen.headings)} h1`);
      if (seen.header > 64) wrong.push(`${path} has a header of ${String(seen.header)} px`);
      if (seen.inside > 0) wrong.push(`${path} has text inside a field`);
      for (const fault of await axe(page)) wrong.push(`${path}: ${fault}`);
      await page.setViewportSize({ width: 320, height: 900 });
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (over > 0) wrong.push(`${path} scrolls sideways at 320 px`);
      await page.setViewportSize({ width: 360, height: 900 });
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});

describe('a list', () => {
  it('shows its filters as chips that can be taken away, and counts what is listed', async () => {
    const page = await openPage(browser, server, { role: 'procurement_advisor' });
    await open(page, '/inkopen');
    const all = await total(page);
    await button(page, /^Filter/).click();
    await page.getByLabel('Status').selectOption({ label: 'gepland' });
    const planned = (await api(page, '/purchases?statuses=planned')).total;
    await counts(page, planned);
    assert.ok(planned < all && planned > 0);
    await button(page, 'Filter (1)').waitFor();
    assert.deepEqual(await axe(page), []);
    await button(page, /Haal weg: Status: gepland/).click();
    await counts(page, all);
    assert.equal(new URL(page.url()).searchParams.has('status'), false);
    await page.getByLabel('Woorden').fill('bestaatniet');
    await button(page, 'Zoeken').last().click();
    await page.getByText('Niets gevonden met deze filters.').waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Wis alle filters' }).first().click();
    await counts(page, all);
    await page.context().close();
  });

  it('is sorted by the head of a column, and the second page keeps filter and order', async () => {
    const page = await openPage(browser, server, { role: 'procurement_advisor' });
    await open(page, '/inkopen?archief=&thema=climate');
    const head = page.getByRole('columnheader', { name: /^Waarde/ });
    await head.getByRole('button').click();
    await page.waitForFunction(() => document.querySelector('th[aria-sort="ascending"]'));
    await head.getByRole('button').click();
    await page.waitForFunction(() => document.querySelector('th[aria-sort="descending"]'));
    const first = (await api(page, '/purchases?theme=climate&sort=value&descending=true&pageSize=1')).items[0];
    await page.getByRole('rowheader', { name: first.title }).first().waitFor();
    assert.match(await page.locator('tbody th').first().innerText(), new RegExp(first.title.slice(0, 12)));
    await page.getByRole('link', { name: 'pagina 2' }).click();
    const address = new URL(page.url()).searchParams;
    assert.equal(address.get('thema'), 'climate');
    assert.equal(address.get('sorteer'), '-value');
    assert.equal(address.get('page'), '2');
    const second = (await api(page, '/purchases?theme=climate&sort=value&descending=true&pageSize=50&page=2')).items[0];
    await page.getByRole('rowheader', { name: second.title }).first().waitFor();
    await page.context().close();
  });

  it('keeps a view that somebody else finds when it is shared, and opens with it', async () => {
    const page = await openPage(browser, server, { role: 'procurement_advisor' });
    await open(page, '/inkopen?status=planned&sorteer=-value');
    const planned = await total(page);
    await button(page, '+ bewaar').click();
    await page.getByLabel('Naam').fill('Grote plannen');
    await page.getByLabel('Deel met iedereen van de gemeente').check();
    assert.deepEqual(await axe(page), []);
    await button(page, 'Bewaar').click();
    await page.getByRole('link', { name: 'Grote plannen' }).waitFor();
    const other = await openPage(browser, server, { role: 'budget_holder' });
    await open(other, '/inkopen');
    await other.getByRole('link', { name: 'Grote plannen' }).click();
    await counts(other, planned);
    assert.equal(new URL(other.url()).searchParams.get('sorteer'), '-value');
    await button(other, /Open de lijst hiermee/).click();
    await button(other, /Open de lijst weer met alles/).waitFor();
    await open(other, '/inkopen');
    await counts(other, planned);
    await other.getByRole('link', { name: 'Alles', exact: true }).click();
    await other.waitForFunction((number) => !document.querySelector(`[data-total="${number}"]`), planned);
    await page.context().close();
    await other.context().close();
  });

  it('changes many at once, says so, and undoes it by the keyboard', async () => {
    const page = await openPage(browser, server, { role: 'procurement_advisor' });
    await open(page, '/inkopen?status=planned');
    const planned = await total(page);
    assert.ok(planned > 1);
    await page.getByRole('checkbox', { name: 'Kies alles op deze pagina' }).check();
    await page.getByLabel('Wijs toe').selectOption({ label: 'Onderdeel: Vastgoed' });
    assert.deepEqual(await axe(page), []);
    const give = page.getByRole('button', { name: /^Wijs toe/ });
    await give.click();
    const asked = page.getByRole('dialog');
    if (await asked.isVisible()) {
      await asked.getByText(/U wijst \d+ inkopen toe/).waitFor();
      await asked.getByRole('button', { name: 'Wijs toe' }).click();
    }
    await page.getByText(`${String(planned)} gewijzigd.`).waitFor();
    const units = (await api(page, '/units')).items;
    const unit = units.find((each) => each.name === 'Vastgoed').id;
    assert.equal((await api(page, `/purchases?statuses=planned&unitId=${unit}`)).total, planned);
    const undo = button(page, 'Ongedaan maken');
    await tabTo(page, undo);
    await page.keyboard.press('Enter');
    await page.getByText('Ongedaan gemaakt.').waitFor();
    assert.notEqual((await api(page, `/purchases?statuses=planned&unitId=${unit}`)).total, planned);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it('chooses all that were found, also on other pages', async () => {
    const page = await openPage(browser, server, { role: 'procurement_advisor' });
    await open(page, '/inkopen');
    const all = await total(page);
    assert.ok(all > 50);
    await page.getByRole('checkbox', { name: 'Kies alles op deze pagina' }).check();
    await button(page, new RegExp(`Alle ${String(all)} gevonden kiezen`)).click();
    await button(page, /^Berg op/).click();
    const asked = page.getByRole('dialog');
    await asked.getByText(`U bergt ${String(all)} inkopen op.`).waitFor();
    await page.keyboard.press('Enter'); // Annuleren has the focus
    await asked.waitFor({ state: 'hidden' });
    await counts(page, all);
    await button(page, /^Berg op/).click();
    await asked.getByRole('button', { name: 'Berg op' }).click();
    await counts(page, 0);
    await button(page, 'Ongedaan maken').click();
    await counts(page, all);
    await page.context().close();
  });
});
