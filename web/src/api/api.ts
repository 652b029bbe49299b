import type { HttpAnswer, Transport } from '../transport/transport';
import type { Accept, AnyRequest, Check, DryRun, ProblemDetails } from './types';

const BASE = '/api/v1';

/** The service answered with an error. */
export class Problem extends Error {
  constructor(readonly details: ProblemDetails) {
    super(details.detail ?? details.title ?? `HTTP ${String(details.status)}`);
    this.name = 'Problem';
  }
}

/** Not modified since the ETag that the caller has. */
export const UNCHANGED = Symbol('unchanged');

/** The requests of docs/api.md. */
export class Api {
  constructor(readonly transport: Transport) {}

  async get<T>(path: string): Promise<T> {
    return read<T>(await this.transport.send({ method: 'GET', path: BASE + path, headers: { Accept: 'application/json' } }));
  }

  async getIfChanged<T>(path: string, etag: string | undefined): Promise<{ value: T; etag: string | undefined } | typeof UNCHANGED> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (etag !== undefined) headers['If-None-Match'] = etag;
    const answer = await this.transport.send({ method: 'GET', path: BASE + path, headers });
    if (answer.status === 304) return UNCHANGED;
    return { value: read<T>(answer), etag: answer.headers.get('etag') };
  }

  async check(request: AnyRequest, accept: Accept[]): Promise<Check> {
    const answer = read<Check | DryRun>(await this.post('/checks', { request, accept }));
    return 'outcome' in answer ? ofDryRun(request, answer) : answer;
  }

  /** Starts what was checked. Returns the id of the operation. The same key and body start one operation only. */
  async start(request: AnyRequest, accept: Accept[], digest: string, key: string): Promise<string> {
    return idOf(await this.post('/operations', { request, accept, digest }, { 'Idempotency-Key': key }));
  }

  async cancel(id: string): Promise<void> {
    succeeded(await this.post(`/operations/${encodeURIComponent(id)}/cancellation`, {}));
  }

  async recover(operation: string, asIs: boolean): Promise<string> {
    return idOf(await this.post('/recoveries', { operation, asIs }));
  }

  async repair(): Promise<string> {
    return idOf(await this.post('/repairs', {}));
  }

  private post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<HttpAnswer> {
    return this.transport.send({
      method: 'POST',
      path: BASE + path,
      headers: { Accept: 'application/json', 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }
}

export function operationEvents(id: string): string {
  return `${BASE}/operations/${encodeURIComponent(id)}/events`;
}

/** An outcome that this page does not know is not taken for a plan. */
function ofDryRun(request: AnyRequest, answer: DryRun): Check {
  const check: Check = {
    request,
    refused: answer.outcome !== 'planned' && answer.outcome !== 'already-so',
    findings: answer.findings,
    steps: answer.steps,
    notes: answer.notes,
  };
  if (answer.digest !== undefined) check.digest = answer.digest;
  if (answer.commandLine !== undefined) check.command = answer.commandLine;
  return check;
}

export const HOST_EVENTS = `${BASE}/events`;

function read<T>(answer: HttpAnswer): T {
  succeeded(answer);
  return JSON.parse(answer.body) as T;
}

function idOf(answer: HttpAnswer): string {
  succeeded(answer);
  const id = /\/operations\/([^/?]+)$/.exec(answer.headers.get('location') ?? '')?.[1];
  if (id === undefined) throw problemOf({ ...answer, body: '' });
  return decodeURIComponent(id);
}

function succeeded(answer: HttpAnswer): void {
  if (answer.status < 200 || answer.status > 299) throw problemOf(answer);
}

/** The problem in an answer; an answer that is not problem+json gets a problem with its status. */
export function problemOf(answer: HttpAnswer): Problem {
  let details: Partial<ProblemDetails> = {};
  try {
    const parsed: unknown = JSON.parse(answer.body);
    if (typeof parsed === 'object' && parsed !== null) details = parsed;
  } catch {
    // an answer of something else than the service; its status says enough
  }
  return new Problem({ ...details, status: answer.status, code: details.code ?? `http-${String(answer.status)}` });
}
