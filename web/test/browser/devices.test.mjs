import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, bothThemes, fits, MockHost, shot, startBrowser, stopBrowser, withPage } from './browser.mjs';

before(startBrowser);
after(stopBrowser);

const ROW = '.gw-grid-body > [role=row]';
const row = (page, address) => page.locator(ROW, { hasText: address });

test('devices: the list, its details, in both themes', () =>
  withPage(undefined, '#/', async (page) => {
    await row(page, '0000:09:00.0').waitFor();
    assert.equal(await page.locator(ROW).count(), 9);
    await bothThemes(page, 'list');
    await shot(page, 'devices');
    await row(page, '0000:09:00.0').click();
    await page.getByRole('heading', { name: '0000:09:00.0' }).waitFor();
    await page.getByText('Reset methods').waitFor();
    await bothThemes(page, 'details');
    await shot(page, 'device');
    await page.keyboard.press('Escape');
    await page.locator('.gw-drawer').waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'grid');
  }));

test('devices: the root disk cannot be selected, and the reason is told with its evidence', () =>
  withPage(undefined, '#/', async (page, host) => {
    await row(page, '0000:00:1f.2').locator('[data-do=select]').click();
    await row(page, '0000:00:1f.2').getByText('DISK-ROOT: 0000:00:1f.2 carries /').waitFor();
    assert.equal(await row(page, '0000:00:1f.2').getAttribute('aria-selected'), 'false');
    assert.equal(await row(page, '0000:00:1f.2').getAttribute('aria-disabled'), 'true');
    const act = page.getByRole('button', { name: 'Assign to a guest…' });
    assert.equal(await act.getAttribute('aria-disabled'), 'true');
    await act.click({ force: true });
    assert.match(page.url(), /#\/$/);
    await row(page, '0000:09:00.0').locator('[data-do=select]').click();
    await page.getByText('1 selected').waitFor();
    await shot(page, 'devices-refused');
    await row(page, '0000:00:1f.2').locator('.gw-c-device').click({ force: true });
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('/ is on /dev/sda1, on /dev/sda').waitFor();
    await page.getByRole('button', { name: 'What DISK-ROOT means' }).click();
    await page.locator('.gw-explanation p').first().waitFor();
    await accessible(page, 'findings in the details');
    await shot(page, 'device-refused');
    assert.ok(host.requests.filter((r) => r.method === 'POST').every((r) => r.path === '/checks'));
  }));

test('devices: filters are in the address, and an empty result says so', () =>
  withPage(undefined, '#/', async (page) => {
    await page.getByRole('textbox', { name: 'Search the devices' }).fill('nvme 01:00');
    await page.getByText('1 of 9 functions').waitFor();
    assert.match(page.url(), /q=nvme\+01%3A00/);
    await page.getByRole('textbox', { name: 'Search the devices' }).fill('');
    await page.getByLabel('Class').selectOption('network');
    await page.getByText('4 of 9 functions').waitFor();
    await page.getByLabel('Owner').selectOption('guest');
    await page.getByRole('heading', { name: 'No function matches the filters' }).waitFor();
    await bothThemes(page, 'no match');
    await page.getByRole('button', { name: 'Clear the filters' }).last().click();
    await page.getByText('9 functions', { exact: true }).waitFor();
  }));

test('devices: the tree selects, filters and tells reasons as the list does, by keyboard alone', () =>
  withPage(undefined, '#/', async (page) => {
    await row(page, '0000:09:00.0').waitFor();
    await page.getByRole('button', { name: 'Tree' }).press('Enter');
    const grid = page.locator('[role=treegrid]');
    await grid.focus();
    const active = page.locator(`${ROW}.gw-active`);
    // a bridge cannot be selected, and says so
    await page.keyboard.press('Home');
    await page.keyboard.press('Space');
    await page.getByText('0000:00:00.0 cannot be selected. This is a bridge. Select the functions behind it.').waitFor({ state: 'attached' });
    await page.getByRole('textbox', { name: 'Search the devices' }).fill('network');
    await page.getByText('4 of 9 functions').waitFor();
    await grid.focus();
    await page.keyboard.press('End');
    assert.match(String(await active.textContent()), /0000:0a:04\.1/);
    assert.equal(await active.getAttribute('aria-level'), '2');
    await page.keyboard.press('Space');
    await page.getByText('1 selected', { exact: true }).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+Space');
    await page.getByText('2 selected', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'List' }).press('Enter');
    await page.getByText('2 selected', { exact: true }).waitFor();
    assert.equal(await row(page, '0000:0a:04.0').getAttribute('aria-selected'), 'true');
  }));

