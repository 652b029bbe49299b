import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { BootState } from '../../src/api/types';
import { parse, settingHash } from '../../src/model/route';
import { hiddenAfterReboot, policiesOf, taskOf } from '../../src/model/settings';

const boot = JSON.parse(readFileSync('../app/src/test/resources/formats/json-1/boot-config/state.json', 'utf8')) as BootState;

test('each guest of the host has a row, and so has each name that only the policies have', () => {
  assert.deepEqual(
    policiesOf(['pv1', 'pv2', 'pv1'], [
      { guest: 'gone', policy: 'save' },
      { guest: 'pv2', policy: 'ignore' },
    ]),
    [
      { guest: 'pv1', policy: 'none', known: true },
      { guest: 'pv2', policy: 'ignore', known: true },
      { guest: 'gone', policy: 'save', known: false },
    ],
  );
});

test('what is not known of the next boot is not called hidden or not hidden', () => {
  const states = boot.functions.map((f) => [f.difference?.kind, hiddenAfterReboot(f)]);
  for (const [kind, after] of states) {
    if (kind === 'unknown') assert.equal(after, undefined);
    if (kind === 'only-after-reboot') assert.equal(after, true);
    if (kind === 'not-after-reboot' || kind === 'named-without-effect') assert.equal(after, false);
  }
  const kinds = new Set(states.map(([kind]) => kind));
  for (const kind of ['not-after-reboot', 'only-after-reboot', 'named-without-effect', undefined] as const) assert.ok(kinds.has(kind), kind);
});

test('a command that ends a difference leads to the task of the page that does the same', () => {
  const remedies = boot.functions.flatMap((f) => f.difference?.remedies ?? []);
  assert.ok(remedies.length > 0);
  for (const { commandLine } of remedies) {
    const task = taskOf(commandLine);
    assert.ok(task);
    assert.equal(commandLine[1], task.kind);
    assert.ok(commandLine.includes(task.functions[0] ?? ''));
  }
  assert.equal(taskOf(['gangway', 'recover']), undefined);
});

test('the address of the page has the change of a setting', () => {
  for (const request of [{ kind: 'guard-install' }, { kind: 'guard-remove' }, { kind: 'shutdown-policy', guest: 'a & b=#?', policy: 'save' }] as const) {
    assert.deepEqual(parse(settingHash(request)), { page: 'setting', request });
  }
  assert.deepEqual(parse('#/host'), { page: 'settings' });
  for (const wrong of ['#/host/x', '#/host/shutdown-policy', '#/host/shutdown-policy?guest=&policy=save', '#/host/shutdown-policy?guest=a&policy=x']) {
    assert.deepEqual(parse(wrong), { page: 'unknown' });
  }
});
