import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { accessible, bothThemes, fits, MockHost, onAddress, shot, startBrowser, stopBrowser, withPage } from './browser.mjs';
import { serve } from '../mock-server.mjs';
import { fileURLToPath } from 'node:url';

before(startBrowser);
after(stopBrowser);

const step = (page, name) => page.getByRole('heading', { level: 2, name, exact: true }).waitFor();
const button = (page, name) => page.getByRole('button', { name, exact: true });
const field = (page, name) => page.getByLabel(name, { exact: true });
const starts = (host) => host.requests.filter((r) => r.method === 'POST' && r.path === '/operations');
const checks = (host) => host.requests.filter((r) => r.method === 'POST' && r.path === '/checks');
const task = (kind, guest) => `#/guest-request?kind=${kind}${guest === undefined ? '' : `&guest=${guest}`}`;

test('each guest: what a save would do to it, and what can be done with it', () =>
  withPage(new MockHost().golden(), '#/guests', async (page) => {
    await page.getByRole('heading', { name: /Do not save or migrate this guest with xl or virsh/ }).first().waitFor();
    await page.getByText('would lose it').first().waitFor();
    await page.getByText('"Save…" and "Migrate…" detach the devices first').first().waitFor();
    await page.getByText('The guest does not run.').first().waitFor();
    await bothThemes(page, 'guests');
    await button(page, 'Save…').first().click();
    await page.getByRole('heading', { level: 1, name: 'Save a guest' }).waitFor();
    await page.getByText('pv1', { exact: true }).waitFor();
  }));

test('a guest is saved: file, plan with the command, live steps, proof', () =>
  withPage(new MockHost().golden(), task('save', 'pv1'), async (page, host) => {
    await step(page, 'Guest');
    assert.equal(await button(page, 'Check').isDisabled(), true);
    await field(page, 'File').fill('srv/pv1.image');
    await page.getByText('Enter an absolute path.').waitFor();
    await field(page, 'File').fill('/srv/pv1.image');
    await bothThemes(page, 'save');
    await shot(page, 'guest-save');
    await button(page, 'Check').click();
    await page.getByRole('heading', { name: /No problems found/ }).waitFor();
    await button(page, 'Next').click();
    await step(page, 'Plan');
    await page.getByText('gangway save pv1 /srv/pv1.image').waitFor();
    await bothThemes(page, 'plan of a save');
    await button(page, 'Start: save the guest').click();
    await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
    await page.getByRole('heading', { name: 'Proof' }).waitFor();
    assert.deepEqual(starts(host)[0].body.request, { kind: 'save', guest: 'pv1', image: '/srv/pv1.image' });
    assert.match(starts(host)[0].headers['idempotency-key'], /^[0-9a-f-]{36}$/);
  }));

test('what the host refuses is shown with evidence and fix, and nothing can start', () => {
  const host = new MockHost().golden();
  host.refusal = { detail: "'/srv/pv1.image' already exists", evidence: ['<b>evidence</b>'], remedy: 'name another file' };
  return withPage(host, task('save', 'pv1'), async (page) => {
    await field(page, 'File').fill('/srv/pv1.image');
    await button(page, 'Check').click();
    await page.getByText("'/srv/pv1.image' already exists").waitFor();
    await page.getByText('<b>evidence</b>').waitFor();
    await page.getByText('name another file').waitFor();
    await bothThemes(page, 'refused');
    assert.equal(await button(page, 'Next').count(), 0);
    host.refusal = undefined;
    await button(page, 'Check').click();
    await button(page, 'Next').click();
    // the file appears between the check and the start
    host.refusal = { detail: "'/srv/pv1.image' already exists", evidence: [], remedy: 'name another file' };
    await button(page, 'Start: save the guest').click();
    await page.getByRole('heading', { name: /The operation could not be started/ }).waitFor();
    assert.equal(await page.getByText('No problems found').count(), 0);
    assert.equal(host.operations.size, 0);
  });
});

test('another plan than the shown one does not start', () =>
  withPage(new MockHost().golden(), task('enable-hotplug', 'pv1'), async (page, host) => {
    await button(page, 'Check').click();
    await button(page, 'Next').click();
    host.planned = 1;
    await button(page, 'Start: allow hot-plug').click();
    await page.getByRole('heading', { name: /The host has changed since the check/ }).waitFor();
    assert.equal(host.operations.size, 0);
    await button(page, 'Next').click();
    await button(page, 'Start: allow hot-plug').click();
    await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
    assert.deepEqual(starts(host).at(-1).body.request, { kind: 'enable-hotplug', guest: 'pv1' });
  }));