test('devices: the tree, by keyboard', () =>
  withPage(undefined, '#/?view=tree', async (page) => {
    await page.locator('[role=treegrid]').waitFor();
    await page.locator('[role=treegrid]').focus();
    const first = page.locator(`${ROW}.gw-active`);
    const activeIs = (index) => page.waitForFunction((i) => document.querySelector('.gw-active')?.getAttribute('aria-rowindex') === String(i), index);
    await page.keyboard.press('Home');
    let index = 2;
    await activeIs(index);
    while ((await first.getAttribute('aria-expanded')) === null) {
      await page.keyboard.press('ArrowDown');
      index += 1;
      await activeIs(index);
    }
    assert.equal(await first.getAttribute('aria-expanded'), 'true');
    const rows = () => page.locator('[role=treegrid]').getAttribute('aria-rowcount').then(Number);
    const before = await rows();
    await page.keyboard.press('ArrowLeft');
    await page.locator(`${ROW}.gw-active[aria-expanded=false]`).waitFor();
    assert.ok((await rows()) < before);
    await page.keyboard.press('ArrowRight');
    await page.locator(`${ROW}.gw-active[aria-expanded=true]`).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.locator(`${ROW}.gw-active[aria-level="2"]`).waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.locator(`${ROW}.gw-active[aria-level="1"]`).waitFor();
    await row(page, '0000:00:1e.0').getByText('0 of 2 functions free').waitFor();
    await bothThemes(page, 'tree');
    await shot(page, 'devices-tree');
  }));

test('devices: what the server tells that a function carries is shown and found', () => {
  const host = new MockHost();
  const disk = host.functions.functions.find((f) => f.address === '0000:00:1f.2');
  for (const f of host.functions.functions) f.carries = [];
  disk.carries = [
    { kind: 'system', what: '/', chain: ['/dev/sda', '/dev/md0 (raid1)', '/dev/vg0/root', '/'] },
    { kind: 'file-system', what: '/boot', chain: ['/dev/sda', '/dev/sda1', '/boot'] },
  ];
  return withPage(host, '#/', async (page) => {
    await page.getByRole('columnheader', { name: 'Carries' }).waitFor();
    await page.getByRole('textbox', { name: 'Search the devices' }).fill('sda1');
    await page.getByText('1 of 9 functions').waitFor();
    await page.locator(ROW).click();
    await page.locator(ROW).getByText('sda: md0 (raid1), vg0/root, /, sda1, /boot').waitFor();
    await page.locator('.gw-drawer').getByText('/dev/sda > /dev/sda1 > /boot').waitFor();
    await bothThemes(page, 'carries');
    await page.getByRole('textbox', { name: 'Search the devices' }).fill('09:00.0');
    await page.locator(ROW).getByText('nothing', { exact: true }).waitFor();
  });
});

test('devices: a function of a guest, in transit, or of an interrupted operation cannot be selected', () => {
  const host = new MockHost();
  const [a, b, c] = host.functions.functions.filter((f) => f.kind === 'network');
  a.owner = { kind: 'guest', guest: 'pv1', domid: 3, vdev: '0000:00:00.0' };
  b.owner = { kind: 'inconsistent', evidence: ['the kernel: held by e1000', 'XenStore: pv1 (domain 3) has it'] };
  c.operation = { id: 'x', command: 'hide 0a:04.0', pid: 1, interrupted: true };
  return withPage(host, '#/', async (page) => {
    for (const f of [a, b, c]) {
      await row(page, f.address).locator('[data-do=select]').click({ force: true });
      assert.equal(await row(page, f.address).getAttribute('aria-selected'), 'false');
    }
    await row(page, a.address).getByText('Guest pv1 has this function. Detach it from pv1 first.').waitFor();
    await row(page, c.address).getByText('was interrupted and must be recovered first').waitFor();
    assert.equal(host.requests.filter((r) => r.path === '/checks').length, 0);
    await row(page, b.address).locator('.gw-c-device').click({ force: true });
    await page.getByText('XenStore: pv1 (domain 3) has it').waitFor();
    await bothThemes(page, 'owners');
  });
});

