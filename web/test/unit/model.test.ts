import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Check, Finding, Guest, History, OperationEvent, PciFunction, Report } from '../../src/api/types';
import { uuid } from '../../src/api/uuid';
import { accepts, blocking, contentKey, difference, isAccepted, isEmpty, mustType, open } from '../../src/model/findings';
import { hiddenState, NO_FILTER, obstacle, passes } from '../../src/model/functions';
import { after, NOTHING_YET, ofHistory, provenBy, toneOf } from '../../src/model/operation';
import { EMPTY, requestOf } from '../../src/model/guest-form';
import { guestHash, guestTaskHash, operationHash, parse, wizardHash } from '../../src/model/route';
import { batches, kindsFor, range } from '../../src/model/selection';
import { rowsOf, treeOf } from '../../src/model/tree';
import { LONGEST, pieces, visible } from '../../src/model/visible';

const GOLDEN = '../app/src/test/resources/formats/json-1/';
const host = JSON.parse(readFileSync('test/fixtures/host.json', 'utf8')) as {
  functions: { functions: PciFunction[] };
  show: Record<string, PciFunction>;
  hide: Record<string, Report & { findings: Finding[] }>;
};
const functions = host.functions.functions;
const at = (address: string): PciFunction => {
  const f = functions.find((x) => x.address === address);
  assert.ok(f);
  return f;
};

test('characters that a reader does not see are shown by their code', () => {
  assert.equal(visible('a\u0007b\u202ec\u200bd\u00ade'), 'a<U+0007>b<U+202E>c<U+200B>d<U+00AD>e');
  assert.equal(visible('\ud800x'), '<U+D800>x');
  assert.equal(visible('\u{e0041}'), '<U+E0041>');
  assert.equal(visible('Größe 日本 😀 <b>'), 'Größe 日本 😀 <b>');
  assert.equal(pieces('x'.repeat(LONGEST + 10)).reduce((n, p) => n + p.text.length, 0), LONGEST);
});

test('filters: every word must be in the row', () => {
  const nic = at('0000:09:00.0');
  assert.ok(passes(nic, { ...NO_FILTER, text: '82574 E1000E' }));
  assert.ok(!passes(nic, { ...NO_FILTER, text: '82574 nvme' }));
  assert.ok(passes(nic, { ...NO_FILTER, kind: 'network', owner: 'dom0', hidden: 'not' }));
  assert.ok(!passes(nic, { ...NO_FILTER, owner: 'guest' }));
  assert.equal(hiddenState({ ...nic, hidden: { now: true, afterReboot: false } }), 'now-only');
  assert.equal(hiddenState({ ...nic, hidden: { now: false, afterReboot: true } }), 'reboot-only');
});

test('what cannot be given away, from the list alone', () => {
  const nic = at('0000:09:00.0');
  assert.equal(obstacle(nic), undefined);
  assert.equal(obstacle(at('0000:00:1e.0'))?.why, 'bridge');
  assert.deepEqual(obstacle({ ...nic, owner: { kind: 'guest', guest: 'pv1', domid: 3 } }), { why: 'guest', guest: 'pv1' });
  assert.equal(obstacle({ ...nic, owner: { kind: 'inconsistent', evidence: [] } })?.why, 'inconsistent');
  assert.equal(obstacle({ ...nic, operation: { id: 'x', command: 'hide', pid: 1, interrupted: true } })?.why, 'operation');
});

test('what can be done with functions together', () => {
  const nic = at('0000:09:00.0');
  const free: PciFunction = { ...nic, owner: { kind: 'pciback' } };
  const given = (guest: string): PciFunction => ({ ...nic, owner: { kind: 'guest', guest, domid: 1 } });
  assert.deepEqual(kindsFor([nic, free]), ['assign', 'hide']);
  assert.deepEqual(kindsFor([free]), ['attach', 'unhide']);
  assert.deepEqual(kindsFor([given('a'), given('a')]), ['detach', 'unassign']);
  assert.deepEqual(kindsFor([given('a'), given('b')]), []);
  assert.deepEqual(kindsFor([given('a'), free]), []);
  assert.deepEqual(kindsFor([]), []);
  assert.deepEqual(range(['a', 'b', 'c', 'd'], 'c', 'a'), ['a', 'b', 'c']);
  assert.deepEqual(range(['a', 'b'], 'gone', 'b'), ['b']);
  assert.deepEqual(batches([1, 2, 3], 2), [[1, 2], [3]]);
});

