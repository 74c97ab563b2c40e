// Journeys in a real browser against the real program. Run by ./test; alone: node --test tests/browser/
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { axe, home, house, openPage, Server, settled } from './support.mjs';

const pages = [
  '/',
  '/waar-staan-we',
  '/waar-staan-we/aanbestedingen?theme=climate&status=asks',
  '/aankondigingen',
  '/aankondigingen/toevoegen',
  '/taken',
  '/organisatie',
  '/beheer/logboek',
  '/bestaat-niet',
];

const { server, browser } = house();

describe('every screen', () => {
  for (const scheme of ['light', 'dark']) {
    it(`has no axe violation and no console error, ${scheme}`, async () => {
      const page = await openPage(browser, server, { role: 'administrator', scheme });
      for (const path of pages) {
        await page.goto(server.address + path);
        await settled(page);
        assert.deepEqual(await axe(page), [], path);
      }
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
  }

  it('fits 360 pixels and 200 % zoom without sideways scrolling', async () => {
    for (const width of [360, 640]) {
      const page = await openPage(browser, server, { role: 'administrator', width });
      for (const path of pages) {
        await page.goto(server.address + path);
        await settled(page);
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(over <= 0, `${path} is ${over} px too wide at ${width}`);
      }
      await page.context().close();
    }
  });

  it('speaks English when asked, and remembers', async () => {
    const page = await openPage(browser, server, { role: 'administrator' });
    await page.goto(server.address + '/waar-staan-we');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Where do we stand?', level: 1 }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Where do we stand?', level: 1 }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
    assert.deepEqual(await axe(page), []);
    await page.context().close();
  });

  it('prints without menu and filters', async () => {
    const page = await openPage(browser, server, { role: 'alderman' });
    await page.goto(server.address + '/waar-staan-we');
    await settled(page);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.getByRole('navigation', { name: 'Menu' }).isVisible(), false);
    assert.equal(await page.getByRole('button', { name: 'Filter' }).isVisible(), false);
    assert.equal(await page.getByRole('heading', { name: 'Per thema' }).isVisible(), true);
    await page.context().close();
  });
});

describe('sign-in', () => {
  it('offers the demo roles, leads on to the page that was asked for, and shows only what the role may use', async () => {
    const page = await openPage(browser, server);
    await page.goto(server.address + '/waar-staan-we?nature=works');
    await page.getByRole('heading', { name: 'Inloggen', level: 1 }).waitFor();
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: /Wethouder/ }).click();
    await page.waitForURL(/waar-staan-we\?nature=works/);
    assert.equal(await page.getByRole('link', { name: 'Beheer' }).count(), 0);
    await page.getByLabel('Bekijk als').selectOption('administrator');
    await page.getByRole('link', { name: 'Beheer' }).click();
    await page.getByRole('link', { name: 'Logboek' }).waitFor();
    await page.getByRole('button', { name: 'Uitloggen' }).click();
    await page.getByRole('heading', { name: 'Inloggen', level: 1 }).waitFor();
    await page.context().close();
  });

  it('says in plain Dutch that the password is wrong', async () => {
    const page = await openPage(browser, server);
    await page.goto(server.address + '/inloggen');
    await page.getByLabel('Gebruikersnaam').fill('director');
    await page.getByLabel('Wachtwoord').fill('fout');
    await page.getByRole('button', { name: 'Inloggen' }).click();
    await page.getByRole('alert').getByText('De gebruikersnaam of het wachtwoord klopt niet.').waitFor();
    await page.context().close();
  });
});

