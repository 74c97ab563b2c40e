// A whole ambition session in real browsers: facilitator, screen and eight phones. Run by ./test; alone: node --test tests/browser/ambition.test.mjs
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { axe, everyScreen, house, openPage } from './support.mjs';

const { server, browser } = house();

const sessions = async (page) =>
  (await (await page.request.get(`${server.address}/api/v1/ambition-sessions`)).json()).items;
const button = (page, name) => page.getByRole('button', { name, exact: false });
const wait = (page, text) => page.getByText(text).first().waitFor();
// A line that breaks is said by the browser itself too; that is what this test does on purpose.
const realFaults = (page) =>
  page.faults.filter((each) => !/ERR_(CONNECTION|INTERNET|INCOMPLETE|EMPTY)|status of 5/.test(each));

describe('every screen of ambitions', () => {
  for (const scheme of ['light', 'dark']) {
    it(`has no axe violation and fits 360 pixels, ${scheme}`, async () => {
      const page = await openPage(browser, server, {
        role: 'impact_advisor',
        scheme,
        width: scheme === 'dark' ? 360 : 1280,
      });
      const all = await sessions(page);
      const closed = all.find((each) => each.purpose === 'market').id;
      const waiting = all.find((each) => each.status === 'prepared').id;
      const web = (await (await page.request.get(`${server.address}/api/v1/ambition-webs`)).json()).items[0].id;
      await everyScreen(page, server, [
        '/ambities',
        '/ambities/nieuw',
        `/ambities/${closed}`,
        `/ambities/${waiting}`,
        `/ambities/${waiting}/wijzigen`,
        `/ambities/${waiting}/scherm`,
        '/ambities/webben',
        `/ambities/webben/${web}`,
        '/ambities/afspraken',
        '/ambities/acties',
        '/deelnemen',
        '/deelnemen/sessie',
        '/beleid/gaten',
      ]);
      await page.context().close();
    });
  }
});