test('devices: a check that fails selects nothing', () => {
  const host = new MockHost();
  host.broken.set('/checks', { status: 429, problem: { code: 'too-many', title: 'Too many checks' } });
  return withPage(host, '#/', async (page) => {
    await row(page, '0000:09:00.0').locator('[data-do=select]').click();
    await row(page, '0000:09:00.0').getByText('The check failed: Too many checks').waitFor();
    assert.equal(await row(page, '0000:09:00.0').getAttribute('aria-selected'), 'false');
  });
});

test('states: loading, empty, failed, not running, wrong token', async () => {
  const loading = new MockHost();
  loading.broken.set('/functions', 'hang');
  await withPage(loading, '#/', async (page) => {
    await page.getByRole('progressbar', { name: 'Loading' }).waitFor();
    await bothThemes(page, 'loading');
  });
  const empty = new MockHost();
  empty.functions.functions = [];
  await withPage(empty, '#/', async (page) => {
    await page.getByRole('heading', { name: 'This host has no PCI functions' }).waitFor();
    await bothThemes(page, 'empty');
  });
  const failed = new MockHost();
  failed.broken.set('/functions', { status: 500, problem: { code: 'failed', title: 'The host cannot be read', evidence: ['/sys/bus/pci: no such file'], remedy: 'load the driver' } });
  await withPage(failed, '#/', async (page) => {
    await page.getByRole('heading', { name: 'The host cannot be read' }).waitFor();
    await page.getByText('load the driver').waitFor();
    await bothThemes(page, 'failed');
    failed.broken.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await row(page, '0000:09:00.0').waitFor();
  });
  const gone = new MockHost();
  for (const p of ['/functions', '/events', '/me', '/host', '/doctor']) gone.broken.set(p, 'cut');
  await withPage(
    gone,
    '#/',
    async (page) => {
      await page.getByRole('heading', { name: 'The service is not running' }).waitFor();
      await page.getByText('systemctl start gangway-serve').waitFor();
      await bothThemes(page, 'not running');
      await shot(page, 'not-running');
    },
    { expectErrors: true },
  );
  const closed = new MockHost();
  closed.token = 'another';
  await withPage(closed, '#/', async (page) => {
    await page.getByRole('heading', { name: 'The token is missing or wrong' }).waitFor();
    await accessible(page, 'wrong token');
  });
});

test('limited access: everything can be read, nothing can be started', () => {
  const host = new MockHost();
  host.mayAct = false;
  return withPage(host, '#/', async (page) => {
    await page.getByText('Limited access: you can look, but not change anything').waitFor();
    await row(page, '0000:09:00.0').locator('[data-do=select]').click();
    await page.getByText('1 selected').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Assign to a guest…' }).getAttribute('aria-disabled'), 'true');
    await bothThemes(page, 'limited');
  });
});

test('live: a change appears; a lost connection is shown, and the page recovers', () => {
  const host = new MockHost();
  return withPage(
    host,
    '#/',
    async (page) => {
      await page.locator('.gw-live-live').waitFor();
      const nic = host.functions.functions.find((f) => f.address === '0000:09:00.0');
      nic.owner = { kind: 'guest', guest: 'pv2', domid: 4, vdev: '0000:00:00.0' };
      host.observed = '2026-11-29T12:03:47Z';
      host.changed('functions');
      await row(page, '0000:09:00.0').getByText('pv2 at 0000:00:00.0').waitFor();
      await page.getByText(/seen \d\d:03:47/).waitFor();
      host.broken.set('/events', 'cut');
      host.drop();
      await page.getByText('Not connected to the service').waitFor();
      await bothThemes(page, 'lost');
      await shot(page, 'connection-lost');
      nic.owner = { kind: 'pciback' };
      host.generation += 1;
      host.broken.clear();
      await page.locator('.gw-live-live').waitFor();
      await row(page, '0000:09:00.0').getByText('pciback').first().waitFor();
      await page.getByText('Not connected to the service').waitFor({ state: 'detached' });
    },
    { expectErrors: true },
  );
});

