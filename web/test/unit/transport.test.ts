import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Cockpit, CockpitTransport } from '../../src/transport/cockpit';
import { HttpStream } from '../../src/transport/http-stream';
import { SseParser } from '../../src/transport/sse';
import { StandaloneTransport, takeToken } from '../../src/transport/standalone';
import { type HttpAnswer, NoAnswer, type ServerEvent, type StreamListener } from '../../src/transport/transport';

const bytes = (text: string) => new TextEncoder().encode(text);

/** Feeds a text in pieces of each length, so that no border between pieces matters. */
function inPieces<T>(text: string, read: (pieces: string[]) => T): T[] {
  return [1, 2, 3, 7, text.length].map((size) => {
    const pieces: string[] = [];
    for (let i = 0; i < text.length; i += size) pieces.push(text.slice(i, i + size));
    return read(pieces);
  });
}

test('server-sent events: names, ids, several lines of data, comments, all ends of lines', () => {
  const text = ': comment\nid: 1\nevent: step-done\ndata: a\ndata: b\n\ndata:c\r\n\r\nid: 7\rdata: d\r\revent: empty\n\n';
  for (const found of inPieces(text, (pieces) => {
    const events: ServerEvent[] = [];
    const parser = new SseParser((e) => events.push(e));
    pieces.forEach((p) => {
      parser.push(p);
    });
    return events;
  })) {
    assert.deepEqual(found, [
      { name: 'step-done', data: 'a\nb', id: '1' },
      { name: 'message', data: 'c', id: '1' },
      { name: 'message', data: 'd', id: '7' },
    ]);
  }
});

function readHttp(pieces: Uint8Array[]): { head: HttpAnswer | undefined; body: string; ended: boolean; complete: boolean } {
  const seen: { head: HttpAnswer | undefined; body: string; ended: boolean; complete: boolean } = { head: undefined, body: '', ended: false, complete: false };
  const stream = new HttpStream({
    head: (h) => (seen.head = h),
    body: (t) => (seen.body += t),
    end: () => (seen.ended = true),
  });
  pieces.forEach((p) => {
    stream.push(p);
  });
  seen.complete = stream.close();
  return seen;
}

test('an HTTP answer in chunks, with a character that is split between chunks', () => {
  const data = bytes('data: ä\n\n');
  const raw = [...bytes('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n'), ...data.slice(0, 7), ...bytes('\r\n3;x=y\r\n'), ...data.slice(7), ...bytes('\r\n0\r\n\r\n')];
  for (const size of [1, 2, 5, raw.length]) {
    const pieces: Uint8Array[] = [];
    for (let i = 0; i < raw.length; i += size) pieces.push(new Uint8Array(raw.slice(i, i + size)));
    const seen = readHttp(pieces);
    assert.equal(seen.head?.status, 200);
    assert.equal(seen.head.headers.get('content-type'), 'text/event-stream');
    assert.equal(seen.body, 'data: ä\n\n');
    assert.equal(seen.ended, true);
    assert.equal(seen.complete, true);
  }
});

test('an HTTP answer that ends with the connection; one that is cut; and no HTTP at all', () => {
  const plain = readHttp([bytes('HTTP/1.1 200 OK\r\n\r\nabc')]);
  assert.deepEqual([plain.body, plain.complete], ['abc', true]);
  const cut = readHttp([bytes('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab')]);
  assert.deepEqual([cut.body, cut.complete], ['ab', false]);
  assert.throws(() => readHttp([bytes('SSH-2.0-OpenSSH\r\n\r\n')]), /not an HTTP answer/);
  assert.throws(() => readHttp([bytes('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n')]), /without a size/);
});

test('standalone: the token goes from the address into the storage of the tab, and into each request', async () => {
  const stored = new Map<string, string>();
  const storage = { getItem: (k: string) => stored.get(k) ?? null, setItem: (k: string, v: string) => stored.set(k, v) } as unknown as Storage;
  const places: string[] = [];
  const history = { replaceState: (_s: unknown, _t: string, url: string) => places.push(url) } as unknown as History;
  assert.equal(takeToken({ hash: '#token=abc_-1' } as Location, history, storage), 'abc_-1');
  assert.deepEqual(places, ['#/']);
  assert.equal(takeToken({ hash: '#/doctor' } as Location, history, storage), 'abc_-1');

  let asked: RequestInit | undefined;
  const transport = new StandaloneTransport('abc', (_path, init) => {
    asked = init;
    return Promise.resolve(new Response('{"a":1}', { status: 409, headers: { ETag: '"3"' } }));
  });
  const answer = await transport.send({ method: 'GET', path: '/api/v1/me', headers: { Accept: 'x' } });
  assert.deepEqual([answer.status, answer.body, answer.headers.get('etag')], [409, '{"a":1}', '"3"']);
  assert.deepEqual(asked?.headers, { Accept: 'x', Authorization: 'Bearer abc' });
  const failing = new StandaloneTransport('abc', () => Promise.reject(new TypeError('no')));
  await assert.rejects(failing.send({ method: 'GET', path: '/', headers: {} }), (e) => e instanceof NoAnswer && e.kind === 'not-running');
});

function recorder(): StreamListener & { log: string[] } {
  const log: string[] = [];
  return {
    log,
    opened: () => log.push('opened'),
    event: (e) => log.push(`${e.name} ${e.data} ${e.id ?? ''}`),
    ended: (reason, answer) => log.push(`ended ${reason?.kind ?? ''} ${answer === undefined ? '' : String(answer.status)}`),
  };
}