describe('a session', () => {
  const names = ['Bart', 'Ilse', 'Noor', 'Fatima', 'Sanne', 'Joost', 'Aukje', 'Rachid'];
  const roles = [
    'Opdrachtgever',
    'Opdrachtgever',
    'Beleid',
    'Inkoop',
    'Contractmanagement',
    'Social return',
    'Markt',
    'Markt',
  ];
  let lead;
  let screen;
  let phones;
  let id;

  const step = async (name) => {
    await button(lead, name).click();
  };
  const score = async (phone, level) => {
    await phone.locator(`input[name=level][value="${level}"]`).check();
    await wait(phone, 'Bewaard');
  };
  const scored = (count) => wait(screen, `${count} van 8 hebben gescoord`);

  before(async () => {
    lead = await openPage(browser, server, { role: 'impact_advisor' });
    screen = await openPage(browser, server, { role: 'impact_advisor', width: 1600 });
    phones = await Promise.all(names.map(() => openPage(browser, server, { width: 360 })));
  });

  it('is prepared with two themes in the frame of policy', async () => {
    await lead.goto(`${server.address}/ambities`);
    await lead.getByRole('link', { name: 'Nieuwe sessie' }).click();
    await lead.getByLabel('Titel').fill('Openbare ruimte 2027');
    await lead.getByLabel('Waarover beslist deze groep?').fill('Hoe ver gaan wij?');
    await lead.getByLabel('Onderdeel').selectOption({ label: 'Openbare ruimte' });
    for (const theme of [
      'Milieu en biodiversiteit',
      'Ketenverantwoordelijkheid',
      'Diversiteit en inclusie',
      'Social return',
    ])
      await lead.getByRole('checkbox', { name: new RegExp(`^${theme} \\d`) }).uncheck();
    await button(lead, 'Opslaan').click();
    await lead.getByRole('heading', { name: 'Openbare ruimte 2027' }).waitFor();
    id = lead.url().split('/').pop();
    await wait(lead, 'Nog niemand vanuit: Opdrachtgever, Beleid, Inkoop, Contractmanagement');
    await button(lead, 'Begin de sessie').click();
    await lead.locator('.code').waitFor();
    await screen.goto(`${server.address}/ambities/${id}/scherm`);
    await screen.locator('.qr').waitFor();
    assert.deepEqual(await axe(screen), []);
    assert.deepEqual(await axe(lead), []);
  });

  it('lets eight phones in with the code, and a wrong code nowhere', async () => {
    const code = (await screen.locator('.code').innerText()).trim();
    await phones[0].goto(`${server.address}/deelnemen`);
    await phones[0].getByLabel('Code').fill('zzzz-zzzz');
    await button(phones[0], 'Verder').click();
    await phones[0].getByRole('alert').waitFor();
    await Promise.all(
      phones.map(async (phone, index) => {
        // Half of them follow the QR code, the others type.
        await phone.goto(`${server.address}/deelnemen${index % 2 ? `?code=${code}` : ''}`);
        if (index % 2 === 0) await phone.getByLabel('Code').fill(code.toLowerCase().replace('-', ' '));
        await button(phone, 'Verder').click();
        await phone.getByLabel('Uw naam').fill(names[index]);
        await phone.getByLabel(roles[index]).check();
        await button(phone, 'Doe mee').click();
        await wait(phone, 'U bent binnen.');
      }),
    );
    await wait(screen, '8 deelnemers zijn binnen');
    assert.deepEqual(await axe(phones[0]), []);
  });

  it('shows the same theme on every screen and keeps scores silent', async () => {
    await step('Volgend thema: Klimaat');
    await Promise.all(phones.map((phone) => phone.getByRole('heading', { level: 1, name: 'Klimaat' }).waitFor()));
    await wait(phones[3], 'Wat het beleid zegt');
    await step('Verder: Stil scoren');
    await Promise.all([1, 1, 2, 2, 2, 3, 3].map((level, index) => score(phones[index], level)));
    await scored(7);
    assert.deepEqual(await axe(phones[2]), []);
    assert.equal(await screen.locator('.scores').count(), 0, 'nobody sees a score before the result');
    await phones[0].getByLabel('Waarom?').fill('<b>Te duur</b>');
    await button(phones[0], 'Toelichting bewaren').click();
    await wait(phones[0], 'Bewaard');
  });

  it('loses nothing when the server is killed and a phone drops out in the middle', async () => {
    // The eighth phone loses the network, scores all the same, and the server dies while it does.
    await phones[7].context().setOffline(true);
    await phones[7].locator('input[name=level][value="2"]').check();
    await wait(phones[7], 'Versturen');
    await server.stop('SIGKILL');
    await wait(lead, 'Geen verbinding');
    await phones[1].locator('input[name=level][value="2"]').check();
    await server.start();
    await phones[7].context().setOffline(false);
    await scored(8);
    await wait(phones[7], 'Bewaard');
    await wait(phones[1], 'Bewaard');
    await step('Verder: Uitslag');
    // 1 2 2 2 2 3 3 and the eighth 2: the changed score counts once.
    await wait(screen, '8 scores, middelste 2.');
    await wait(phones[4], '8 scores, middelste 2.');
    await wait(screen, '<b>Te duur</b>');
    assert.deepEqual(await axe(screen), []);
    assert.deepEqual(await axe(phones[4]), []);
  });

  it('has its dialogue, a second round and an agreement', async () => {
    await step('Verder: Gesprek');
    await phones[6].getByLabel('Uw bijdrage').fill('Een laadplein op de werf');
    await phones[6].getByLabel('Soort').selectOption({ label: 'Wat ervoor nodig is' });
    await button(phones[6], 'Plaats').click();
    await wait(phones[0], 'Een laadplein op de werf');
    await wait(lead, 'Een laadplein op de werf');
    await step('Verder: Tweede ronde');
    // One by keyboard only: the arrow keys pass levels 0 and 1, and the last one counts.
    await phones[0].locator('input[name=level][value="0"]').focus();
    for (const key of ['Space', 'ArrowDown', 'ArrowDown']) await phones[0].keyboard.press(key);
    await wait(phones[0], 'Bewaard');
    const own = (await (await phones[0].request.get(`${server.address}/api/v1/seat`)).json()).votes.find(
      (each) => each.round === 2,
    );
    assert.equal(own.level, 2);
    await Promise.all([2, 2, 2, 2, 3, 3].map((level, index) => score(phones[index + 1], level)));
    await phones[7].locator('input[name=level][value="?"]').check();
    await scored(8);
    await step('Verder: Uitslag tweede ronde');
    await wait(screen, '7 scores, middelste 2.');
    await wait(screen, '1 weet het niet.');
    await step('Verder: Afspreken');
    await lead.getByLabel('Reden').fill('Emissievrij waar het kan');
    assert.deepEqual(await axe(lead), []);
    await button(lead, 'Leg vast').click();
    await wait(screen, 'Afgesproken: niveau 2, significant.');
  });

  it('goes on with the next theme, records a disagreement, and removes a stranger', async () => {
    await step('Volgend thema: Circulair');
    await step('Verder: Stil scoren');
    await Promise.all(phones.map((phone, index) => score(phone, index < 4 ? 0 : 3)));
    await button(lead, 'Verwijder Rachid').click();
    await lead.getByRole('dialog').getByRole('button', { name: 'Verwijder' }).click();
    await wait(phones[7], 'U doet niet (meer) mee');
    await wait(screen, '7 van 7 hebben gescoord');
    await lead.getByRole('button', { name: 'Afspreken', exact: true }).click();
    await lead.getByLabel('Uitkomst').selectOption({ label: 'niet eens geworden' });
    await lead.getByLabel('Reden').fill('Helft wil alles, helft niets');
    await lead.getByLabel('Wie beslist?').fill('De directeur');
    await button(lead, 'Leg vast').click();
    await lead.getByRole('status').filter({ hasText: 'Vastgelegd' }).waitFor();
    await lead.getByLabel('Wat gaat er gebeuren?').fill('Laadplein uitzoeken');
    await lead.getByLabel('Wie', { exact: true }).selectOption({ label: 'Bart de Ruyter' });
    await button(lead, 'Voeg actie toe').click();
    await wait(lead, 'Laadplein uitzoeken');
  });

  it('closes with a web, a report and agreements in the red thread', async () => {
    await button(lead, 'Sluit af').click();
    await lead.getByRole('heading', { name: 'Het ambitieweb' }).waitFor();
    await wait(phones[0], 'De sessie is afgesloten');
    await wait(screen, 'Afgerond');
    const rows = lead.locator('table').first().locator('tbody tr');
    assert.match(await rows.nth(0).innerText(), /Klimaat\s+2 significant\s+2\s+2\s+2–3/);
    assert.match(await rows.nth(1).innerText(), /Circulair\s+niet eens geworden/);
    assert.deepEqual(await axe(lead), []);
    const report = await (
      await lead.request.get(`${server.address}/api/v1/ambition-sessions/${id}/report?format=html`)
    ).text();
    for (const words of [
      'Emissievrij waar het kan',
      'Een laadplein op de werf',
      'De directeur',
      'Laadplein uitzoeken',
      '&lt;b&gt;Te duur&lt;/b&gt;',
    ])
      assert.ok(report.includes(words), words);
    const pdf = await (
      await lead.request.get(`${server.address}/api/v1/ambition-sessions/${id}/report?format=pdf`)
    ).body();
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    const odt = await (
      await lead.request.get(`${server.address}/api/v1/ambition-sessions/${id}/report?format=odt`)
    ).body();
    assert.equal(odt.subarray(0, 2).toString(), 'PK');
    await lead.getByRole('link', { name: 'De afspraken van deze sessie' }).click();
    await lead.getByRole('link', { name: 'Toon in de rode draad' }).first().click();
    await lead.getByRole('heading', { name: 'Rode draad' }).waitFor();
    await lead
      .getByRole('table')
      .getByRole('link', { name: 'Werk in de openbare ruimte emissievrij vanaf 2028', exact: true })
      .waitFor();
  });

  it('grows into one web with the others, with weights that can be changed', async () => {
    await lead.goto(`${server.address}/ambities/webben`);
    await lead.getByLabel('Naam van het web').fill('Buiten');
    await lead.getByLabel('Openbare ruimte 2027').check();
    await lead.getByLabel(/Marktsessie groen en wegen/).check();
    await button(lead, 'Maak het web').click();
    await lead.getByRole('heading', { level: 1, name: 'Buiten' }).waitFor();
    const circular = lead.locator('tr', { has: lead.getByRole('rowheader', { name: 'Circulair' }) });
    await circular.waitFor();
    assert.match(await circular.innerText(), /Circulair\s+3/, 'only the market agreed on circular');
    await lead.getByLabel('Gewicht van Marktsessie groen en wegen').fill('0');
    await button(lead, 'Reken opnieuw').click();
    await lead
      .locator('tr', { has: lead.getByRole('rowheader', { name: 'Circulair' }) })
      .filter({ hasText: /Circulair\s*–/ })
      .waitFor();
    assert.deepEqual(await axe(lead), []);
    for (const page of [lead, screen, ...phones]) assert.deepEqual(realFaults(page), []);
  });
});
