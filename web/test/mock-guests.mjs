// Requests about a guest as a whole, for the mock server: the reports of --dry-run are golden files of the program.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const formats = fileURLToPath(new URL('../../app/src/test/resources/formats/json-1', import.meta.url));
const golden = (name) => JSON.parse(readFileSync(join(formats, name), 'utf8'));
const PLANNED = { new: 'new/planned.json', save: 'save/planned.json', restore: 'restore/planned.json', migrate: 'migrate/planned.json', 'enable-hotplug': 'new/planned.json' };

export const isGuestRequest = (request) => request.kind in PLANNED;

/** What `KIND --dry-run --json` prints; or the problem that the test orders with `host.refusal`. */
export function dryRun(host, request) {
  if (host.refusal !== undefined) return { status: 422, problem: { code: 'refused', title: 'The request is refused', findings: [], ...host.refusal } };
  const report = golden(PLANNED[request.kind]);
  report.command = request.kind;
  report.digest = Buffer.from(JSON.stringify([request, host.planned])).toString('hex').padEnd(64, '0').slice(-64);
  return { status: 200, body: report };
}

/** Starts what was shown. Returns {id}, or {status, problem}. */
export function start(host, body) {
  const found = dryRun(host, body.request);
  if (found.problem !== undefined) return found;
  const report = found.body;
  if (report.digest !== body.digest) return { status: 409, problem: { code: 'plan-changed', title: 'The plan has changed', detail: 'the host is not as it was when it was checked' } };
  return { id: host.start(report.commandLine.slice(1).join(' '), report.steps, undefined, { message: `'${body.request.kind}' is done` }) };
}