test('tree: functions are below their bridges, virtual functions below their physical function', () => {
  const tree = treeOf(functions);
  const rows = rowsOf(tree, new Set(), () => true);
  assert.equal(rows.length, functions.length);
  const row = (address: string, all = rows) => all.find((r) => r.node.function.address === address);
  assert.equal(row('0000:0a:04.0')?.level, 2);
  const closed = rowsOf(tree, new Set(['0000:00:1e.0']), () => true);
  assert.equal(row('0000:0a:04.0', closed), undefined);
  assert.equal(row('0000:00:1e.0', closed)?.expanded, false);
  const found = rowsOf(tree, new Set(), (f) => f.address === '0000:0a:04.1').map((r) => r.node.function.address);
  assert.deepEqual(found, ['0000:00:1e.0', '0000:0a:04.1']);
  const virtual = { ...at('0000:09:00.0'), address: '0000:09:10.0', physicalFunction: '0000:09:00.0' };
  assert.equal(row('0000:09:10.0', rowsOf(treeOf([...functions, virtual]), new Set(), () => true))?.level, 3);
  // without bridges in the list, nothing is lost
  const plain = functions.filter((f) => f.kind !== 'bridge');
  assert.deepEqual(rowsOf(treeOf(plain), new Set(), () => true).map((r) => r.level), plain.map(() => 1));
});

test('tree: functions that claim to be behind each other are all shown once', () => {
  const nic = at('0000:09:00.0');
  const odd = [
    { ...nic, address: '0000:01:00.0', path: ['0000:02:00.0'] },
    { ...nic, address: '0000:02:00.0', path: ['0000:01:00.0'] },
    { ...nic, address: '0000:03:00.0', path: ['0000:03:00.0'] },
  ];
  const keys = rowsOf(treeOf(odd), new Set(), () => true).map((r) => r.node.function.address);
  assert.deepEqual([...keys].sort(), odd.map((f) => f.address));
});

const root = host.hide['0000:00:1f.2']?.findings ?? [];
const disk = root.find((f) => f.code === 'DISK-ROOT');
assert.ok(disk);
const check = (findings: Finding[], steps: string[] = []): Check => ({
  request: { kind: 'hide', functions: [], now: true, persistent: true },
  refused: false,
  findings,
  steps: steps.map((step, i) => ({ number: i + 1, step, actions: [], undo: [], state: 'planned', reason: [] })),
});

test('the root disk is accepted only by its whole address; what cannot be accepted never is', () => {
  assert.equal(mustType(disk), '0000:00:1f.2');
  const typed = (value: string) => new Map([[contentKey(disk), value]]);
  for (const wrong of ['', '00:1f.2', 'DISK-ROOT', '0000:00:1f.20', '0000:00:1F.2', 'x0000:00:1f.2']) {
    assert.equal(isAccepted(disk, typed(wrong)), false, wrong);
    assert.deepEqual(accepts(root, typed(wrong)), []);
  }
  assert.deepEqual(accepts(root, typed('0000:00:1f.2')), [{ code: 'DISK-ROOT', address: '0000:00:1f.2' }]);
  assert.deepEqual(open(root, typed('0000:00:1f.2')), []);
  const never: Finding = { ...disk, acceptWith: 'nothing' };
  assert.equal(mustType(never), undefined);
  assert.deepEqual(open([never], new Map([[contentKey(never), '0000:00:1f.2']])), [never]);
  const byCode: Finding = { ...disk, acceptWith: 'code' };
  assert.deepEqual(accepts([byCode], new Map([[contentKey(byCode), 'DISK-ROOT']])), [{ code: 'DISK-ROOT' }]);
  const nowhere: Finding = { ...disk };
  delete nowhere.function;
  assert.equal(mustType(nowhere), undefined);
});

