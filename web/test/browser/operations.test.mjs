import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, bothThemes, MockHost, shot, startBrowser, stopBrowser, withPage } from './browser.mjs';

before(startBrowser);
after(stopBrowser);

const NIC = '0000:03:00.0';
const ASSIGN = `#/request?kind=assign&functions=${NIC}&guest=pv1`;
const step = (page, name) => page.getByRole('heading', { level: 2, name, exact: true }).waitFor();
const button = (page, name) => page.getByRole('button', { name, exact: true });
const starts = (host) => host.requests.filter((r) => r.method === 'POST' && r.path === '/operations');

test('the wizard, from the list to the proof', () =>
  withPage(undefined, '#/', async (page, host) => {
    await page.locator('[role=row]', { hasText: NIC }).locator('[data-do=select]').click();
    await page.getByText('1 selected').waitFor();
    await button(page, 'Assign to a guest…').click();
    await step(page, 'Devices and guest');
    assert.equal(await button(page, 'Check').isDisabled(), true);
    await page.getByText('Choose a guest').last().waitFor();
    await page.getByLabel('Guest', { exact: true }).selectOption('pv1');
    await bothThemes(page, 'request');
    await shot(page, 'wizard-1-request');
    await button(page, 'Check').click();
    await step(page, 'Findings');
    await page.getByText('without 0000:03:00.0, bond0 would be degraded').waitFor();
    await bothThemes(page, 'findings');
    await shot(page, 'wizard-2-findings');
    await button(page, 'Next').click();
    await step(page, 'Plan');
    await page.getByText('attach 0000:03:00.0 to guest pv1').first().waitFor();
    await page.getByText('domain 3 does not have 0000:03:00.0').waitFor();
    await page.getByText(`gangway assign pv1 ${NIC}`).waitFor();
    await bothThemes(page, 'plan');
    await shot(page, 'wizard-3-plan');
    host.stepTime = 400;
    await button(page, 'Start: assign to a guest').click();
    await page.locator('.gw-step-begun').first().waitFor();
    await page.locator('.gw-step-done').first().waitFor();
    await shot(page, 'wizard-4-operation');
    host.stepTime = 40;
    await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
    await page.getByRole('heading', { name: 'Proof' }).waitFor();
    await page.getByText('domain 3 has 0000:03:00.0 and its driver sees it').first().waitFor();
    await bothThemes(page, 'result');
    await shot(page, 'wizard-5-result');
    const [started] = starts(host);
    assert.equal(starts(host).length, 1);
    assert.match(started.headers['idempotency-key'], /^[0-9a-f-]{36}$/);
    assert.deepEqual(started.body.request, { kind: 'assign', functions: [NIC], guest: 'pv1', now: true, persistent: true });
    await page.getByRole('link', { name: 'To the devices' }).click();
    await page.locator('[role=row]', { hasText: NIC }).getByText('pv1 at 0000:00:00.0').waitFor();
  }));

test('a finding is accepted only by typing what it asks for', () =>
  withPage(undefined, '#/request?kind=hide&functions=0000:00:1f.2', async (page, host) => {
    await button(page, 'Check').click();
    await step(page, 'Findings');
    assert.equal(await button(page, 'Next').isDisabled(), true);
    const field = page.getByLabel('To proceed anyway, type 0000:00:1f.2');
    await field.fill('00:1f.2');
    await page.getByText('The text is not the same yet').waitFor();
    assert.equal(await button(page, 'Next').isDisabled(), true);
    await field.press('Enter');
    await shot(page, 'wizard-accept');
    await field.fill('0000:00:1f.2');
    await page.getByText('Accepted', { exact: true }).waitFor();
    await accessible(page, 'accepted');
    await button(page, 'Next').click();
    await step(page, 'Plan');
    await page.getByText('--accept DISK-ROOT=0000:00:1f.2').waitFor();
    assert.deepEqual(host.requests.filter((r) => r.path === '/checks').at(-1).body.accept, [{ code: 'DISK-ROOT', address: '0000:00:1f.2' }]);
    assert.equal(starts(host).length, 0);
  }));

test('what cannot be accepted has no field, and no button leads on', () => {
  const host = new MockHost();
  for (const f of host.hide['0000:00:1f.2'].findings) f.acceptWith = 'nothing';
  return withPage(host, '#/request?kind=hide&functions=0000:00:1f.2', async (page) => {
    await button(page, 'Check').click();
    await page.getByText('This cannot be accepted. Fix it, then check again.').waitFor();
    assert.equal(await page.locator('.gw-accept').count(), 0);
    assert.equal(await button(page, 'Next').isDisabled(), true);
  });
});

