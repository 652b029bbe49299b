import { HttpStream } from './http-stream';
import { SseParser } from './sse';
import { type HttpAnswer, type HttpRequest, NoAnswer, type StreamListener, type Transport } from './transport';

/** The parts of Cockpit's documented interface (base1/cockpit.js) that this page uses. */
export interface Cockpit {
  http(options: { unix: string; superuser: 'try'; binary: true }): {
    request(options: { method: string; path: string; headers: Record<string, string>; body: string | Uint8Array }): CockpitRequest;
    close(): void;
  };
  channel(options: { payload: 'stream'; unix: string; superuser: 'try'; binary: true }): CockpitChannel;
  permission(options: { admin: true }): { allowed: boolean | null; addEventListener(name: 'changed', listener: () => void): void; close(): void };
}

interface CockpitRequest {
  response(listener: (status: number, headers: Record<string, string>) => void): CockpitRequest;
  then(done: (data: Uint8Array) => void, failed: (error: CockpitError, data: Uint8Array | null) => void): unknown;
}

interface CockpitError {
  status?: number;
  problem?: string | null;
  message?: string;
}

interface CockpitChannel {
  send(data: Uint8Array): void;
  close(): void;
  addEventListener(name: 'message', listener: (event: unknown, data: Uint8Array) => void): void;
  addEventListener(name: 'close', listener: (event: unknown, options: { problem?: string | null }) => void): void;
}

const SOCKET = '/run/gangway/api.sock';

/** Through Cockpit's bridge to the service's socket: as root with administrative access, otherwise as the user. */
export class CockpitTransport implements Transport {
  readonly via = 'cockpit';

  constructor(private readonly cockpit: Cockpit) {}

  send(request: HttpRequest): Promise<HttpAnswer> {
    // Not async/await over Cockpit's promise: only its second argument has the body of an error.
    return new Promise((resolve, reject) => {
      const client = this.cockpit.http({ unix: SOCKET, superuser: 'try', binary: true });
      let status = 0;
      const headers = new Map<string, string>();
      const answer = (data: Uint8Array | null) => {
        client.close();
        unpack(data ?? new Uint8Array(0), headers.get('content-encoding')).then(
          (body) => {
            resolve({ status, headers, body });
          },
          (e: unknown) => {
            reject(new NoAnswer('lost', String(e)));
          },
        );
      };
      client
        .request({
          method: request.method,
          path: request.path,
          // Cockpit does not unpack; a list of 13,000 functions is 4 MB without this.
          headers: { Host: 'localhost', 'Accept-Encoding': 'gzip', ...request.headers },
          body: request.body ?? '',
        })
        .response((code, given) => {
          status = code;
          for (const [name, value] of Object.entries(given)) headers.set(name.toLowerCase(), value);
        })
        .then(answer, (error, data) => {
          if (status !== 0 || (error.status ?? 0) > 0) {
            status = status === 0 ? (error.status ?? 0) : status;
            answer(data);
          } else {
            client.close();
            reject(noAnswer(error.problem, error.message));
          }
        });
    });
  }

  stream(path: string, lastEventId: string | undefined, listener: StreamListener): () => void {
    const channel = this.cockpit.channel({ payload: 'stream', unix: SOCKET, superuser: 'try', binary: true });
    let open = true;
    let refusal: HttpAnswer | undefined;
    const end = (reason: NoAnswer | undefined) => {
      if (!open) return;
      open = false;
      channel.close();
      listener.ended(refusal === undefined ? reason : undefined, refusal);
    };
    const parser = new SseParser((e) => {
      if (open) listener.event(e);
    });
    const answer = new HttpStream({
      head(head) {
        if (head.status === 200) listener.opened();
        else refusal = head;
      },
      body(text) {
        if (refusal !== undefined) refusal = { ...refusal, body: refusal.body + text };
        else parser.push(text);
      },
      end() {
        end(undefined);
      },
    });
    channel.addEventListener('message', (_event, data) => {
      try {
        if (open) answer.push(data);
      } catch (e) {
        end(new NoAnswer('lost', String(e)));
      }
    });
    channel.addEventListener('close', (_event, options) => {
      if (!answer.close()) end(noAnswer(options.problem, undefined));
    });
    const lines = [`GET ${path} HTTP/1.1`, 'Host: localhost', 'Accept: text/event-stream', 'Connection: close'];
    if (lastEventId !== undefined && /^[\x21-\x7e]+$/.test(lastEventId)) lines.push(`Last-Event-ID: ${lastEventId}`);
    channel.send(new TextEncoder().encode(`${lines.join('\r\n')}\r\n\r\n`));
    return () => {
      if (!open) return;
      open = false;
      channel.close();
    };
  }

  onAccessChange(listener: () => void): () => void {
    const permission = this.cockpit.permission({ admin: true });
    let known = permission.allowed;
    permission.addEventListener('changed', () => {
      // the first answer is no change
      const before = known;
      known = permission.allowed;
      if (before !== null && before !== known) listener();
    });
    return () => {
      permission.close();
    };
  }
}

function noAnswer(problem: string | null | undefined, message: string | undefined): NoAnswer {
  const detail = message ?? problem ?? 'the connection ended';
  if (problem === 'not-found') return new NoAnswer('not-running', detail);
  if (problem === 'access-denied') return new NoAnswer('not-permitted', detail);
  return new NoAnswer('lost', detail);
}

async function unpack(data: Uint8Array, encoding: string | undefined): Promise<string> {
  if (encoding !== 'gzip') return new TextDecoder().decode(data);
  const copy = new Uint8Array(data);
  return new Response(new Blob([copy]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
}
