import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, bothThemes, fits, MockHost, shot, startBrowser, stopBrowser, withPage } from './browser.mjs';

before(startBrowser);
after(stopBrowser);

const ID = '20261129T010203.456-17';
const file = (page, name) => page.locator('.gw-changed-file', { hasText: name });

test('an operation of the past: its steps with proof and undo, who started it, and the files that it changed', () =>
  withPage(new MockHost().changedFiles(), '#/operations', async (page) => {
    await page.getByRole('link', { name: /hide --boot/ }).click();
    await page.getByRole('heading', { name: 'Changed files' }).waitFor();
    await page.getByText('alice as root').waitFor();
    await page.locator('.gw-step').first().getByText('Details').click();
    await page.locator('.gw-step').first().getByText('Proof of the undo').waitFor();
    const created = file(page, '/etc/modprobe.d/gangway.conf');
    await created.getByText('created', { exact: true }).waitFor();
    await created.locator('ins', { hasText: 'options xen-pciback hide=(a)' }).waitFor();
    await file(page, '/etc/modules').getByText('edited, undone').waitFor();
    await file(page, '/usr/sbin/xl.real').getByText('renamed from /usr/sbin/xl').waitFor();
    await file(page, '/etc/a.bin').getByText('2 bytes, SHA-256').first().waitFor();
    await file(page, '/etc/xen/pv1.cfg').getByText("vncpasswd = '***'").waitFor();
    // what a screen reader says of a line: a word, not the sign
    const added = page.locator('.gw-diff-added').first();
    assert.equal(await added.locator('[aria-hidden]').textContent(), '+');
    assert.equal(await added.locator('.gw-unseen').textContent(), 'added: ');
    await bothThemes(page, 'changed files');
    await page.getByRole('heading', { name: 'Changed files' }).evaluate((h) => {
      h.scrollIntoView();
    });
    await shot(page, 'operation-files');
  }));

test('changed files: phone width and 400 % zoom', async () => {
  for (const [width, height] of [
    [390, 844],
    [320, 256],
  ]) {
    await withPage(
      new MockHost().changedFiles(),
      `#/operations/${ID}`,
      async (page) => {
        await page.getByRole('heading', { name: 'Changed files' }).waitFor();
        await fits(page, 'changed files');
        await accessible(page, `changed files, ${width}`);
      },
      { width, height },
    );
  }
});

test('changed files: hostile text, a long difference, only secrets, and no file', () => {
  const host = new MockHost().changedFiles();
  const operation = host.history.operations.find((o) => o.id === ID);
  const [first, second] = operation.files;
  first.diff = ['@@ -0,0 +1 @@', '+<img src=x onerror=alert(1)>\u202egnp'];
  first.leftOut = 1234;
  second.diff = [];
  second.onlySecrets = true;
  return withPage(host, `#/operations/${ID}`, async (page) => {
    await page.getByText('<img src=x onerror=alert(1)>').waitFor();
    await page.getByText('U+202E').waitFor();
    await page.getByText('1,234 more lines are left out.').waitFor();
    await page.getByText('The contents differ only in secrets, which are not shown.').waitFor();
    assert.equal(await page.locator('main img').count(), 0);
    operation.files = [];
    await page.reload();
    await page.getByText('The operation changed no file by itself.').waitFor();
    // the journal of an earlier version tells nothing about files: then nothing is said about them
    delete operation.files;
    await page.reload();
    await page.getByText('alice as root').waitFor();
    assert.equal(await page.getByRole('heading', { name: 'Changed files' }).count(), 0);
  });
});