test('a host that has changed since the check: nothing starts, the difference is marked, acceptances are asked again', () => {
  const host = new MockHost();
  return withPage(host, '#/request?kind=hide&functions=0000:00:1f.2', async (page) => {
    await button(page, 'Check').click();
    await page.getByLabel('To proceed anyway, type 0000:00:1f.2').fill('0000:00:1f.2');
    await button(page, 'Next').click();
    await step(page, 'Plan');
    const disk = host.hide['0000:00:1f.2'].findings;
    disk[0].evidence.push('/srv is on /dev/sda3, on /dev/sda, on 0000:00:1f.2');
    disk.push({ ...disk[1], code: 'KIN-FUNCTIONS', message: 'another finding' });
    disk.splice(1, 1);
    await button(page, 'Start: hide from dom0').click();
    await step(page, 'Findings');
    await page.getByRole('heading', { name: /The host has changed since the check/ }).waitFor();
    await page.locator('.gw-finding', { hasText: 'DISK-ROOT' }).getByText('changed', { exact: true }).waitFor();
    await page.locator('.gw-finding', { hasText: 'another finding' }).getByText('new', { exact: true }).waitFor();
    await page.getByRole('heading', { name: 'No longer found' }).waitFor();
    await bothThemes(page, 'changed');
    await shot(page, 'plan-changed');
    assert.equal(host.operations.size, 0);
    assert.equal(await page.getByLabel('To proceed anyway, type 0000:00:1f.2').inputValue(), '');
    assert.equal(await button(page, 'Next').isDisabled(), true);
  });
});

test('another operation has the function: the reason is told, and a second attempt is the same request', () => {
  const host = new MockHost();
  host.busy = 'gangway hide 0000:03:00.0 of alice has claimed 0000:03:00.0';
  return withPage(host, ASSIGN, async (page) => {
    await button(page, 'Check').click();
    await button(page, 'Next').click();
    await button(page, 'Start: assign to a guest').click();
    await page.getByRole('heading', { name: /The operation could not be started/ }).waitFor();
    await page.getByText('of alice has claimed').waitFor();
    await accessible(page, 'busy');
    host.busy = undefined;
    await button(page, 'Start: assign to a guest').click();
    await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
    const keys = starts(host).map((r) => r.headers['idempotency-key']);
    assert.equal(keys.length, 2);
    assert.equal(keys[0], keys[1]);
  });
});

test('a step that fails: the page shows the undo, step by step', () => {
  const host = new MockHost();
  host.failAt = 5;
  host.stepTime = 120;
  return withPage(host, ASSIGN, async (page) => {
    await button(page, 'Check').click();
    await button(page, 'Next').click();
    await button(page, 'Start: assign to a guest').click();
    await page.locator('.gw-step-failed').waitFor();
    await page.getByRole('heading', { name: /Not done: everything is as it was before/ }).waitFor();
    await page.getByText('it failed, as the test ordered').first().waitFor();
    // the first step, which loads a module, is never undone
    assert.equal(await page.locator('.gw-step-undone').count(), 3);
    await bothThemes(page, 'undone');
    await shot(page, 'operation-undone');
  });
});

test('an operation is stopped, and continues to be shown after the page was left', () => {
  const host = new MockHost();
  host.holdAt = 2;
  return withPage(host, ASSIGN, async (page) => {
    await button(page, 'Check').click();
    await button(page, 'Next').click();
    await button(page, 'Start: assign to a guest').click();
    await page.locator('.gw-step-done').first().waitFor();
    const address = await page.evaluate(() => window.location.hash);
    await page.evaluate(() => (window.location.hash = '#/guests'));
    await page.getByRole('heading', { level: 1, name: 'Guests' }).waitFor();
    await page.evaluate((h) => (window.location.hash = h), address);
    await page.locator('.gw-step-done').first().waitFor();
    await accessible(page, 'running');
    await button(page, 'Stop and undo').click();
    await page.getByText('The operation stops after the current step, and is undone.').waitFor();
    host.release();
    await page.getByRole('heading', { name: /Not done: everything is as it was before/ }).waitFor();
    assert.equal(host.requests.filter((r) => r.path.endsWith('/cancellation')).length, 1);
  });
});

test('an operation goes on when the connection is lost, and the page follows it again from the next event', () => {
  const host = new MockHost();
  host.holdAt = 2;
  return withPage(
    host,
    ASSIGN,
    async (page) => {
      await button(page, 'Check').click();
      await button(page, 'Next').click();
      await button(page, 'Start: assign to a guest').click();
      await page.locator('.gw-step-done').first().waitFor();
      const id = [...host.operations.keys()][0];
      host.broken.set(`/operations/${id}/events`, 'cut');
      host.cutOperations();
      await page.getByRole('heading', { name: /the operation continues without this page/ }).waitFor();
      host.broken.clear();
      host.release();
      await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
      const streams = host.requests.filter((r) => r.path === `/operations/${id}/events`);
      assert.ok(Number(streams.at(-1).headers['last-event-id']) > 0);
    },
    { expectErrors: true },
  );
});

