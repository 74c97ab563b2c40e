// What is typed is never lost and read as people write it. Run by ./test; alone: node --test tests/browser/forms.test.mjs
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { axe, house, openPage, settled } from './support.mjs';

const { server, browser } = house();
const drafts = async (page) => (await (await page.request.get(`${server.address}/api/v1/drafts`)).json()).items;
const role = 'procurement_advisor';
async function form(options = {}) {
  const page = await openPage(browser, server, { role, ...options });
  await page.goto(`${server.address}/inkopen/nieuw`);
  await page.getByLabel('Naam van de inkoop').waitFor();
  await settled(page);
  return page;
}

describe('a form that is not sent yet', () => {
  it('is found again after a reload and on another device, until it is sent', async () => {
    const page = await form();
    await page.getByLabel('Naam van de inkoop').fill('Bankjes in het park');
    await page.getByLabel('Geraamde waarde (euro)').fill('1,5 mln');
    await page.getByText('€ 1.500.000,00').waitFor();
    await page.getByText(/^Concept bewaard/).waitFor();
    await page.reload();
    await page.getByText(/^Verder met uw concept van/).waitFor();
    assert.equal(await page.getByLabel('Naam van de inkoop').inputValue(), 'Bankjes in het park');
    await page.getByText('€ 1.500.000,00').waitFor();
    assert.deepEqual(await axe(page), []);
    const device = await form();
    assert.equal(await device.getByLabel('Naam van de inkoop').inputValue(), 'Bankjes in het park');
    await device.getByRole('button', { name: 'Opslaan' }).click();
    await device.waitForURL(/\/impact$/);
    assert.deepEqual(await drafts(device), []);
    assert.deepEqual(page.faults, []);
    await page.context().close();
    await device.context().close();
  });

  it('can be thrown away, and nobody else sees it', async () => {
    const page = await form();
    await page.getByLabel('Naam van de inkoop').fill('Lantaarnpalen');
    await page.getByText(/^Concept bewaard/).waitFor();
    const other = await openPage(browser, server, { role: 'director' });
    assert.deepEqual(await drafts(other), []);
    await page.getByRole('button', { name: 'Verwijder concept' }).click();
    assert.equal(await page.getByLabel('Naam van de inkoop').inputValue(), '');
    await page.getByText(/^Concept bewaard/).waitFor({ state: 'hidden' });
    await page.waitForFunction(async () => (await (await fetch('/api/v1/drafts')).json()).items.length === 0);
    await page.context().close();
    await other.context().close();
  });

  it('warns in two tabs, and the one that goes on decides', async () => {
    const one = await form();
    const two = await form();
    await one.getByLabel('Naam van de inkoop').fill('Van de een');
    await one.getByText(/^Concept bewaard/).waitFor();
    await two.getByLabel('Naam van de inkoop').fill('Van de ander');
    const warning = two.getByRole('status').filter({ hasText: 'in een ander tabblad' });
    await warning.waitFor();
    assert.equal((await drafts(two))[0].version, 1, 'what the first wrote stands');
    await warning.getByRole('button', { name: 'Ga hier verder' }).click();
    await two.getByText(/^Concept bewaard/).waitFor();
    await two.getByRole('button', { name: 'Verwijder concept' }).click();
    for (const page of [one, two]) await page.context().close();
  });

  it('stays when the session ends, and goes on after signing in over it', async () => {
    const page = await form();
    await page.getByLabel('Naam van de inkoop').fill('Schommels bij de school');
    await page.context().clearCookies();
    await page.getByLabel('Geraamde waarde (euro)').fill('12.500');
    const dialog = page.getByRole('dialog', { name: 'Meld u opnieuw aan' });
    await dialog.waitFor();
    assert.deepEqual(await axe(page), []);
    await dialog.getByLabel('Gebruikersnaam').fill(role);
    await dialog.getByLabel('Wachtwoord').fill('tenzij-demo');
    await dialog.getByRole('button', { name: 'Meld aan en ga verder' }).click();
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(await page.getByLabel('Naam van de inkoop').inputValue(), 'Schommels bij de school');
    await page.getByRole('button', { name: 'Opslaan' }).click();
    await page.waitForURL(/\/impact$/);
    await page.getByRole('heading', { level: 1, name: 'Schommels bij de school' }).waitFor();
    await page.context().close();
  });

  it('keeps what is typed without a connection', async () => {
    const page = await form();
    await page.getByLabel('Naam van de inkoop').waitFor();
    await page.context().setOffline(true);
    await page.getByLabel('Naam van de inkoop').fill('Getypt in de trein');
    await page.context().setOffline(false);
    await page.reload();
    await page.getByText(/^Verder met uw concept van/).waitFor();
    assert.equal(await page.getByLabel('Naam van de inkoop').inputValue(), 'Getypt in de trein');
    await page.getByRole('button', { name: 'Verwijder concept' }).click();
    await page.context().close();
  });
});