describe('the alderman asks where we stand', () => {
  it('goes from a number to its rows to the quote in its context, by keyboard only', async () => {
    const page = await openPage(browser, server, { role: 'alderman' });
    await page.goto(server.address + '/waar-staan-we');
    await settled(page);
    await page.keyboard.press('Tab');
    assert.equal(
      await page.evaluate(() => document.activeElement.textContent),
      'Naar de inhoud',
      'the skip link comes first',
    );
    const number = page
      .getByRole('row', { name: /Circulair/ })
      .first()
      .getByRole('link')
      .first();
    const shown = Number(await number.textContent());
    await number.focus();
    await page.keyboard.press('Enter');
    await page.getByText(`${shown} aanbestedingen`).waitFor();
    assert.equal(await page.locator('tbody tr').count(), shown);
    await page.locator('tbody th a').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Wat de tekst vraagt' }).waitFor();
    assert.ok((await page.locator('blockquote mark').count()) > 0, 'the quote is marked');
    assert.deepEqual(await axe(page), []);
    assert.equal(
      await page.getByRole('button', { name: 'Klopt niet' }).count(),
      0,
      'an alderman reads and judges nothing',
    );
    await page.context().close();
  });

  it('keeps filters in the address and offers the rows as a file', async () => {
    const page = await openPage(browser, server, { role: 'alderman' });
    await page.goto(server.address + '/waar-staan-we');
    await settled(page);
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('combobox', { name: 'Soort', exact: true }).selectOption('works');
    await page.waitForURL(/nature=works/);
    await page.reload();
    await settled(page);
    await page.getByRole('button', { name: 'Filter (1)' }).click();
    assert.equal(await page.getByRole('combobox', { name: 'Soort', exact: true }).inputValue(), 'works');
    await page.locator('.stat__number a').first().click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).click(),
    ]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n');
    assert.equal(lines.length - 1, Number(await page.locator('[data-total]').getAttribute('data-total')));
    await page.context().close();
  });
});

describe('the adviser', () => {
  it('rejects a finding with a reason, sees the figures follow, and takes it back', async () => {
    const page = await openPage(browser, server, { role: 'impact_advisor' });
    await page.goto(server.address + '/waar-staan-we/aanbestedingen?theme=diversity&status=asks');
    await settled(page);
    const before = await page.locator('tbody tr').count();
    await page.locator('tbody th a').last().click();
    const finding = page.locator('.finding', { hasText: 'Diversiteit en inclusie' }).first();
    await finding.getByRole('button', { name: 'Klopt niet' }).click();
    await finding.getByLabel('Waarom klopt dit niet?').fill('Gaat over het gebouw');
    await finding.getByRole('button', { name: 'Opslaan' }).click();
    await finding.getByText('Afgewezen door Noor Hasselt: Gaat over het gebouw').waitFor();
    await page.goto(server.address + '/waar-staan-we/aanbestedingen?theme=diversity&status=asks');
    await settled(page);
    assert.equal(await page.locator('tbody tr').count(), before - 1);
    await page.goBack();
    await finding.getByRole('button', { name: 'Ongedaan maken' }).click();
    await finding.getByRole('button', { name: 'Klopt niet' }).waitFor();
    await page.context().close();
  });

  it('adds notices, follows the job and reads the report', async () => {
    const page = await openPage(browser, server, { role: 'procurement_advisor' });
    await page.goto(server.address + '/aankondigingen/toevoegen');
    const wrong = join(server.data, 'fout.xml');
    writeFileSync(wrong, '<Invoice/>');
    await page.getByLabel('Bestanden').setInputFiles([join(home, 'tests/fixtures/eforms-call.xml'), wrong]);
    await page.getByRole('button', { name: 'Toevoegen' }).click();
    await page.getByRole('heading', { name: 'Verslag' }).waitFor();
    await page.getByText('Deze XML is geen aankondiging maar Invoice.').waitFor();
    assert.deepEqual(await axe(page), []);
    await page.goto(server.address + '/aankondigingen?search=proefveld&whose=other');
    await page.getByRole('link', { name: 'Groenonderhoud & bomen' }).click();
    await page.getByText('Verplichting met een getal').waitFor();
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});

describe('the administrator', () => {
  it('is told which field is wrong, corrects it and finds the change in the audit log', async () => {
    const page = await openPage(browser, server, { role: 'administrator' });
    await page.goto(server.address + '/beheer/mensen');
    const form = page.getByRole('form', { name: 'Iemand uitnodigen' });
    await form.getByLabel('Mailadres, of een lijst van adressen').fill('toos nieuw');
    await form.getByRole('button', { name: 'Nodig uit' }).click();
    await form.getByRole('button', { name: '“toos” is geen mailadres.' }).click();
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('data-pointer')), '/addresses');
    await form.getByLabel('Mailadres, of een lijst van adressen').fill('toos.nieuw@noorderveen.nl');
    await form.getByRole('button', { name: 'Nodig uit' }).click();
    await page.getByRole('link', { name: 'Toos Nieuw' }).waitFor();
    await page.goto(server.address + '/beheer/logboek');
    await page
      .getByText(/Toos Nieuw” toegevoegd/)
      .first()
      .waitFor();
    await page.context().close();
  });
});