test('the whole way by keyboard', () =>
  withPage(undefined, '#/', async (page, host) => {
    await page.locator('[role=row]', { hasText: NIC }).waitFor();
    const tabTo = async (wanted) => {
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((w) => document.activeElement?.matches(w), wanted)) return;
      }
      assert.fail(`${wanted} cannot be reached with the Tab key`);
    };
    await tabTo('[role=grid]');
    for (let i = 0; i < 20; i++) {
      if ((await page.locator('.gw-active').textContent())?.includes(NIC)) break;
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Space');
    await page.getByText('1 selected').waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await step(page, 'Devices and guest');
    await tabTo('select');
    await page.keyboard.press('ArrowDown');
    await page.locator('select').waitFor();
    await page.waitForFunction(() => window.location.hash.includes('guest=pv1'));
    await tabTo('.gw-wizard-footer button');
    await page.keyboard.press('Enter');
    await step(page, 'Findings');
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H2');
    await tabTo('.gw-wizard-footer button:nth-of-type(2)');
    await page.keyboard.press('Enter');
    await step(page, 'Plan');
    // Enter alone must never start anything
    await page.keyboard.press('Enter');
    assert.equal(starts(host).length, 0);
    await tabTo('.gw-wizard-footer button:nth-of-type(2)');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
  }));

test('an interrupted operation: recover, and keep as it is only after a second question', async () => {
  await withPage(new MockHost().golden(), '#/operations', async (page, host) => {
    await page.getByRole('heading', { name: /An operation was interrupted/ }).waitFor();
    await bothThemes(page, 'operations and banner');
    await shot(page, 'operations');
    await button(page, 'Keep as is…').click();
    await page.getByText('Keep the host as it is?').waitFor();
    await accessible(page, 'confirmation');
    assert.equal(host.requests.filter((r) => r.path === '/recoveries').length, 0);
    await button(page, 'Cancel').click();
    await button(page, 'Recover').click();
    await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
    await page.getByRole('heading', { name: /An operation was interrupted/ }).waitFor({ state: 'detached' });
    assert.deepEqual(host.requests.find((r) => r.path === '/recoveries').body, { operation: '20261129T010203.456-4712', asIs: false });
  });
  await withPage(new MockHost().golden(), '#/', async (page, host) => {
    await button(page, 'Keep as is…').click();
    await button(page, 'Keep as is').click();
    await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
    assert.equal(host.requests.find((r) => r.path === '/recoveries').body.asIs, true);
  });
});

test('operations: none, one of the past, one that does not exist, one that cannot be read', async () => {
  await withPage(undefined, '#/operations', async (page) => {
    await page.getByRole('heading', { name: 'Gangway has changed nothing on this host yet' }).waitFor();
    await bothThemes(page, 'no operations');
  });
  await withPage(new MockHost().golden(), '#/operations', async (page) => {
    await page.getByRole('link', { name: 'hide 09:00.0', exact: true }).click();
    await page.getByRole('heading', { name: /Not done: everything is as it was before/ }).waitFor();
    await page.getByText('failed: bind').waitFor();
    await bothThemes(page, 'past operation');
    await shot(page, 'operation-past');
    await page.evaluate(() => (window.location.hash = '#/operations/no-such'));
    await page.getByRole('heading', { name: /There is no such operation/ }).waitFor();
    await page.evaluate(() => (window.location.hash = '#/operations/by-hand'));
    await page.getByText('Unterminated string').waitFor();
    await accessible(page, 'unreadable');
  });
});

test('doctor: issues, the repair of what is safe, and no issues', () =>
  withPage(new MockHost().golden(), '#/doctor', async (page) => {
    await page.getByText('domain 3 is gone, but XenStore still has its record').waitFor();
    await bothThemes(page, 'issues');
    await shot(page, 'doctor');
    await button(page, 'Repair what is safe (3)').click();
    await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
    await page.getByRole('link', { name: 'Doctor', exact: true }).click();
    await page.getByRole('heading', { name: 'No problems found' }).waitFor();
    await bothThemes(page, 'healthy');
  }));

test('guests: functions, drift, definitions; detach', async () => {
  const host = new MockHost().golden();
  const nic = host.functions.functions.find((f) => f.address === '0000:09:00.0');
  nic.owner = { kind: 'guest', guest: 'pv1', domid: 3, vdev: '0000:00:00.0' };
  await withPage(host, '#/guests', async (page) => {
    await page.getByText('xl refuses the definition because of the entry 09:00').waitFor();
    await bothThemes(page, 'guests');
    await shot(page, 'guests');
    await button(page, 'Detach 0000:09:00.0').click();
    await step(page, 'Devices and guest');
    assert.equal(await page.getByLabel('Detach from the guest', { exact: true }).isChecked(), true);
    await page.getByText('The functions belong to this guest.').waitFor();
    await button(page, 'Check').click();
    await page.getByRole('heading', { name: /No problems found/ }).waitFor();
    await button(page, 'Next').click();
    await button(page, 'Start: detach from the guest').click();
    await page.getByRole('heading', { name: /Done, and verified/ }).waitFor();
    assert.deepEqual(starts(host)[0].body.request, { kind: 'detach', functions: ['0000:09:00.0'], guest: 'pv1', now: true, persistent: true });
  });
  const none = new MockHost();
  none.guests.guests = [];
  await withPage(none, '#/guests', async (page) => {
    await page.getByRole('heading', { name: 'This host has no guests' }).waitFor();
    await bothThemes(page, 'no guests');
  });
});
