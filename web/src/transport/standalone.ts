import { SseParser } from './sse';
import { type HttpAnswer, type HttpRequest, NoAnswer, type StreamListener, type Transport } from './transport';

const KEY = 'gangway-token';

/** Takes the token out of the address of the page, so that it is not in the history of the browser, and keeps it for this tab. */
export function takeToken(location: Location, history: History, storage: Storage): string | undefined {
  const given = /^#token=([A-Za-z0-9_-]+)$/.exec(location.hash)?.[1];
  if (given !== undefined) {
    storage.setItem(KEY, given);
    history.replaceState(null, '', '#/');
    return given;
  }
  return storage.getItem(KEY) ?? undefined;
}

/** For `gangway serve --web`: the browser's own requests, with a token. */
export class StandaloneTransport implements Transport {
  readonly via = 'standalone';

  constructor(
    private readonly token: string | undefined,
    private readonly fetcher: typeof fetch = (...a) => fetch(...a),
  ) {}

  async send(request: HttpRequest): Promise<HttpAnswer> {
    try {
      const init: RequestInit = { method: request.method, headers: this.with(request.headers), cache: 'no-store', credentials: 'omit' };
      if (request.body !== undefined) init.body = request.body;
      const response = await this.fetcher(request.path, init);
      return { status: response.status, headers: names(response.headers), body: await response.text() };
    } catch (e) {
      throw new NoAnswer('not-running', String(e));
    }
  }

  stream(path: string, lastEventId: string | undefined, listener: StreamListener): () => void {
    const abort = new AbortController();
    void this.read(path, lastEventId, listener, abort.signal);
    return () => {
      abort.abort();
    };
  }

  onAccessChange(): () => void {
    return () => undefined;
  }

  private async read(path: string, lastEventId: string | undefined, listener: StreamListener, signal: AbortSignal): Promise<void> {
    let reason: NoAnswer | undefined;
    let refusal: HttpAnswer | undefined;
    try {
      const headers: Record<string, string> = { Accept: 'text/event-stream' };
      if (lastEventId !== undefined) headers['Last-Event-ID'] = lastEventId;
      const response = await this.fetcher(path, { headers: this.with(headers), cache: 'no-store', credentials: 'omit', signal });
      if (response.status !== 200 || response.body === null) {
        refusal = { status: response.status, headers: names(response.headers), body: await response.text() };
      } else {
        if (signal.aborted) return;
        listener.opened();
        const parser = new SseParser((e) => {
          if (!signal.aborted) listener.event(e);
        });
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          parser.push(value);
        }
      }
    } catch (e) {
      reason = new NoAnswer('lost', String(e));
    }
    if (!signal.aborted) listener.ended(reason, refusal);
  }

  private with(headers: Record<string, string>): Record<string, string> {
    return this.token === undefined ? headers : { ...headers, Authorization: `Bearer ${this.token}` };
  }
}

function names(headers: Headers): Map<string, string> {
  const all = new Map<string, string>();
  headers.forEach((value, name) => all.set(name.toLowerCase(), value));
  return all;
}