describe('without a connection', () => {
  it('a strip says so, reading goes on, and what is sent says that it was not', async () => {
    const page = await form();
    await page.getByLabel('Naam van de inkoop').fill('Getypt op de boot');
    await page.context().setOffline(true);
    await page.getByText('Geen verbinding: wat u typt blijft bewaard').waitFor();
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: 'Opslaan' }).click();
    await page.getByRole('alert').filter({ hasText: 'De server is niet bereikbaar' }).waitFor();
    assert.equal(await page.getByLabel('Naam van de inkoop').inputValue(), 'Getypt op de boot');
    await page.context().setOffline(false);
    await page.getByText('Geen verbinding: wat u typt blijft bewaard').waitFor({ state: 'hidden' });
    assert.equal(
      (await (await page.request.get(`${server.address}/api/v1/purchases?search=boot`)).json()).total,
      0,
      'nothing happens later by itself',
    );
    await page.getByRole('button', { name: 'Opslaan' }).click();
    await page.waitForURL(/\/impact$/);
    const list = `${server.address}/inkopen`;
    await page.goto(list);
    await settled(page);
    await page.context().setOffline(true);
    await page.getByText('Geen verbinding').first().waitFor();
    await page.getByRole('link', { name: 'Getypt op de boot' }).first().waitFor();
    await page.context().setOffline(false);
    await page.context().close();
  });
});

describe('an address that leads nowhere', () => {
  it('helps to find what was meant, or to go back', async () => {
    const page = await openPage(browser, server, { role, width: 360 });
    await page.goto(`${server.address}/inkopen`);
    await settled(page);
    await page.goto(`${server.address}/beleid/grof-afval`);
    await page.getByRole('heading', { level: 1, name: 'Deze pagina bestaat niet' }).waitFor();
    const box = page.getByLabel('Waar gaat het over?');
    assert.equal(await box.inputValue(), 'grof afval');
    assert.deepEqual(await axe(page), []);
    await page.getByRole('main').getByRole('button', { name: 'Zoek', exact: true }).click();
    await page.waitForURL(/\/zoeken\?q=grof%20afval/);
    await page.goBack();
    await page.getByRole('button', { name: 'Terug naar de vorige pagina' }).click();
    await page.waitForURL(/\/inkopen$/);
    await page.context().close();
  });

  it('has a title and says what is not there, for every kind of record', async () => {
    const page = await openPage(browser, server, { role: 'administrator' });
    const nothing = '01890a5d-ac96-774b-bcce-b302099a8057';
    const kinds =
      `aankondigingen taken beleid/documenten beleid/raadplegingen beleid/doelen ambities/webben ambities criteria inlezen/goals
      inkopen beheer/mensen contracten metingen uitnodigingen`.split(/\s+/);
    const ends = { 'beleid/doelen': ['wijzigen'], ambities: ['wijzigen', 'scherm'], criteria: ['wijzigen'] };
    ends.inkopen = ['wijzigen', 'impact', 'eisen', 'taken', 'uitvraag'];
    ends.contracten = ['wijzigen', 'opvolger'];
    for (const kind of kinds) {
      for (const end of ['', ...(ends[kind] ?? []).map((each) => `/${each}`)]) {
        await page.goto(`${server.address}/${kind}/${nothing}${end}`);
        await page.getByRole('main').getByRole('alert').first().waitFor();
        assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, `${kind}${end}`);
      }
    }
    await page.context().close();
  });
});

describe('a right that is missing', () => {
  it('says which roles have it and who gives roles', async () => {
    const page = await openPage(browser, server, { role: 'budget_holder' });
    await page.goto(`${server.address}/beheer/auditlog`);
    const alert = page.getByRole('alert').filter({ hasText: 'Dit kan met de rol van: Functioneel beheerder' });
    await alert.waitFor();
    await alert.getByText(/Rollen geven hier: /).waitFor();
    await page.context().close();
  });
});

