// A small server that answers as docs/api.md says, for the browser tests. Its JSON is what the program itself printed: about a captured
// host (fixtures/host.json), and the golden files of the Java tests. It performs nothing: operations are played back.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { dryRun, isGuestRequest, start } from './mock-guests.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const golden = (name) => JSON.parse(readFileSync(join(here, '../../app/src/test/resources/formats/json-1', name), 'utf8'));
const captured = JSON.parse(readFileSync(join(here, 'fixtures/host.json'), 'utf8'));
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

const copy = (value) => structuredClone(value);

/** The state of a host; tests change it. */
export class MockHost {
  constructor() {
    this.token = 'a-token';
    this.mayAct = true;
    this.broken = new Map(); // path -> {status, problem}, or 'hang'
    this.generation = 1;
    this.observed = '2026-11-29T12:03:05Z';
    this.functions = copy(captured.functions);
    this.guests = copy(captured.guests);
    this.guests.guests[0].state = 'running';
    this.guests.guests[0].domid = 3;
    this.doctor = copy(captured.doctor);
    this.history = copy(captured.history);
    this.interrupted = [];
    this.hide = copy(captured.hide);
    this.requests = []; // {method, path, body, headers}
    this.operations = new Map();
    this.streams = new Set();
    this.stepTime = 60;
    this.failAt = undefined; // number of the step that fails
    this.holdAt = undefined; // number of the step that does not end before release()
    this.released = new Promise((release) => (this.release = release));
    this.completeAt = undefined; // number of the first step after the point of no return
    this.busy = undefined;
    this.refusal = undefined; // what a check of a request about a guest says instead of a plan
    this.planned = 0; // another number is another plan
    this.digests = 0;
    this.guard = golden('guard-status/not-guarded.json');
    this.policies = golden('shutdown-policy/none.json');
    this.boot = golden('boot-config/state.json');
    this.settingRefused = undefined; // the problem of a check of a setting
    this.changes = 0; // of the settings, by somebody else
  }

  golden() {
    this.guests = golden('guests/reports-of-agents.json');
    this.guests.guests.push(...golden('guests/everything.json').guests.slice(2));
    this.guests.guests[0].drift = golden('guests/everything.json').guests[0].drift;
    this.doctor = golden('doctor/issues.json');
    this.history = golden('history/every-outcome.json');
    this.history.unreadable = golden('history/unreadable.json').unreadable;
    this.interrupted = this.history.operations.filter((o) => o.outcome === 'interrupted').map((o) => o.id);
    return this;
  }

  changedFiles() {
    this.history = golden('history/changed-files.json');
    return this;
  }

  /** Many functions without bridges; of each device of eight functions, four are virtual functions of the first. */
  many(count) {
    const like = this.functions.functions.filter((f) => f.kind !== 'bridge');
    this.functions.functions = Array.from({ length: count }, (_, i) => {
      const f = copy(like[i % like.length]);
      f.path = [];
      const hex = (n, w) => n.toString(16).padStart(w, '0');
      f.address = `${hex(i >> 16, 4)}:${hex((i >> 8) & 255, 2)}:${hex((i >> 3) & 31, 2)}.${i & 7}`;
      if (i % 3 === 0) f.owner = { kind: 'pciback' };
      if ((i & 7) > 3) f.physicalFunction = f.address.replace(/\d$/, '0');
      return f;
    });
    return this;
  }

  /** Tells every open page that a topic has changed. */
  changed(...topics) {
    this.generation += 1;
    for (const s of this.streams) for (const t of topics) s.write(`event: ${t}\ndata: {"generation":${this.generation}}\n\n`);
  }

  /** Cuts the streams of operations. */
  cutOperations() {
    for (const o of this.operations.values()) for (const r of o.responses) r.destroy();
  }

  drop() {
    for (const s of this.streams) s.end();
  }

