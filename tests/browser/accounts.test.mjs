// One's own sessions, password links and the administration of accounts in a real browser. Run by ./test; alone:
// node --test tests/browser/accounts.test.mjs
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { everyScreen, house, openPage } from './support.mjs';

const { server, browser } = house();
const first = 'vier losse rare woorden';
const second = 'zevenblad koekoek mosterd';

async function signIn(page, name, password) {
  await page.goto(`${server.address}/inloggen`);
  await page.getByLabel('Gebruikersnaam').fill(name);
  await page.getByLabel('Wachtwoord').fill(password);
  await page.getByRole('button', { name: 'Inloggen' }).click();
}

describe('every screen of accounts', () => {
  for (const scheme of ['light', 'dark']) {
    it(`has no axe violation and fits 360 pixels, ${scheme}`, async () => {
      const page = await openPage(browser, server, {
        role: 'administrator',
        scheme,
        width: scheme === 'dark' ? 360 : 1280,
      });
      await everyScreen(page, server, ['/account', '/nieuw-wachtwoord', '/over']);
      await page.context().close();
    });
  }
});

describe('accounts', () => {
  it('are given a password by a link, once; blocking puts somebody out at once', async () => {
    const admin = await openPage(browser, server, { role: 'administrator' });
    const made = await admin.request.post(`${server.address}/api/v1/people`, {
      data: { name: 'Lena Smit', userName: 'lena', password: first, roles: ['director'] },
    });
    assert.equal(made.status(), 201);
    await admin.goto(`${server.address}/beheer/mensen`);
    await admin.getByRole('link', { name: 'Lena Smit' }).click();
    await admin.getByRole('button', { name: 'Maak een wachtwoordlink Lena Smit' }).click();
    await admin.getByRole('button', { name: 'Maak een wachtwoordlink', exact: true }).click();
    const link = await admin.locator('code').innerText();
    assert.match(link, /\/nieuw-wachtwoord#/);
    const lena = await openPage(browser, server);
    await lena.goto(link);
    await lena.getByLabel('Nieuw wachtwoord').fill('Noorderveen2026!');
    await lena.getByRole('button', { name: 'Bewaar wachtwoord' }).click();
    await lena.getByRole('alert').waitFor();
    await lena.getByLabel('Nieuw wachtwoord').fill(second);
    await lena.getByRole('button', { name: 'Bewaar wachtwoord' }).click();
    await lena.getByText('Uw gebruikersnaam is lena.').waitFor();
    await signIn(lena, 'lena', second);
    await lena.getByRole('link', { name: 'Lena Smit' }).waitFor();
    await admin.getByRole('button', { name: 'Deactiveer' }).click();
    await admin.locator('.tag', { hasText: 'gedeactiveerd' }).waitFor();
    // The open page of who was blocked closes by itself: its line was cut, and only signing in opens it again.
    await lena.getByRole('dialog', { name: 'Meld u opnieuw aan' }).waitFor();
    await admin.getByRole('button', { name: 'Maak weer actief' }).click();
    await admin.getByRole('button', { name: 'Deactiveer' }).waitFor();
    assert.deepEqual(admin.faults, []);
    await lena.context().close();
    await admin.context().close();
  });

  it('show where one is signed in, and end the others', async () => {
    const here = await openPage(browser, server);
    await signIn(here, 'lena', second);
    await here.getByRole('link', { name: 'Lena Smit' }).waitFor();
    const there = await openPage(browser, server);
    await signIn(there, 'lena', second);
    await there.getByRole('link', { name: 'Lena Smit' }).click();
    await there.getByText('dit apparaat').waitFor();
    assert.equal(await there.getByRole('button', { name: /^Beëindig Chrome/ }).count(), 1);
    await there.getByRole('button', { name: 'Beëindig alle andere' }).click();
    await there.getByRole('dialog').getByRole('button', { name: 'Beëindig alle andere' }).click();
    await here.getByRole('dialog', { name: 'Meld u opnieuw aan' }).waitFor();
    assert.equal(await there.getByRole('button', { name: /^Beëindig/ }).count(), 0);
    await here.context().close();
    await there.context().close();
  });

  it('and whose work is in the screens is shown', async () => {
    const page = await openPage(browser, server);
    await page.goto(`${server.address}/over`);
    await page.getByText(/^react \d/).waitFor();
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});
