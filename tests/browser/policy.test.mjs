// The journeys of policy in a real browser. Run by ./test; alone: node --test tests/browser/policy.test.mjs
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { axe, choose, everyScreen, home, house, openPage, press, settled, tabTo, type } from './support.mjs';

const { server, browser } = house();

async function first(page, path) {
  const list = await (await page.request.get(`${server.address}/api/v1${path}`)).json();
  return list.items[0].id;
}

describe('every screen of policy', () => {
  for (const scheme of ['light', 'dark']) {
    it(`has no axe violation and fits 360 pixels, ${scheme}`, async () => {
      const page = await openPage(browser, server, {
        role: 'impact_advisor',
        scheme,
        width: scheme === 'dark' ? 360 : 1280,
      });
      const goals = await (await page.request.get(`${server.address}/api/v1/goals`)).json();
      const documents = (await (await page.request.get(`${server.address}/api/v1/policy-documents`)).json()).items;
      const rules = documents.find((each) => each.kind === 'implementation_rules').id;
      const coalition = documents.find((each) => each.kind === 'coalition_agreement').id;
      const consultation = await first(page, `/policy-documents/${rules}/consultations`);
      const goal = goals.items.find((each) => each.title === 'Helft van de inkoop circulair in 2030').id;
      const paths = [
        '/beleid',
        '/beleid?zoek=hergebruik',
        '/beleid/toevoegen',
        `/beleid/documenten/${coalition}`,
        `/beleid/documenten/${rules}`,
        `/beleid/raadplegingen/${consultation}`,
        '/beleid/doelen',
        '/beleid/doelen/nieuw',
        `/beleid/doelen/${goal}`,
        `/beleid/doelen/${goal}/wijzigen`,
        '/beleid/rode-draad',
        `/beleid/rode-draad?van=goal:${goal}`,
        '/beleid/gaten',
        '/beleid/manifest',
        '/organisatie/team',
        '/organisatie/beweging',
        '/organisatie/hulpvragen',
      ];
      await everyScreen(page, server, paths);
      await page.context().close();
    });
  }
});