test('a migration: after the point of no return there is no way to stop it', () => {
  const host = new MockHost().golden();
  return withPage(host, task('migrate', 'pv1'), async (page) => {
    await page.getByText('Enter the name of the other host.').waitFor();
    await field(page, 'Other host').fill('other-host');
    await field(page, 'Suspended to a file').check();
    await field(page, 'Other devices (optional)').fill('0000:09:00.0');
    await page.getByText('Write OLD=NEW with full addresses, such as').waitFor();
    await field(page, 'Other devices (optional)').fill('0000:09:00.0=0000:04:00.0');
    await bothThemes(page, 'migrate');
    await shot(page, 'guest-migrate');
    await button(page, 'Check').click();
    await button(page, 'Next').click();
    await page.getByText('gangway migrate pv1 other-host').waitFor();
    const last = await page.locator('.gw-step').count();
    host.completeAt = last;
    host.holdAt = last;
    await button(page, 'Start: migrate the guest').click();
    await page.getByText('The operation can no longer be undone. It performs its remaining steps.').waitFor();
    assert.equal(await button(page, 'Stop and undo').count(), 0);
    await accessible(page, 'completing');
    host.release();
    await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
    assert.deepEqual(starts(host)[0].body.request, {
      kind: 'migrate',
      guest: 'pv1',
      host: 'other-host',
      suspended: true,
      replacements: [{ from: '0000:09:00.0', to: '0000:04:00.0' }],
    });
  });
});

test('a save that fails is undone, step by step', () => {
  const host = new MockHost().golden();
  host.failAt = 4;
  return withPage(host, task('save', 'pv1'), async (page) => {
    await field(page, 'File').fill('/srv/pv1.image');
    await button(page, 'Check').click();
    await button(page, 'Next').click();
    await button(page, 'Start: save the guest').click();
    await page.locator('.gw-step-failed').waitFor();
    await page.getByRole('heading', { name: /Not done: everything is as it was before/ }).waitFor();
    assert.ok((await page.locator('.gw-step-undone').count()) > 0);
  });
});

test('a guest is restored: what follows is told with the plan', () =>
  withPage(new MockHost().golden(), '#/guests', async (page, host) => {
    await button(page, 'Restore a guest…').click();
    await field(page, 'File').fill('/srv/pv1.image');
    await button(page, 'Check').click();
    await button(page, 'Next').click();
    await page.getByText('then: gangway attach').waitFor();
    await button(page, 'Start: restore the guest').click();
    await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
    assert.deepEqual(starts(host)[0].body.request, { kind: 'restore', image: '/srv/pv1.image' });
  }));

test('a new guest gets hidden functions; its definition is shown before it is written', () => {
  const host = new MockHost().golden();
  host.functions.functions.find((f) => f.address === '0000:09:00.0').owner = { kind: 'pciback' };
  return withPage(host, '#/guests', async (page) => {
    await button(page, 'New guest…').click();
    await page.getByText('Enter the name.').waitFor();
    await field(page, 'Name').fill('db1');
    await page.getByText('Enter a disk or a kernel.').waitFor();
    await page.getByLabel(/^0000:09:00\.0/).check();
    await field(page, 'Memory in MiB').fill('many');
    await page.getByText('Enter whole numbers').waitFor();
    await field(page, 'Memory in MiB').fill('2048');
    await field(page, 'Disks (files or block devices of dom0)').fill('/srv/db1.img\n /srv/db1-data.img ');
    await field(page, 'Bridges (optional)').fill('br0');
    await field(page, 'Toolstack').selectOption('xl');
    await field(page, 'Start the guest').check();
    await bothThemes(page, 'new guest');
    await shot(page, 'guest-new');
    await button(page, 'Check').click();
    await button(page, 'Next').click();
    await page.locator('.gw-note', { hasText: 'name = "db1"' }).waitFor();
    await bothThemes(page, 'plan of a new guest');
    await button(page, 'Start: create the guest').click();
    await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
    assert.deepEqual(starts(host)[0].body.request, {
      kind: 'new',
      guest: 'db1',
      functions: ['0000:09:00.0'],
      toolstack: 'xl',
      memory: 2048,
      vcpus: 1,
      disks: ['/srv/db1.img', '/srv/db1-data.img'],
      bridges: ['br0'],
      start: true,
    });
  });
});

test('a save by keyboard alone; Enter in a field starts nothing', () =>
  withPage(new MockHost().golden(), '#/guests/pv1', async (page, host) => {
    await button(page, 'Save…').waitFor();
    const tabTo = async (wanted) => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((w) => document.activeElement?.textContent === w || (w.startsWith('input') && document.activeElement?.matches(w)), wanted)) return;
      }
      assert.fail(`${wanted} cannot be reached with the Tab key`);
    };
    await tabTo('Save…');
    await page.keyboard.press('Enter');
    await step(page, 'Guest');
    await tabTo('input[type=text]');
    await page.keyboard.type('/srv/pv1.image');
    await page.keyboard.press('Enter');
    assert.equal(checks(host).length, 0);
    await tabTo('Check');
    await page.keyboard.press('Enter');
    await step(page, 'Findings');
    await tabTo('Next');
    await page.keyboard.press('Enter');
    await step(page, 'Plan');
    await page.keyboard.press('Enter');
    assert.equal(starts(host).length, 0);
    await tabTo('Start: save the guest');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
  }));