test('standalone: a stream, a refused stream, and a closed one', async () => {
  const open = recorder();
  let asked: RequestInit | undefined;
  new StandaloneTransport('t', (_p, init) => {
    asked = init;
    return Promise.resolve(new Response('id: 5\nevent: host\ndata: {}\n\n'));
  }).stream('/e', '4', open);
  await new Promise((r) => setTimeout(r, 20));
  assert.deepEqual(open.log, ['opened', 'host {} 5', 'ended  ']);
  assert.equal((asked?.headers as Record<string, string>)['Last-Event-ID'], '4');
  const refused = recorder();
  new StandaloneTransport('t', () => Promise.resolve(new Response('{}', { status: 404 }))).stream('/e', undefined, refused);
  await new Promise((r) => setTimeout(r, 20));
  assert.deepEqual(refused.log, ['ended  404']);
  const closed = recorder();
  new StandaloneTransport('t', () => Promise.resolve(new Response('data: x\n\n'))).stream('/e', undefined, closed)();
  await new Promise((r) => setTimeout(r, 20));
  assert.deepEqual(closed.log, []);
});

/** Cockpit as far as the page uses it. */
function fakeCockpit(answer: { status?: number; headers?: Record<string, string>; body?: Uint8Array; problem?: string }) {
  const sent: string[] = [];
  const listeners: { message?: (e: unknown, d: Uint8Array) => void; close?: (e: unknown, o: { problem?: string | null }) => void } = {};
  let changed: (() => void) | undefined;
  const permission = { allowed: null as boolean | null, addEventListener: (_n: 'changed', l: () => void) => (changed = l), close: () => undefined };
  const cockpit = {
    http: (options: unknown) => ({
      request: (request: unknown) => {
        sent.push(JSON.stringify([options, request]));
        const self = {
          response: (l: (s: number, h: Record<string, string>) => void) => {
            if (answer.status !== undefined) l(answer.status, answer.headers ?? {});
            return self;
          },
          then: (done: (d: Uint8Array) => void, failed: (e: object, d: Uint8Array | null) => void) => {
            if (answer.problem !== undefined) failed({ problem: answer.problem }, null);
            else if ((answer.status ?? 0) < 400) done(answer.body ?? new Uint8Array());
            else failed({ status: answer.status, message: 'error' }, answer.body ?? null);
          },
        };
        return self;
      },
      close: () => undefined,
    }),
    channel: (options: unknown) => {
      sent.push(JSON.stringify(options));
      return {
        send: (d: Uint8Array) => sent.push(new TextDecoder().decode(d)),
        close: () => sent.push('closed'),
        addEventListener: (name: 'message' | 'close', l: never) => (listeners[name] = l),
      };
    },
    permission: () => permission,
  };
  return {
    cockpit: cockpit as unknown as Cockpit,
    sent,
    receive: (text: string) => listeners.message?.({}, bytes(text)),
    end: (problem?: string) => listeners.close?.({}, { problem: problem ?? null }),
    allow: (allowed: boolean) => {
      permission.allowed = allowed;
      changed?.();
    },
  };
}

test('Cockpit: requests go to the socket, packed answers are unpacked, the body of an error is kept', async () => {
  const packed = fakeCockpit({ status: 200, headers: { 'Content-Encoding': 'gzip', ETag: '"1"' }, body: gzipSync('{"a":"ä"}') });
  const answer = await new CockpitTransport(packed.cockpit).send({ method: 'GET', path: '/api/v1/functions', headers: {} });
  assert.deepEqual([answer.status, answer.body, answer.headers.get('etag')], [200, '{"a":"ä"}', '"1"']);
  assert.match(packed.sent[0] ?? '', /"unix":"\/run\/gangway\/api.sock","superuser":"try","binary":true/);
  const refused = await new CockpitTransport(fakeCockpit({ status: 409, body: bytes('{"code":"busy"}') }).cockpit).send({ method: 'POST', path: '/', headers: {}, body: '{}' });
  assert.deepEqual([refused.status, refused.body], [409, '{"code":"busy"}']);
  for (const [problem, kind] of [['not-found', 'not-running'], ['access-denied', 'not-permitted'], ['disconnected', 'lost']]) {
    await assert.rejects(
      new CockpitTransport(fakeCockpit({ problem: problem ?? '' }).cockpit).send({ method: 'GET', path: '/', headers: {} }),
      (e) => e instanceof NoAnswer && e.kind === kind,
    );
  }
});

test('Cockpit: events come through a raw channel', () => {
  const fake = fakeCockpit({});
  const log = recorder();
  new CockpitTransport(fake.cockpit).stream('/api/v1/events', '12', log);
  assert.equal(fake.sent[1], 'GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nConnection: close\r\nLast-Event-ID: 12\r\n\r\n');
  fake.receive('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nevent: host\nda');
  fake.receive('ta: {}\n\n');
  fake.end();
  assert.deepEqual(log.log, ['opened', 'host {} ', 'ended  ']);

  const refused = fakeCockpit({});
  const answer = recorder();
  new CockpitTransport(refused.cockpit).stream('/e', 'a\r\nX: y', answer);
  assert.doesNotMatch(refused.sent[1] ?? '', /X: y/);
  refused.receive('HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n');
  assert.deepEqual(answer.log, ['ended  404']);

  const absent = fakeCockpit({});
  const gone = recorder();
  new CockpitTransport(absent.cockpit).stream('/e', undefined, gone);
  absent.end('not-found');
  assert.deepEqual(gone.log, ['ended not-running ']);
});

test('Cockpit: a change of administrative access is told, its first answer is not', () => {
  const fake = fakeCockpit({});
  let changes = 0;
  new CockpitTransport(fake.cockpit).onAccessChange(() => (changes += 1));
  fake.allow(false);
  assert.equal(changes, 0);
  fake.allow(true);
  fake.allow(true);
  assert.equal(changes, 1);
});