  check(request, accept) {
    const findings = [];
    const steps = [];
    for (const address of request.functions) {
      const f = this.functions.functions.find((x) => x.address === address);
      if (f === undefined) return { status: 404, problem: { code: 'not-found', title: 'Not found', detail: `this machine has no PCI function ${address}` } };
      const hide = this.hide[address] ?? Object.values(this.hide).find((h) => h.outcome === 'planned');
      const hides = request.kind === 'hide' || (request.kind === 'assign' && f.owner.kind !== 'pciback');
      if (hides) {
        findings.push(...copy(hide.findings));
        steps.push(...copy(hide.steps.length > 0 ? hide.steps : captured.hide['0000:03:00.0'].steps).map((s) => retarget(s, address)));
      }
      if (request.kind === 'attach' || request.kind === 'assign') {
        steps.push({
          step: `attach ${address} to guest ${request.guest}`,
          actions: [`run xl pci-attach 3 ${address}`],
          doneWhen: `domain 3 has ${address} and its driver sees it`,
          undo: [`request domain 3 through XenStore to release ${address}`, `run xl pci-detach 3 ${address}`],
          undoneWhen: `domain 3 does not have ${address}`,
          state: 'planned',
          reason: [],
        });
      }
      if (request.kind === 'detach' || request.kind === 'unassign') {
        steps.push({ step: `detach ${address} from guest ${request.guest}`, actions: [`run xl pci-detach 3 ${address}`], doneWhen: `domain 3 does not have ${address}`, undo: [], state: 'planned', reason: [] });
      }
    }
    for (const f of findings) {
      f.accepted = accept.some((a) => a.code === f.code && (f.acceptWith === 'code' || (f.acceptWith === 'code-and-address' && a.address === f.function)));
    }
    const refused = findings.some((f) => f.severity === 'blocks' && !f.accepted);
    const words = ['gangway', request.kind, ...(request.guest === undefined ? [] : [request.guest]), ...request.functions];
    for (const a of accept) words.push('--accept', a.address === undefined ? a.code : `${a.code}=${a.address}`);
    const answer = { format: 1, request, refused, findings, command: words };
    if (!refused) {
      answer.steps = steps.map((s, i) => ({ ...s, number: i + 1 }));
      answer.digest = this.digestOf(request, findings, answer.steps);
    }
    return { status: 200, body: answer };
  }

  /** The report of a command with --dry-run, as the program printed it for a host like this. */
  checkSetting(request) {
    const report = copy(golden(`${request.kind}/planned.json`));
    if (request.kind === 'shutdown-policy') {
      report.commandLine.splice(-2, 2, request.guest, request.policy);
      for (const s of report.steps) s.step = s.step.replace('pv1', request.guest);
    }
    const now = this.policies.policies.find((p) => p.guest === request.guest)?.policy ?? 'none';
    if ((request.kind === 'guard-install' && this.guard.complete) || (request.kind === 'shutdown-policy' && now === request.policy)) {
      report.outcome = 'already-so';
      report.steps = [];
    }
    report.digest = Buffer.from(JSON.stringify([request, this.changes])).toString('hex').slice(-64).padStart(64, '0');
    return report;
  }

  startSetting(request) {
    const report = this.checkSetting(request);
    return this.start(report.commandLine.slice(1).join(' '), report.steps, undefined, {
      message: `'${request.kind}' is done`,
      effect: () => {
        if (request.kind === 'guard-install') this.guard = golden('guard-status/guarded.json');
        if (request.kind === 'guard-remove') this.guard = golden('guard-status/not-guarded.json');
        if (request.kind !== 'shutdown-policy') return;
        const others = this.policies.policies.filter((p) => p.guest !== request.guest);
        this.policies.policies = request.policy === 'none' ? others : [...others, { guest: request.guest, policy: request.policy }];
      },
    });
  }

  digestOf(request, findings, steps) {
    return Buffer.from(JSON.stringify([findings.map((f) => [f.code, f.message, f.evidence]), steps.map((s) => s.step), request])).toString('base64').slice(-40);
  }

  start(command, steps, request, after) {
    const id = `20261129T010203.456-${100 + this.operations.size}`;
    const operation = { id, command, events: [], listeners: new Set(), responses: new Set(), ended: false, cancelled: false, request };
    this.operations.set(id, operation);
    this.history.operations.push({ id, started: '2026-11-29T01:02:03.456Z', user: 'alice as root', from: '192.0.2.7', pid: 4711, command, outcome: 'in progress', evidence: [], events: [] });
    void this.play(operation, steps.map((s) => ({ ...s, operation: id })), after);
    return id;
  }

