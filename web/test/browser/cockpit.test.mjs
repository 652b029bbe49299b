// The page as Cockpit shows it: cockpit.html, with a stand-in for Cockpit's own script.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bothThemes, fits, MockHost, onCockpit, shot, startBrowser, stopBrowser } from './browser.mjs';

before(startBrowser);
after(stopBrowser);

const LIMITED = 'Limited access: you can look, but not change anything';
const row = (page, address) => page.locator('.gw-grid-body > [role=row]', { hasText: address });
const assign = (page) => page.getByRole('button', { name: 'Assign to a guest…' });
const to = (page, hash) => page.evaluate((h) => (window.location.hash = h), hash);

test('Cockpit, limited access: a viewer sees the host, and how to get administrative access', () => {
  const host = new MockHost().golden();
  host.mayAct = false;
  return onCockpit(host, '#/', async (page) => {
    await page.getByText(LIMITED).waitFor();
    await page.getByText('choose "Limited access" at the top of the Cockpit window').waitFor();
    await page.locator('.gw-live-live').waitFor();
    await row(page, '0000:09:00.0').locator('[data-do=select]').click();
    await page.getByText('1 selected').waitFor();
    assert.equal(await assign(page).getAttribute('aria-disabled'), 'true');
    await page.getByText('Your access is limited to looking').first().waitFor();
    await row(page, '0000:09:00.0').locator('.gw-c-device').click();
    await page.getByText('Reset methods').waitFor();
    await bothThemes(page, 'list');
    await shot(page, 'limited-access');
    for (const [hash, shown] of [
      ['#/guests', 'pv1'],
      ['#/doctor', 'OVERRIDE-LEFT'],
    ]) {
      await to(page, hash);
      await page.getByText(shown).first().waitFor();
    }
    for (const hash of ['#/operations', '#/operations/1']) {
      await to(page, hash);
      await page.getByRole('heading', { name: 'Only operators can see this' }).waitFor();
      await bothThemes(page, hash);
    }
    assert.equal(host.requests.filter((r) => r.method === 'POST' && r.path !== '/checks').length, 0);
  });
});

test('Cockpit, limited access: a viewer checks a request, and cannot start it', () => {
  const host = new MockHost();
  host.mayAct = false;
  return onCockpit(
    host,
    '#/request?kind=hide&functions=0000:09:00.0',
    async (page) => {
      await page.getByRole('button', { name: 'Check', exact: true }).click();
      await page.getByRole('heading', { name: 'Findings' }).waitFor();
      await page.getByRole('button', { name: 'Next', exact: true }).click();
      assert.equal(await page.getByRole('button', { name: 'Start: hide from dom0' }).getAttribute('aria-disabled'), 'true');
      await fits(page, 'plan');
    },
    { width: 360 },
  );
});

test('Cockpit: with administrative access the page can act at once, and without it no longer', () => {
  const host = new MockHost().golden();
  host.mayAct = false;
  return onCockpit(host, '#/operations', async (page) => {
    const access = (allowed) => {
      host.mayAct = allowed;
      return page.evaluate((value) => window.cockpit.allow(value), allowed);
    };
    await page.getByRole('heading', { name: 'Only operators can see this' }).waitFor();
    await access(true);
    await page.getByText(LIMITED).waitFor({ state: 'detached' });
    await page.getByRole('columnheader', { name: 'Command' }).waitFor();
    await to(page, '#/');
    await row(page, '0000:09:00.0').locator('[data-do=select]').click();
    await page.getByText('1 selected').waitFor();
    assert.notEqual(await assign(page).getAttribute('aria-disabled'), 'true');
    await access(false);
    await page.getByText(LIMITED).waitFor();
    assert.equal(await assign(page).getAttribute('aria-disabled'), 'true');
    // what only operators may see does not stay
    await to(page, '#/operations');
    await page.getByRole('heading', { name: 'Only operators can see this' }).waitFor();
  });
});