test('an acceptance does not hold for a finding that has changed', () => {
  const typed = new Map([[contentKey(disk), '0000:00:1f.2']]);
  const worse: Finding = { ...disk, evidence: [...disk.evidence, '/srv is on it too'] };
  assert.deepEqual(open([worse], typed), [worse]);
  const d = difference(check([disk], ['a', 'b']), check([worse], ['b', 'c']));
  assert.equal(d.marks.get(contentKey(worse)), 'changed');
  assert.deepEqual([d.addedSteps, d.removedSteps, d.gone], [['c'], ['a'], []]);
  const gone = difference(check([disk]), check([]));
  assert.deepEqual(gone.gone, [disk]);
  assert.ok(isEmpty(difference(check([disk], ['a']), check([{ ...disk, accepted: true }], ['a']))));
  assert.equal(difference(check([]), check([disk])).marks.get(contentKey(disk)), 'new');
});

test('findings that make a function unselectable', () => {
  const c = check(root);
  assert.deepEqual(blocking(c, '0000:00:1f.2').map((f) => f.code), ['DISK-ROOT']);
  assert.deepEqual(blocking(c, '0000:09:00.0'), []);
});

const lines = (file: string): OperationEvent[] =>
  readFileSync(GOLDEN + file, 'utf8')
    .split('\n')
    .filter((l) => l !== '')
    .map((l) => JSON.parse(l) as OperationEvent);

test('the events of an undone operation, as the program prints them', () => {
  const p = lines('hide/lines-undone.json').reduce(after, NOTHING_YET);
  assert.equal(p.report?.outcome, 'undone');
  assert.equal(toneOf(p.report.outcome), 'warning');
  assert.ok(p.steps.some((s) => s.state === 'undone'));
  assert.ok(p.steps.every((s) => s.state !== 'begun' && s.state !== 'planned'));
  assert.equal(p.ended, false);
  assert.equal(after(p, { event: 'ended' }).ended, true);
});

test('events: several operations of one command, repeated and unknown events', () => {
  const events = lines('doctor/lines-repaired.json');
  const p = events.reduce(after, NOTHING_YET);
  assert.ok(p.messages.length >= 3);
  assert.ok(new Set(p.steps.map((s) => s.operation)).size >= 3);
  assert.equal(after(p, { event: 'of-a-later-version' }), p);
  const twice = [...events.slice(0, 4), ...events.slice(1, 4)].reduce(after, NOTHING_YET);
  assert.equal(twice.steps.length, 1);
  const late = after(NOTHING_YET, { event: 'step-begun', number: 3, step: 'without a plan' });
  assert.deepEqual(late.steps.map((s) => [s.number, s.state]), [[3, 'begun']]);
});

test('the history of an operation; an outcome that is not known is never a success', () => {
  const history = JSON.parse(readFileSync(`${GOLDEN}history/every-outcome.json`, 'utf8')) as History;
  for (const o of history.operations) {
    const p = ofHistory({ operations: [o], unreadable: [] });
    assert.equal(p.ended, o.outcome !== 'in progress');
  }
  assert.equal(toneOf('of-a-later-version'), 'danger');
  assert.equal(toneOf('not-undone'), 'danger');
  assert.equal(toneOf('interrupted'), 'danger');
});

test('what could not be verified is no proof, nor what was not done', () => {
  const steps = (host.hide['0000:09:00.0']?.steps ?? []).map((s) => ({ ...s, state: 'done' as const }));
  assert.ok(steps.some((s) => s.doneWhen?.startsWith('not verifiable')));
  assert.ok(provenBy(steps).length > 3);
  assert.ok(provenBy(steps).every((p) => !p.startsWith('not verifiable')));
  assert.deepEqual(provenBy(steps.map((s) => ({ ...s, state: 'undone' as const }))), []);
});