  async play(op, steps, after) {
    const emit = (event) => {
      op.events.push({ format: 1, ...event });
      for (const l of op.listeners) l();
    };
    const pause = () => new Promise((r) => setTimeout(r, this.stepTime));
    const entry = this.history.operations.find((o) => o.id === op.id);
    emit({ event: 'planned', operation: op.id, steps: copy(steps) });
    const done = [];
    let outcome = 'done';
    let error;
    for (const s of steps) {
      if (op.cancelled) {
        outcome = 'undone';
        error = { kind: 'failed', message: 'interrupted; everything is as it was before', evidence: [] };
        emit({ event: 'interrupted' });
        break;
      }
      if (this.completeAt === s.number) {
        op.completing = true;
        emit({ event: 'completing' });
      }
      emit({ event: 'step-begun', operation: op.id, number: s.number, step: s.step });
      await pause();
      if (this.holdAt === s.number) await this.released;
      if (this.failAt === s.number) {
        s.state = 'failed';
        s.reason = ['it failed, as the test ordered'];
        emit({ event: 'step-failed', operation: op.id, number: s.number, step: s.step, reason: s.reason });
        outcome = 'undone';
        error = { kind: 'failed', message: 'failed; everything is as it was before', evidence: [`could not ${s.step}: it failed, as the test ordered`] };
        break;
      }
      s.state = 'done';
      done.push(s);
      emit({ event: 'step-done', operation: op.id, number: s.number, step: s.step });
    }
    if (outcome === 'undone') {
      for (const s of done.reverse()) {
        if (s.undo.length === 0) continue;
        await pause();
        s.state = 'undone';
        emit({ event: 'step-undone', operation: op.id, number: s.number, step: s.step });
      }
      for (const s of steps) if (s.state === 'planned') s.state = 'skipped';
    }
    const results = outcome === 'done' ? [{ outcome: 'done', message: after?.message ?? `'gangway ${op.command}' is done` }] : [];
    op.report = { format: 1, command: op.command.split(' ')[0], outcome, exitCode: outcome === 'done' ? 0 : 1, request: op.request, findings: [], unusedAccepts: [], steps, results, remarks: [], notes: [] };
    if (error !== undefined) op.report.error = error;
    entry.outcome = outcome;
    if (outcome === 'done') after?.effect?.();
    emit({ event: 'finished', ...op.report });
    op.ended = true;
    emit({ event: 'ended' });
    this.changed('functions', 'guests', 'operations', 'host', 'doctor');
  }
}

function retarget(step, address) {
  const text = JSON.stringify(step);
  return JSON.parse(text.replaceAll('0000:03:00.0', address));
}

/** Serves the built page and the API. Returns {url, host, close}. */
export async function serve(host, dist, port = 0) {
  const server = createServer((request, response) => {
    handle(host, dist, request, response).catch((e) => {
      response.writeHead(500).end(String(e));
    });
  });
  await new Promise((r) => server.listen(port, '127.0.0.1', r));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    host,
    close: () =>
      new Promise((r) => {
        host.drop();
        server.closeAllConnections();
        server.close(r);
      }),
  };
}