test('13,000 functions: few rows exist, all can be reached and found', () =>
  withPage(new MockHost().many(13_000), '#/', async (page) => {
    await page.getByText('13,000 functions').waitFor();
    const grid = page.locator('[role=grid]');
    assert.equal(await grid.getAttribute('aria-rowcount'), '13001');
    assert.ok((await page.locator(ROW).count()) < 80);
    await grid.focus();
    await page.keyboard.press('End');
    await page.locator(`${ROW}[aria-rowindex="13001"].gw-active`).waitFor();
    assert.ok((await page.locator(ROW).count()) < 80);
    await page.keyboard.press('Home');
    await page.locator(`${ROW}[aria-rowindex="2"].gw-active`).waitFor();
    const began = Date.now();
    await page.getByRole('textbox', { name: 'Search the devices' }).fill('pciback 0000:05:1');
    await page.getByText(/^\d+ of 13,000 functions$/).waitFor();
    console.log(`    filter of 13,000: ${Date.now() - began} ms`);
    await accessible(page, '13,000');
    await page.getByRole('textbox', { name: 'Search the devices' }).fill('');
    await page.getByText('13,000 functions').waitFor();
    const tree = Date.now();
    await page.getByRole('button', { name: 'Tree' }).click();
    await page.locator('[role=treegrid]').focus();
    await page.keyboard.press('End');
    await page.locator(`${ROW}[aria-rowindex="13001"].gw-active`).waitFor();
    console.log(`    tree of 13,000, to its end: ${Date.now() - tree} ms`);
    // after the last virtual function of the last device, three other functions of the device follow
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowUp');
    assert.equal(await page.locator(`${ROW}.gw-active`).getAttribute('aria-level'), '2');
    assert.ok((await page.locator(ROW).count()) < 80);
    await accessible(page, 'tree of 13,000');
  }));

test('hostile text is shown as text', () => {
  const host = new MockHost();
  const evil = '<img src=x onerror=alert(1)>\u202egnp.exe\u0007\n<script>alert(2)</script>';
  host.guests.guests[0].name = evil;
  for (const f of host.functions.functions) f.deviceName = evil;
  host.functions.functions.find((f) => f.address === '0000:09:00.0').owner = { kind: 'guest', guest: evil, domid: 3 };
  for (const h of Object.values(host.hide)) for (const f of h.findings) f.message = f.evidence[0] = evil;
  return withPage(host, '#/', async (page) => {
    await row(page, '0000:09:00.0').getByText('<img src=x onerror=alert(1)>').first().waitFor();
    await row(page, '0000:09:00.0').getByText('U+202E').first().waitFor();
    await row(page, '0000:00:1f.2').locator('[data-do=select]').click();
    await row(page, '0000:00:1f.2').getByText('DISK-ROOT').waitFor();
    await row(page, '0000:09:00.0').locator('.gw-c-device').click({ force: true });
    await page.locator('.gw-drawer').getByText('U+0007').first().waitFor();
    await accessible(page, 'hostile');
    for (const hash of ['#/guests', '#/request?kind=assign&functions=0000:03:00.0', `#/guests/${encodeURIComponent(evil)}`]) {
      await page.evaluate((h) => (window.location.hash = h), hash);
      await page.locator('h2').first().waitFor();
    }
    assert.equal(await page.locator('img, main script').count(), 0);
  });
});

test('phone width, and 400 % zoom: nothing is cut', async () => {
  for (const [width, height] of [
    [390, 844],
    [320, 256],
  ]) {
    await withPage(
      new MockHost().golden(),
      '#/',
      async (page) => {
        await row(page, '0000:09:00.0').waitFor({ state: 'attached' });
        await fits(page, 'devices');
        await accessible(page, `devices, ${width}`);
        if (width === 390) await shot(page, 'phone');
        for (const hash of ['#/device/0000:09:00.0', '#/guests', '#/operations', '#/doctor', '#/request?kind=assign&functions=0000:03:00.0&guest=pv1']) {
          await page.evaluate((h) => (window.location.hash = h), hash);
          await page.locator('h2, td').first().waitFor();
          await fits(page, hash);
          await accessible(page, `${hash}, ${width}`);
        }
      },
      { width, height },
    );
  }
});