test('a viewer sees the guests, and no action can be used', () => {
  const host = new MockHost().golden();
  host.mayAct = false;
  return withPage(host, '#/guests', async (page) => {
    await page.getByText('Your access is limited to looking').first().waitFor();
    await button(page, 'Save…').first().click({ force: true });
    assert.equal(await page.evaluate(() => window.location.hash), '#/guests');
    await bothThemes(page, 'guests of a viewer');
  });
});

test('guests and forms on a phone', async () => {
  const served = await serve(new MockHost().golden(), fileURLToPath(new URL('../../dist', import.meta.url)));
  try {
    await onAddress(
      `${served.url}#token=a-token`,
      async (page) => {
        for (const [hash, heading] of [
          ['#/guests', 'Guests'],
          [task('new'), 'New guest'],
          [task('migrate', 'pv1'), 'Migrate a guest'],
        ]) {
          await page.evaluate((h) => (window.location.hash = h), hash);
          await page.getByRole('heading', { level: 1, name: heading }).waitFor();
          await fits(page, heading);
          await accessible(page, `${heading} on a phone`);
        }
      },
      { width: 320, height: 640 },
    );
  } finally {
    await served.close();
  }
});

const HOSTILE = JSON.parse(readFileSync(new URL('../fixtures/hostile-names.json', import.meta.url), 'utf8'));

test('guests with hostile names: each name is a name, and nothing else', () => {
  const host = new MockHost();
  const like = host.guests.guests[0];
  host.guests.guests = HOSTILE.map((name, i) => ({ ...structuredClone(like), name, domid: 10 + i }));
  host.policies.policies = HOSTILE.map((guest) => ({ guest, policy: 'save' }));
  return withPage(host, '#/guests', async (page) => {
    const names = page.locator('.gw-guest h2 a');
    await names.nth(HOSTILE.length - 1).waitFor();
    assert.deepEqual(await names.evaluateAll((all) => all.map((a) => a.querySelector('*:not(bdi):not(.gw-control)')?.outerHTML ?? '')), HOSTILE.map(() => ''));
    // what a reader does not see is shown by its code
    const shown = await names.allTextContents();
    assert.deepEqual(shown.filter((s) => /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u206f]/u.test(s)), []);
    assert.ok(shown.some((s) => s.includes('U+202E')) && shown.some((s) => s.includes('U+001B')) && shown.some((s) => s.includes('U+000A')));
    await accessible(page, 'hostile names');
    await fits(page, 'hostile names');
    await page.setViewportSize({ width: 320, height: 800 });
    await fits(page, 'hostile names on a phone');
    await page.setViewportSize({ width: 1280, height: 800 });
    // each link leads to its guest
    for (const [i, name] of HOSTILE.entries()) {
      await page.evaluate((h) => (window.location.hash = h), await names.nth(i).getAttribute('href'));
      await page.locator('.gw-guest').nth(1).waitFor({ state: 'detached' });
      assert.equal(await page.locator('h1').textContent(), shown[i], JSON.stringify(name));
      assert.equal(await names.count(), 1, JSON.stringify(name));
      await page.evaluate(() => (window.location.hash = '#/guests'));
      await names.nth(HOSTILE.length - 1).waitFor();
    }
    // the request has the name as it is
    for (const name of ['--force', '<img src=x onerror=alert(1)>', 'pv1\u202egpj.exe', '?kind=hide&functions=0000:09:00.0']) {
      await page.evaluate((h) => (window.location.hash = h), await names.nth(HOSTILE.indexOf(name)).getAttribute('href'));
      await page.locator('.gw-guest').nth(1).waitFor({ state: 'detached' });
      await button(page, 'Save…').click();
      await field(page, 'File').fill('/srv/image');
      await button(page, 'Check').click();
      await page.getByRole('heading', { name: /No problems found/ }).waitFor();
      assert.equal(checks(host).at(-1).body.request.guest, name);
      await page.evaluate(() => (window.location.hash = '#/guests'));
      await names.nth(HOSTILE.length - 1).waitFor();
    }
    await page.evaluate(() => (window.location.hash = '#/host'));
    await page.getByLabel('Policy of guest <img src=x onerror=alert(1)>').first().waitFor();
    await accessible(page, 'policies of hostile names');
  });
});