describe('a policy officer who has never seen Tenzij', () => {
  it('uploads a PDF, makes three goals, sees them in thread and gaps, and invites somebody, without a mouse', async () => {
    const page = await openPage(browser, server, { role: 'impact_advisor' });
    await page.goto(server.address);
    await settled(page);
    await press(page, page.getByRole('link', { name: 'Beleid', exact: true }));
    await press(page, page.getByRole('link', { name: 'Document toevoegen' }));
    // The file dialog belongs to the system; choosing is all that the browser sees of it.
    await tabTo(page, page.getByLabel(/^Bestand/));
    await page.getByLabel(/^Bestand/).setInputFiles(join(home, 'tests/fixtures/policy.pdf'));
    await type(page, page.getByLabel('Titel'), 'Inkoopbeleid Veldhoek');
    await choose(page, page.getByLabel('Soort'), 'Inkoop');
    await choose(page, page.getByLabel('Status'), 'Con');
    await press(page, page.getByRole('button', { name: 'Document toevoegen' }));
    await page.getByText(/passages gelezen/).waitFor();
    await press(page, page.getByRole('link', { name: 'Naar het document' }));
    await page.getByText('In 2030 is de helft').waitFor();
    assert.deepEqual(await axe(page), []);

    const document = page.url().split('?')[0];
    for (const [words, owner] of [
      ['circulair ingekocht', 'Mar'],
      ['emissievrije voertuigen', 'Bart'],
      ['afstand tot de arbeidsmarkt', null],
    ]) {
      await page.goto(`${document}?lijkt=ja`);
      const passage = page.locator('.passage', { hasText: words });
      await press(page, passage.getByRole('button', { name: 'Maak hier een doel van' }));
      await page.getByRole('heading', { name: 'Nieuw doel' }).waitFor();
      await page.getByText('Welke zin?').waitFor();
      if (owner) await choose(page, page.getByLabel('Eigenaar'), owner);
      await press(page, page.getByRole('button', { name: 'Opslaan' }));
      await page.getByRole('heading', { name: 'Waar het vandaan komt' }).waitFor();
      await page.locator('blockquote', { hasText: words }).waitFor();
    }

    // The page of the PDF with the sentence marked.
    await page.goto(document);
    const passage = page.locator('.passage', { hasText: 'circulair ingekocht' });
    await press(page, passage.getByRole('button', { name: 'Toon bladzijde 1' }));
    const picture = passage.getByRole('img', { name: /Bladzijde 1/ });
    await picture.waitFor();
    await page.waitForFunction((image) => image.complete && image.naturalWidth > 500, await picture.elementHandle());

    // In the thread.
    await press(page, page.getByRole('link', { name: 'Rode draad', exact: true }).first());
    await page.getByRole('heading', { name: 'Als tabel' }).waitFor();
    await page.locator('.picture .ribbon').first().waitFor({ state: 'attached' });
    await page.goto(`${server.address}/beleid/rode-draad?van=document:${new URL(document).pathname.split('/').at(-1)}`);
    await page.locator('.picture [data-key^="goal:"]').first().waitFor();
    assert.equal(await page.locator('.picture [data-key^="goal:"]').count(), 3);
    assert.deepEqual(await axe(page), []);

    // And in the gaps: one has no owner, the owners of the others must say how they measure.
    await press(page, page.getByRole('link', { name: 'Gaten', exact: true }));
    await page
      .getByRole('row', { name: /afstand tot de arbeidsmarkt.*Doel zonder eigenaar/s })
      .first()
      .waitFor();
    await page.getByRole('row', { name: /emissievrije voertuigen.*niet te meten.*Bart de Ruyter/s }).waitFor();

    // Somebody is asked to comment.
    await page.goto(document);
    const add = page.getByRole('form', { name: 'Betrokkene toevoegen' });
    await choose(page, add.getByLabel('Groep'), 'Mar');
    await type(page, add.getByLabel('Naam'), 'Werkplaats De Schaaf');
    await press(page, add.getByRole('button', { name: 'Toevoegen' }));
    const open = page.getByRole('form', { name: 'Raadpleging openen' });
    await type(page, open.getByLabel('Wat wilt u weten?'), 'Kunt u dit leveren?');
    await press(page, open.getByRole('button', { name: 'Raadpleging openen' }));
    await press(page, page.getByRole('button', { name: 'Werkplaats De Schaaf uitnodigen' }));
    const link = await page.locator('code', { hasText: '/reageren/' }).textContent();
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(page.faults, []);
    await page.context().close();

    // Who has the link and no account, on a phone.
    const guest = await openPage(browser, server, { width: 360 });
    await guest.goto(link);
    await guest.getByText('Kunt u dit leveren?').waitFor();
    assert.deepEqual(await axe(guest), []);
    const clause = guest.locator('.passage', { hasText: 'circulair ingekocht' });
    await press(guest, clause.getByRole('button', { name: 'Reageer op deze passage' }));
    await type(guest, clause.getByLabel('Uw reactie'), 'Meubels kunnen wij nu al leveren');
    await press(guest, clause.getByRole('button', { name: 'Versturen' }));
    await clause.getByText('Meubels kunnen wij nu al leveren').waitFor();
    await press(guest, guest.getByRole('button', { name: 'Ik ben klaar' }));
    await guest.getByText('Dank u wel').waitFor();
    assert.deepEqual(guest.faults, []);
    await guest.context().close();
  });

  it('is told in plain words why a scan cannot be read', async () => {
    const page = await openPage(browser, server, { role: 'impact_advisor' });
    await page.goto(`${server.address}/beleid/toevoegen`);
    await page.getByLabel(/^Bestand/).setInputFiles(join(home, 'tests/fixtures/scanned.pdf'));
    await page.getByRole('button', { name: 'Document toevoegen' }).click();
    await page.getByText(/plaatjes zonder tekst/).waitFor();
    assert.deepEqual(await axe(page), []);
    await page.context().close();
  });
});