describe('start and stop', () => {
  it('recovers by itself after kill -9, and stops cleanly on Ctrl-C', async () => {
    const own = new Server();
    await own.start();
    await own.stop('SIGKILL');
    await own.start();
    const page = await openPage(browser, own, { role: 'director' });
    await page.goto(own.address);
    await page.getByRole('heading', { name: 'Dit wordt van u gevraagd' }).waitFor();
    await page.context().close();
    assert.equal(await own.stop('SIGINT'), 0);
    own.remove();
  });

  it('without the demo leads through the first run to the first notices', async () => {
    const own = new Server(['--no-demo']);
    await own.start();
    const page = await openPage(browser, own);
    await page.goto(/http:\S+token=\S+/.exec(own.output)[0]);
    await page.getByRole('heading', { name: 'De eerste keer' }).waitFor();
    assert.deepEqual(await axe(page), []);
    await page.getByLabel('Naam van de gemeente').fill('Een onbekende');
    await page.getByLabel('Gemeentecode').waitFor();
    await page.getByLabel('Naam van de gemeente').fill('Gemeente Utrecht');
    await page.getByText('Gemeentecode GM0344').waitFor();
    await page.getByLabel('Uw naam').fill('Eerste Beheerder');
    await page.getByLabel('Gebruikersnaam').fill('beheer.utrecht');
    await page.getByLabel('Wachtwoord').fill('paard batterij nietje');
    await page.getByRole('button', { name: 'Gemeente maken' }).click();
    await page.getByRole('heading', { name: 'De eerste week' }).waitFor();
    await page.getByText('0 van 6 stappen gedaan.').waitFor();
    await page.getByRole('link', { name: /Aankondigingen inlezen/ }).waitFor();
    assert.deepEqual(await axe(page), []);
    await page.context().close();
    await own.stop();
    own.remove();
  });

  it('a newcomer comes from nothing to the first figures in at most 12 clicks, and on through the first week', async () => {
    const own = new Server(['--no-demo']);
    await own.start();
    const page = await openPage(browser, own);
    let clicks = 0;
    const click = async (role, name) => {
      clicks += 1;
      await page.getByRole(role, { name }).first().click();
    };
    const step = async (name, done) => {
      await page.goto(own.address);
      await page.getByText(`${done} van 6 stappen gedaan.`).waitFor();
      await click('link', `Doe dit ${name}`);
    };
    await page.goto(/http:\S+token=\S+/.exec(own.output)[0]);
    await page.getByLabel('Naam van de gemeente').fill('Gemeente Proefveld');
    await page.getByLabel('Gemeentecode').fill('GM9998');
    await page.getByLabel('Uw naam').fill('Eerste Beheerder');
    await page.getByLabel('Gebruikersnaam').fill('beheer');
    await page.getByLabel('Wachtwoord').fill('paard batterij nietje');
    await click('button', 'Gemeente maken');
    await click('link', 'Doe dit Aankondigingen inlezen');
    clicks += 1;
    await page.getByLabel('Bestanden').setInputFiles([join(home, 'tests/fixtures/eforms-call.xml')]);
    await click('button', 'Toevoegen');
    await click('link', 'Bekijk waar u staat');
    await page.getByText('van de aanbestedingen vraagt iets op een thema').waitFor();
    await settled(page);
    console.log(`# from nothing to the first figures: ${clicks} clicks`);
    assert.ok(clicks <= 12, `${clicks} clicks`);

    await step('Onderdelen maken', 1);
    const unit = page.getByRole('form', { name: 'Onderdeel toevoegen' });
    await unit.getByLabel('Naam').fill('Openbare ruimte');
    await unit.getByRole('button').click();
    await page.getByRole('button', { name: 'Wijzig Openbare ruimte' }).waitFor();

    await step('Mensen uitnodigen', 2);
    const invite = page.getByRole('form', { name: 'Iemand uitnodigen' });
    await invite.getByLabel('Mailadres, of een lijst van adressen').fill('toos.nieuw@proefveld.nl');
    await invite.getByRole('button', { name: 'Nodig uit' }).click();
    await page.getByRole('link', { name: 'Toos Nieuw' }).waitFor();

    await step('Beleid toevoegen', 3);
    await page.getByLabel('Bestand').setInputFiles([join(home, 'tests/fixtures/policy.md')]);
    await page.getByRole('button', { name: 'Document toevoegen' }).click();
    await page.getByRole('link', { name: 'Naar het document' }).click();
    await page.locator('.passage').first().waitFor();

    await step('De eerste inkoop', 4);
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.deepEqual(page.faults, []);
    await page.context().close();
    await own.stop();
    own.remove();
  });
});
