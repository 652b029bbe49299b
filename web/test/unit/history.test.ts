import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Carried, History, OneOperation, PciFunction } from '../../src/api/types';
import { diffLines } from '../../src/model/diff';
import { carriedText, withCarries } from '../../src/model/functions';
import { ofHistory, provenBy } from '../../src/model/operation';

const history = JSON.parse(readFileSync('../app/src/test/resources/formats/json-1/history/changed-files.json', 'utf8')) as History;

test('a past operation has the steps of its plan, with how each ended', () => {
  const one: OneOperation = history;
  const progress = ofHistory(one);
  assert.deepEqual(progress.steps.map((s) => s.state), ['done', 'done', 'done', 'done', 'undone']);
  assert.equal(provenBy(progress.steps)[0], '/etc/modprobe.d/gangway.conf has the expected content');
  // the report of the command says more
  const reported = ofHistory({ ...one, report: { outcome: 'done', steps: progress.steps.slice(0, 1) } });
  assert.equal(reported.steps.length, 1);
});

test('a difference: what each line is, without its sign', () => {
  const [place, ...lines] = diffLines(history.operations[0]?.files?.[1]?.diff ?? []);
  assert.deepEqual(place, { what: 'place', before: 1, after: 1, text: '@@ -1,3 +1,4 @@' });
  assert.deepEqual(lines.at(-1), { what: 'added', text: "pci = [ '09:00.0' ]" });
  assert.deepEqual(diffLines(['-a', ' b', '\\ No newline at end of file', '']), [
    { what: 'removed', text: 'a' },
    { what: 'same', text: 'b' },
    { what: 'note', text: '\\ No newline at end of file' },
    { what: 'note', text: '' },
  ]);
});

test('what a function carries: each device with what is on it, and never "nothing" for what is not known', () => {
  const carried = (kind: string, what: string, chain: string[]): Carried => ({ kind, what, chain });
  const disk = [carried('system', '/', ['/dev/sda', '/dev/md0', '/dev/vg0/root', '/']), carried('file-system', '/srv', ['/dev/sda', '/dev/md0', '/srv'])];
  assert.equal(carriedText(disk, '?'), 'sda: md0, vg0/root, /, /srv');
  assert.equal(carriedText([...disk, carried('unknown', 'a sentence', [])], '?'), 'sda: md0, vg0/root, /, /srv; ?');
  assert.equal(carriedText([carried('screen', 'a screen of dom0', ['a screen of dom0'])], '?'), 'a screen of dom0');
  const many = Array.from({ length: 9 }, (_, i) => carried('file-system', `/m${String(i)}`, ['/dev/sda', `/m${String(i)}`]));
  assert.equal(carriedText(many, '?'), 'sda: /m0, /m1, /m2, /m3, /m4, /m5, …');
  const f = { address: 'a' } as PciFunction;
  assert.equal(withCarries([f], [])[0], f);
  assert.deepEqual(withCarries([f], [{ ...f, carries: disk }])[0]?.carries, disk);
});