test('places of the page', () => {
  const hash = wizardHash('assign', ['0000:09:00.0', '0000:0a:04.0'], 'pv 1&x');
  assert.equal(hash, '#/request?kind=assign&functions=0000:09:00.0,0000:0a:04.0&guest=pv+1%26x');
  assert.deepEqual(parse(hash), { page: 'wizard', kind: 'assign', functions: ['0000:09:00.0', '0000:0a:04.0'], guest: 'pv 1&x' });
  assert.deepEqual(parse('#/request?kind=destroy'), { page: 'unknown' });
  assert.deepEqual(parse('#/request?functions=<b>,0000:09:00.0'), { page: 'wizard', kind: 'assign', functions: ['0000:09:00.0'], guest: undefined });
  assert.deepEqual(parse(operationHash('2026.1-2', true)), { page: 'operation', id: '2026.1-2', task: true });
  assert.deepEqual(parse(guestHash('a/b?c%')), { page: 'guests', name: 'a/b?c%' });
  assert.equal(parse('#/%zz').page, 'unknown');
  assert.equal(parse('').page, 'devices');
});

test('random keys are UUIDs', () => {
  assert.match(uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(uuid(), uuid());
});

test('the golden guests have the members that the page reads', () => {
  const { guests } = JSON.parse(readFileSync(`${GOLDEN}guests/everything.json`, 'utf8')) as { guests: Guest[] };
  assert.ok(guests.every((g) => Array.isArray(g.functions) && Array.isArray(g.definitions) && Array.isArray(g.drift)));
});

test('forms about guests: what is missing is told, and only what was entered is sent', () => {
  const save = { ...EMPTY, guest: 'pv1' };
  assert.equal(requestOf('save', save).incomplete, 'Enter an absolute path.');
  assert.deepEqual(requestOf('save', { ...save, image: '/srv/a', cold: true }), {
    request: { kind: 'save', guest: 'pv1', image: '/srv/a', cold: true },
    incomplete: undefined,
  });
  for (const wrong of ['x', '0000:09:00.0', '0000:09:00.0=', '09:00.0=04:00.0', '0000:09:00.0=0000:04:00.0=0000:05:00.0']) {
    assert.ok(requestOf('restore', { ...EMPTY, image: '/srv/a', replacements: wrong }).incomplete, wrong);
  }
  assert.deepEqual(requestOf('migrate', { ...save, host: ' b ', replacements: '0000:0A:00.0=0000:04:00.0' }).request, {
    kind: 'migrate',
    guest: 'pv1',
    host: 'b',
    replacements: [{ from: '0000:0a:00.0', to: '0000:04:00.0' }],
  });
  assert.ok(requestOf('new', { ...EMPTY, guest: 'db1', kernel: '/k', memory: '1e3' }).incomplete);
  assert.deepEqual(requestOf('new', { ...EMPTY, guest: 'db1', disks: '\n/a \n' }).request, { kind: 'new', guest: 'db1', memory: 1024, vcpus: 1, disks: ['/a'] });
  assert.deepEqual(parse(guestTaskHash('save', 'a b&c')), { page: 'guest-task', kind: 'save', guest: 'a b&c' });
  assert.deepEqual(parse('#/guest-request?kind=capture'), { page: 'unknown' });
});

test('an operation that can no longer be undone', () => {
  assert.equal(after(NOTHING_YET, { event: 'completing' }).completing, true);
});

test('an operation of several requests has several plans, whose steps follow each other', () => {
  const step = (number: number) => ({ number, step: `step ${String(number)}`, actions: [], undo: [], state: 'planned' as const, reason: [] });
  const events: OperationEvent[] = [
    { event: 'planned', operation: 'a', steps: [step(1), step(2)] },
    { event: 'step-begun', operation: 'a', number: 1, step: 'step 1' },
    { event: 'step-done', operation: 'a', number: 1, step: 'step 1' },
    { event: 'planned', operation: 'a', steps: [step(3), step(4)] },
    { event: 'step-begun', operation: 'a', number: 4, step: 'step 4' },
  ];
  const states = (p: typeof NOTHING_YET) => p.steps.map((s) => [s.number, s.state]);
  // no event tells of the steps that were not necessary
  assert.deepEqual(states(events.reduce(after, NOTHING_YET)), [
    [1, 'done'],
    [2, 'skipped'],
    [3, 'skipped'],
    [4, 'begun'],
  ]);
  assert.equal(states([...events, ...events.slice(0, 1)].reduce(after, NOTHING_YET)).length, 4);
});