async function handle(host, dist, request, response) {
  const url = new URL(request.url, 'http://localhost');
  if (!url.pathname.startsWith('/api/v1')) {
    // as Cockpit serves it: the page in a folder, and Cockpit's own script beside the folder
    const name = url.pathname === '/' ? 'index.html' : url.pathname.replace(/^\/gangway\//, '/');
    const file = name === '/base1/cockpit.js' ? join(here, 'cockpit.js') : normalize(join(dist, name));
    if (!file.startsWith(dist) && !file.startsWith(here)) return void response.writeHead(404).end();
    try {
      const bytes = readFileSync(file);
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': CSP, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
      return void response.end(bytes);
    } catch {
      return void response.writeHead(404).end();
    }
  }
  const path = url.pathname.slice('/api/v1'.length) || '/';
  let raw = '';
  for await (const piece of request) raw += piece;
  const body = raw === '' ? undefined : JSON.parse(raw);
  host.requests.push({ method: request.method, path, body, headers: request.headers });
  const problem = (status, details) => {
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ type: `/problems/${details.code}`, status, ...details }));
  };
  const json = (value, status = 200, headers = {}) => {
    const zipped = /gzip/.test(request.headers['accept-encoding'] ?? '');
    const bytes = Buffer.from(JSON.stringify(value));
    response.writeHead(status, { 'content-type': 'application/json', ...(zipped ? { 'content-encoding': 'gzip' } : {}), ...headers });
    response.end(zipped ? gzipSync(bytes, { level: 1 }) : bytes);
  };
  if (request.headers.authorization !== `Bearer ${host.token}`) return problem(401, { code: 'wrong-token', title: 'Wrong token' });
  const broken = host.broken.get(path);
  if (broken === 'hang') return undefined;
  if (broken === 'cut') return void request.socket.destroy();
  if (broken !== undefined) return problem(broken.status, broken.problem);
  const act = request.method === 'POST' && path !== '/checks';
  if (act && !host.mayAct) return problem(403, { code: 'may-not-act', title: 'Not permitted', detail: 'you may only read' });
  // commands can contain passwords
  const secret = request.method === 'GET' && /^\/(operations|guard)(\/|$)/.test(path);
  if (secret && !host.mayAct) return problem(403, { code: 'may-not-act', title: 'Only operators may make this request', detail: 'the user alice is a viewer', remedy: 'connect as root' });
  const started = (id) => json({ format: 1, id }, 202, { location: `/api/v1/operations/${encodeURIComponent(id)}` });
  const operation = /^\/operations\/([^/]+)(\/events|\/cancellation)?$/.exec(path);
  if (path === '/me') return json({ format: 1, user: 'alice', uid: host.mayAct ? 0 : 1000, via: 'token', role: host.mayAct ? 'operator' : 'viewer', mayAct: host.mayAct });
  if (path === '/host') return json({ format: 1, name: 'lab', xen: '4.17', iommu: true, kernel: '6.1', bootId: 'x', observed: host.observed, generation: host.generation, interrupted: host.interrupted, dom0: true });
  if (path === '/functions') {
    const carries = url.searchParams.get('carries') === 'true';
    const etag = `"${host.generation}${carries ? ' carries' : ''}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
    return json(carries ? host.functions : { ...host.functions, functions: host.functions.functions.map((f) => ({ ...f, carries: undefined })) }, 200, { etag });
  }
  if (path.startsWith('/functions/')) {
    const address = decodeURIComponent(path.slice('/functions/'.length));
    const listed = host.functions.functions.find((f) => f.address === address);
    if (listed === undefined) return problem(404, { code: 'not-found', title: 'Not found', detail: `this machine has no PCI function ${address}` });
    return json({ ...(captured.show[address] ?? {}), ...listed });
  }
  if (path === '/guests') return json(host.guests);
  if (path === '/doctor') return json(host.doctor);
  if (path.startsWith('/explanations/')) return json({ format: 1, explanations: captured.explanations.filter((e) => e.code === path.slice('/explanations/'.length)) });
  if (path === '/guard') return host.mayAct ? json(host.guard) : problem(403, { code: 'may-not-act', title: 'Not permitted', detail: 'only operators may read this' });
  if (path === '/shutdown-policies') return json(host.policies);
  if (path === '/boot-settings') return json(host.boot);
  const setting = /^(guard-|shutdown-policy)/.test(body?.request?.kind ?? '');
  if (setting && path === '/checks') return host.settingRefused === undefined ? json(host.checkSetting(body.request)) : problem(422, host.settingRefused);
  if (setting && path === '/operations') {
    if (host.checkSetting(body.request).digest !== body.digest) return problem(409, { code: 'plan-changed', title: 'The plan has changed', detail: 'the host is not as it was when it was checked' });
    return started(host.startSetting(body.request));
  }
  if (path === '/checks') {
    const found = isGuestRequest(body.request) ? dryRun(host, body.request) : host.check(body.request, body.accept);
    return found.status === 200 ? json(found.body) : problem(found.status, found.problem);
  }
  if (path === '/events') return events(host, request, response);
  if (path === '/operations' && request.method === 'GET') return json(host.history);
  if (path === '/operations') {
    if (host.busy !== undefined) return problem(409, { code: 'busy', title: 'Another operation uses the function', detail: host.busy, evidence: ['gangway hide 0000:03:00.0, since 12:00:00'] });
    if (isGuestRequest(body.request)) {
      const begun = start(host, body);
      return begun.problem === undefined ? started(begun.id) : problem(begun.status, begun.problem);
    }
    const found = host.check(body.request, body.accept).body;
    if (found.refused) return problem(422, { code: 'refused', title: 'Refused', findings: found.findings });
    if (found.digest !== body.digest) return problem(409, { code: 'plan-changed', title: 'The plan has changed', detail: 'the host is not as it was when it was checked' });
    const { request: r } = body;
    return started(
      host.start(found.command.slice(1).join(' '), found.steps, r, {
        message: `${r.functions.join(', ')}: '${r.kind}' is done`,
        effect: () => {
          for (const f of host.functions.functions) {
            if (!r.functions.includes(f.address)) continue;
            if (r.kind === 'hide' || r.kind === 'detach') f.owner = { kind: 'pciback' };
            if (r.kind === 'assign' || r.kind === 'attach') f.owner = { kind: 'guest', guest: r.guest, domid: 3, vdev: '0000:00:00.0' };
          }
        },
      }),
    );
  }
  if (path === '/recoveries') {
    const step = { ...captured.hide['0000:09:00.0'].steps[2], number: 1 };
    return started(
      host.start(body.asIs ? 'recover --as-is' : 'recover', body.asIs ? [] : [step], undefined, {
        message: `'gangway hide 0a:04.0' of 2026-11-29 01:02:03 ${body.asIs ? 'is kept as it is' : 'is undone'}`,
        effect: () => {
          host.interrupted = host.interrupted.filter((i) => i !== body.operation);
        },
      }),
    );
  }
  if (path === '/repairs') {
    const step = { ...golden('doctor/not-repaired.json').steps[1], state: 'planned', number: 1 };
    return started(host.start('doctor --fix', [step], undefined, { message: 'repaired', effect: () => (host.doctor = { format: 1, healthy: true, issues: [] }) }));
  }
  if (operation !== null) {
    const id = decodeURIComponent(operation[1]);
    const entry = host.history.operations.find((o) => o.id === id);
    const unreadable = host.history.unreadable.find((o) => o.id === id);
    const op = host.operations.get(id);
    if (operation[2] === '/cancellation') {
      if (op === undefined || op.ended) return problem(409, { code: 'ended', title: 'The operation has ended' });
      if (op.completing) return problem(409, { code: 'busy', title: 'Another operation is in progress', detail: 'the operation can no longer be undone' });
      op.cancelled = true;
      return json({}, 202);
    }
    if (operation[2] === '/events') {
      if (op === undefined) return problem(404, { code: 'not-found', title: 'Not found', detail: 'this service did not start the operation' });
      return operationEvents(host, op, request, response);
    }
    if (entry === undefined && unreadable === undefined) return problem(404, { code: 'not-found', title: 'Not found', detail: `there is no operation ${id}` });
    return json({ format: 1, operations: entry === undefined ? [] : [entry], unreadable: unreadable === undefined ? [] : [unreadable], ...(op?.report === undefined ? {} : { report: op.report }) });
  }
  return problem(404, { code: 'not-found', title: 'Not found', detail: path });
}

function events(host, request, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(': hello\n\n');
  host.streams.add(response);
  request.on('close', () => host.streams.delete(response));
  response.on('close', () => host.streams.delete(response));
}

function operationEvents(host, op, request, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let at = Number(request.headers['last-event-id'] ?? 0);
  const send = () => {
    for (; at < op.events.length; at++) {
      const e = op.events[at];
      response.write(`id: ${at + 1}\nevent: ${e.event}\ndata: ${JSON.stringify(e)}\n\n`);
    }
    if (op.ended && op.events.at(-1)?.event === 'ended') response.end();
  };
  op.listeners.add(send);
  op.responses.add(response);
  response.on('close', () => {
    op.listeners.delete(send);
    op.responses.delete(response);
  });
  send();
}

// by hand: node test/mock-server.mjs [PORT]
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const served = await serve(new MockHost().golden(), join(here, '../dist'), Number(process.argv[2] ?? 8080));
  console.log(`${served.url}#token=a-token`);
}
