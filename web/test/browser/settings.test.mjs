import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, bothThemes, fits, MockHost, shot, startBrowser, stopBrowser, withPage } from './browser.mjs';

before(startBrowser);
after(stopBrowser);

const button = (page, name) => page.getByRole('button', { name, exact: true });
const starts = (host) => host.requests.filter((r) => r.path === '/operations' && r.method === 'POST');

test('the guard is installed: state, plan with proof and undo, steps, and the new state', () =>
  withPage(undefined, '#/', async (page, host) => {
    await page.getByRole('link', { name: 'Host', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Host' }).waitFor();
    await page.getByRole('heading', { name: /Not all tools are guarded/ }).waitFor();
    await page.getByText('/usr/lib/xen-4.17/bin/xl', { exact: true }).waitFor();
    await page.getByText('may have had a device since its boot').waitFor();
    await bothThemes(page, 'settings');
    await shot(page, 'host');
    await button(page, 'Install the guard…').click();
    await page.getByRole('heading', { level: 1, name: 'Install the guard' }).waitFor();
    await page.getByText('divert /usr/lib/xen-4.17/bin/xl to /usr/lib/xen-4.17/bin/xl.distrib with dpkg-divert').waitFor();
    await page.getByText('gangway guard install', { exact: true }).waitFor();
    await page.getByText('/usr/lib/xen-4.17/bin/xl is diverted to /usr/lib/xen-4.17/bin/xl.distrib').first().waitFor();
    await bothThemes(page, 'plan of the guard');
    await shot(page, 'guard-plan');
    assert.equal(starts(host).length, 0);
    await button(page, 'Start: install the guard').click();
    await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
    await page.getByRole('heading', { name: 'Proof' }).waitFor();
    assert.deepEqual(starts(host)[0].body.request, { kind: 'guard-install' });
    assert.match(starts(host)[0].body.digest, /^[0-9a-f]{64}$/);
    assert.match(starts(host)[0].headers['idempotency-key'], /^[0-9a-f-]{36}$/);
    await page.getByRole('link', { name: 'Host', exact: true }).click();
    await page.getByRole('heading', { name: /All tools are guarded/ }).waitFor();
    await accessible(page, 'guarded');
    assert.equal(await button(page, 'Install the guard…').count(), 0);
  }));

test('before the guard is removed, the guests at risk are named', () => {
  const host = new MockHost();
  host.startSetting({ kind: 'guard-install' });
  host.stepTime = 0;
  return withPage(host, '#/host/guard-remove', async (page) => {
    await page.getByRole('heading', { name: /1 running guest is at risk/ }).waitFor();
    await page.getByText('pv1: may have had a device since its boot').waitFor();
    await page.getByText('gangway guard remove', { exact: true }).waitFor();
    await bothThemes(page, 'removal');
  });
});

test('a host that has changed since the plan was shown: nothing starts, and the new plan must be read', () =>
  withPage(undefined, '#/host/guard-install', async (page, host) => {
    await button(page, 'Start: install the guard').waitFor();
    host.changes += 1;
    await button(page, 'Start: install the guard').click();
    await page.getByRole('heading', { name: /The host has changed since the check/ }).waitFor();
    assert.equal(host.operations.size, 0);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
    await accessible(page, 'changed');
    await button(page, 'Start: install the guard').click();
    await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
  }));

test('a guard that is not possible says why, and nothing can be started', () => {
  const host = new MockHost();
  host.settingRefused = {
    code: 'refused',
    title: 'The request is refused',
    detail: 'the guard does not support this host',
    evidence: ['there is no dpkg-divert: an update of the tools\' package would overwrite the wrapper scripts'],
    remedy: "run 'gangway guard status' before you save or migrate a guest",
  };
  return withPage(host, '#/host/guard-install', async (page) => {
    await page.getByRole('heading', { name: /This change is not possible now/ }).waitFor();
    await page.getByText('there is no dpkg-divert').waitFor();
    await bothThemes(page, 'refused');
    assert.equal(await button(page, 'Start: install the guard').count(), 0);
    host.settingRefused = undefined;
    await button(page, 'Check again').click();
    await button(page, 'Start: install the guard').waitFor();
  });
});

test('a shutdown policy is set by keyboard alone, and is then shown', () =>
  withPage(undefined, '#/host', async (page, host) => {
    const policy = page.getByLabel('Policy of guest pv1', { exact: true });
    await policy.waitFor();
    assert.equal(await policy.inputValue(), 'none');
    const tabTo = async (wanted) => {
      for (let i = 0; i < 60; i++) {
        if (await page.evaluate((w) => document.activeElement?.matches(w), wanted)) return;
        await page.keyboard.press('Tab');
      }
      assert.fail(`${wanted} cannot be reached with the Tab key`);
    };
    await tabTo('select[aria-label="Policy of guest pv1"]');
    await page.keyboard.press('ArrowDown');
    await tabTo('button[aria-label="Set the policy of guest pv1"]');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Shutdown policy of guest pv1: save' }).waitFor();
    await page.getByText('gangway shutdown-policy pv1 save', { exact: true }).waitFor();
    await page.getByText('set the shutdown policy of guest pv1').first().waitFor();
    // Enter alone must never start anything
    await page.keyboard.press('Enter');
    assert.equal(starts(host).length, 0);
    await tabTo('.gw-wizard-footer button');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
    assert.deepEqual(starts(host)[0].body.request, { kind: 'shutdown-policy', guest: 'pv1', policy: 'save' });
    await page.evaluate(() => (window.location.hash = '#/host'));
    await page.waitForFunction(() => document.querySelector('select[aria-label="Policy of guest pv1"]')?.value === 'save');
  }));

test('a policy that is set already, and one of a guest that the host does not have', () => {
  const host = new MockHost();
  host.policies = { format: 1, policies: [{ guest: 'pv1', policy: 'ignore' }, { guest: 'gone\u202e<b>x</b>', policy: 'save' }] };
  return withPage(host, '#/host', async (page) => {
    await page.getByText('this host has no such guest').waitFor();
    await page.getByText('<b>x</b>').first().waitFor();
    await page.locator('.gw-control', { hasText: 'U+202E' }).waitFor();
    await accessible(page, 'policies');
    await page.evaluate(() => (window.location.hash = '#/host/shutdown-policy?guest=pv1&policy=ignore'));
    await page.getByRole('heading', { name: /Nothing has to be changed/ }).waitFor();
    assert.equal(await button(page, 'Start: set the policy').count(), 0);
    await page.evaluate(() => (window.location.hash = '#/host/shutdown-policy?guest=pv1&policy=destroy'));
    await page.getByRole('heading', { name: 'This page does not exist' }).waitFor();
  });
});

test('boot settings: hidden now and after the next boot, why both differ, and the way to each task', () =>
  withPage(undefined, '#/host', async (page) => {
    const boot = page.locator('section', { has: page.locator('#boot') });
    await boot.getByRole('heading', { name: /The next boot differs from now for 3 functions/ }).waitFor();
    const row = boot.getByRole('row', { name: /0000:0a:04\.1/ });
    assert.equal(await row.getByRole('cell').nth(3).textContent(), 'hidden');
    assert.equal(await row.getByRole('cell').nth(4).textContent(), 'not hidden');
    await boot.getByText('0000:0a:04.1 is hidden now, but not after the next boot: no list in effect names it').waitFor();
    await boot.getByText('gangway hide --boot 0000:0a:04.1', { exact: true }).waitFor();
    await boot.getByText('/etc/modprobe.d/x.conf:1').first().waitFor();
    await boot.getByText('of several lists only the last one counts').waitFor();
    await boot.getByText('This host has no function (0000:0c:00.0).').waitFor();
    await boot.getByText('/etc/modprobe.d/x.conf:2: softdep e1000e pre: xen-pciback').waitFor();
    await boot.scrollIntoViewIfNeeded();
    await shot(page, 'host-boot');
    await boot.getByRole('link', { name: 'Check gangway hide --boot 0000:0a:04.1' }).click();
    await page.getByRole('heading', { level: 1, name: 'Hide from dom0' }).waitFor();
    await page.getByText('0000:0a:04.1').first().waitFor();
  }));

test('boot settings without a difference, and without any setting', async () => {
  const same = new MockHost();
  same.boot.functions = same.boot.functions.filter((f) => f.difference === undefined);
  assert.ok(same.boot.functions.length > 0);
  await withPage(same, '#/host', async (page) => {
    await page.getByRole('heading', { name: /The next boot hides the same functions as now/ }).waitFor();
    await accessible(page, 'no difference');
  });
  const none = new MockHost();
  none.boot = { format: 1, dialect: 'modprobe.d', builtIn: false, lists: [], loaders: [], functions: [] };
  none.guard = JSON.parse(JSON.stringify({ ...none.guard, tools: [], guests: [], libvirt: [] }));
  none.guests.guests = [];
  await withPage(none, '#/host', async (page) => {
    await page.getByText('No function is hidden, now or after the next boot.').waitFor();
    await page.getByText('No list is set.').waitFor();
    await page.getByRole('heading', { name: /Xen's tools are not installed/ }).waitFor();
    await page.getByText('This host has no guests.').waitFor();
    await bothThemes(page, 'nothing set');
  });
});

test('a viewer sees policies and boot settings, and can change nothing', () => {
  const host = new MockHost();
  host.mayAct = false;
  return withPage(host, '#/host', async (page) => {
    await page.getByRole('heading', { name: /Only operators can see the guard/ }).waitFor();
    await page.getByLabel('Policy of guest pv1', { exact: true }).selectOption('shutdown');
    assert.equal(await button(page, 'Set the policy of guest pv1').getAttribute('aria-disabled'), 'true');
    await accessible(page, 'viewer');
    await page.evaluate(() => (window.location.hash = '#/host/guard-install'));
    await button(page, 'Start: install the guard').waitFor();
    assert.equal(await button(page, 'Start: install the guard').getAttribute('aria-disabled'), 'true');
    await button(page, 'Start: install the guard').click({ force: true });
    assert.equal(starts(host).length, 0);
  });
});

test('settings on a phone, and at 400 % zoom', async () => {
  for (const [width, height] of [
    [390, 844],
    [320, 256],
  ]) {
    await withPage(
      undefined,
      '#/host',
      async (page) => {
        await page.getByText('loads pciback').first().waitFor();
        await page.getByLabel('Policy of guest pv1', { exact: true }).waitFor();
        await fits(page, `host ${String(width)}`);
        await accessible(page, `host ${String(width)}`);
        await page.evaluate(() => (window.location.hash = '#/host/guard-install'));
        await button(page, 'Start: install the guard').waitFor();
        await fits(page, `plan ${String(width)}`);
        await accessible(page, `plan ${String(width)}`);
      },
      { width, height },
    );
  }
});