describe('two people on one goal', () => {
  it('the second sees what the first wrote, takes over what is wanted and loses nothing', async () => {
    const one = await openPage(browser, server, { role: 'impact_advisor' });
    const two = await openPage(browser, server, { role: 'director' });
    const goals = await (await one.request.get(`${server.address}/api/v1/goals`)).json();
    const goal = goals.items.find((each) => each.title === 'Gebouwen zonder aardgas in 2030').id;
    for (const page of [one, two]) {
      await page.goto(`${server.address}/beleid/doelen/${goal}/wijzigen`);
      await page.getByLabel('Doelwaarde').waitFor();
    }
    await one.getByLabel('Doelwaarde').fill('60');
    await one.getByRole('button', { name: 'Opslaan' }).click();
    await one.getByRole('heading', { name: 'Waar het vandaan komt' }).waitFor();
    await two.getByLabel('Uitleg in gewone woorden').fill('Alle gebouwen die van ons zijn');
    await two.getByRole('button', { name: 'Opslaan' }).click();
    const merge = two.getByRole('alert');
    await merge.getByText('Iemand anders heeft dit intussen gewijzigd').waitFor();
    assert.deepEqual(await axe(two), []);
    await merge
      .getByRole('row', { name: /Doelwaarde/ })
      .getByRole('button', { name: 'Overnemen' })
      .click();
    await two.getByRole('button', { name: 'Opslaan' }).click();
    await two.getByRole('heading', { name: 'Waar het vandaan komt' }).waitFor();
    await two.getByText('Alle gebouwen die van ons zijn', { exact: true }).waitFor();
    await two.getByRole('cell', { name: '60' }).waitFor();
    await one.context().close();
    await two.context().close();
  });
});

describe('who works with goals', () => {
  it('asks the adviser of the own unit, who answers from the start page', async () => {
    const asker = await openPage(browser, server, { role: 'budget_holder' });
    await asker.goto(`${server.address}/organisatie/hulpvragen`);
    await asker.getByLabel('Uw vraag').fill('Hoe vraag ik om hergebruikte klinkers?');
    await asker.getByRole('button', { name: 'Vragen' }).click();
    await asker.getByText('Hoe vraag ik om hergebruikte klinkers?').waitFor();
    const adviser = await openPage(browser, server, { role: 'impact_advisor' });
    await adviser.goto(server.address);
    await adviser.getByRole('link', { name: /^Antwoord .*hergebruikte klinkers/ }).click();
    await adviser.getByRole('textbox', { name: 'Antwoord' }).fill('Vraag om terugname in het bestek');
    await adviser.getByRole('button', { name: 'Antwoorden' }).click();
    await adviser.getByText('Vraag om terugname in het bestek').waitFor();
    await asker.context().close();
    await adviser.context().close();
  });

  it('a council member reads the thread from a promise and changes nothing', async () => {
    const page = await openPage(browser, server, { role: 'council_member' });
    await page.goto(`${server.address}/beleid?zoek=circulair+koopt`);
    await page.getByRole('link', { name: /De gemeente koopt in 2030/ }).click();
    await page
      .locator('.passage', { hasText: 'De gemeente koopt in 2030' })
      .getByRole('link', { name: 'Rode draad' })
      .click();
    const goals = page.locator('.figures > div', { has: page.getByText('Doelen', { exact: true }) });
    await goals.locator('dd', { hasText: /^7$/ }).first().waitFor();
    await page.getByRole('link', { name: 'Meer groen' }).count();
    assert.equal(await page.getByRole('button', { name: 'Maak hier een doel van' }).count(), 0);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.getByRole('navigation', { name: 'Menu' }).isVisible(), false);
    await page.context().close();
  });
});