describe('the other forms', () => {
  // Address, who, the field, and what must be opened first.
  const forms = [
    ['/ambities/nieuw', 'procurement_advisor', 'Waarover beslist deze groep?'],
    ['/organisatie/hulpvragen', 'procurement_advisor', 'Uw vraag'],
  ];
  for (const [path, who, label] of forms)
    it(`${path} keeps what was typed`, async () => {
      const page = await openPage(browser, server, { role: who });
      await page.goto(server.address + path);
      await page.getByLabel(label).first().fill('Half af');
      await page
        .getByText(/^Concept bewaard/)
        .first()
        .waitFor();
      await page.reload();
      await page
        .getByText(/^Verder met uw concept van/)
        .first()
        .waitFor();
      assert.equal(await page.getByLabel(label).first().inputValue(), 'Half af');
      await page.getByRole('button', { name: 'Verwijder concept' }).first().click();
      await page.context().close();
    });

  it('a text grows with what is pasted, and keeps the list', async () => {
    const page = await form();
    const need = page.getByLabel('Wat moet er beter worden');
    const before = (await need.boundingBox()).height;
    await need.focus();
    await need.evaluate((area) => {
      const data = new DataTransfer();
      data.setData('text/html', `<p>Wij willen:</p><ul>${'<li>schaduw</li>'.repeat(12)}</ul>`);
      area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    assert.match(await need.inputValue(), /^Wij willen:\n\n- schaduw\n- schaduw/);
    assert.ok((await need.boundingBox()).height > before + 100);
    await page.getByText(/^Concept bewaard/).waitFor();
    await page.getByRole('button', { name: 'Verwijder concept' }).click();
    await page.context().close();
  });
});

describe('what people type', () => {
  it('is asked about where it may mean two things, and is not sent before', async () => {
    const page = await form();
    await page.getByLabel('Naam van de inkoop').fill('Vlaggen');
    await page.getByLabel('Geraamde waarde (euro)').fill('12,500');
    await page.getByText('Dit bedrag kan op twee manieren worden gelezen').waitFor();
    await page.getByRole('button', { name: 'Opslaan' }).click();
    assert.ok(page.url().endsWith('/inkopen/nieuw'));
    await page.getByRole('button', { name: '€ 12.500,00' }).click();
    assert.equal(await page.getByLabel('Geraamde waarde (euro)').inputValue(), '12500');
    await page.getByLabel('Publicatie of uitvraag').fill('1 maart 2027');
    await page.getByText('maandag 1 maart 2027').waitFor();
    await page.getByLabel('Publicatie of uitvraag').fill('31-2-2027');
    await page.getByText(/bestaat niet|geen dag|geen datum/i).waitFor();
    await page.getByLabel('Publicatie of uitvraag').fill('1-3-27');
    await page.getByText('maandag 1 maart 2027').waitFor();
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: 'Opslaan' }).click();
    await page.waitForURL(/\/impact$/);
    const made = (await (await page.request.get(`${server.address}/api/v1/purchases?search=Vlaggen`)).json()).items[0];
    assert.equal(made.valueCents, 1_250_000);
    await page.context().close();
  });
});

describe('a page that breaks', () => {
  it('says so, and the rest goes on', async () => {
    const page = await openPage(browser, server, { role });
    await page.goto(server.address);
    await settled(page);
    await page.route('**/assets/Calendar*.js', (route) => route.abort());
    await page.goto(`${server.address}/inkopen`);
    await settled(page);
    await page.getByRole('link', { name: 'Kalender', exact: true }).click();
    await page.getByRole('heading', { name: 'Er is een nieuwe versie' }).waitFor();
    assert.deepEqual(await axe(page), []);
    await page.unroute('**/assets/Calendar*.js');
    await page.getByRole('button', { name: 'Laad opnieuw' }).click();
    await page.getByRole('heading', { level: 1, name: /alender/ }).waitFor();
    await page.context().close();
  });
});

describe('the frame on a phone', () => {
  it('is one bar with a menu that opens, marks the place and closes on the next page', async () => {
    const page = await openPage(browser, server, { role, width: 360 });
    await page.goto(`${server.address}/criteria`);
    await settled(page);
    const height = () => page.evaluate(() => document.querySelector('header').getBoundingClientRect().height);
    assert.ok((await height()) <= 64, `the header is ${await height()} high`);
    const menu = page.getByRole('navigation', { name: 'Menu' });
    assert.equal(await menu.isVisible(), false);
    await page.getByRole('button', { name: 'Menu' }).click();
    assert.deepEqual(await menu.locator('[aria-current]').allInnerTexts(), ['Inkopen', 'Criteria']);
    assert.deepEqual(await axe(page), []);
    await menu.getByRole('link', { name: 'Verantwoording' }).click();
    await page.waitForURL(/waar-staan-we/);
    await menu.waitFor({ state: 'hidden' });
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it('has no list that never ends', async () => {
    const page = await openPage(browser, server, { role: 'administrator', width: 360 });
    for (const path of [
      '/criteria',
      '/inkopen',
      '/inkopen/tenzij',
      '/beleid/gaten',
      '/beleid/doelen',
      '/aankondigingen',
    ]) {
      await page.goto(server.address + path);
      await settled(page);
      await page.locator('main :is(li, tr, article):visible').first().waitFor();
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      assert.ok(height <= 6000, `${path} is ${height} pixels high`);
    }
    await page.context().close();
  });
});
