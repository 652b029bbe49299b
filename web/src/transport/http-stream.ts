import type { HttpAnswer } from './transport';

const LONGEST_HEAD = 64 * 1024;

export interface HttpStreamListener {
  head(answer: HttpAnswer): void;
  body(text: string): void;
  end(): void;
}

/**
 * Reads one HTTP/1.1 answer from the bytes of a connection: its head, then its body as it arrives, chunked or until the end of the
 * connection. For Cockpit's raw channels, because its own HTTP client delivers events late.
 */
export class HttpStream {
  private bytes = new Uint8Array(0);
  private state: 'head' | 'plain' | 'size' | 'chunk' | 'chunk-end' | 'trailer' | 'ended' = 'head';
  private left = 0;
  private readonly text = new TextDecoder();
  private readonly latin = new TextDecoder('latin1');

  constructor(private readonly listener: HttpStreamListener) {}

  /** Throws if the bytes are not an HTTP answer. */
  push(more: Uint8Array): void {
    const all = new Uint8Array(this.bytes.length + more.length);
    all.set(this.bytes);
    all.set(more, this.bytes.length);
    this.bytes = all;
    while (this.advance());
  }

  /** The connection ended. Returns whether the answer was complete. */
  close(): boolean {
    const complete = this.state === 'plain' || this.state === 'ended';
    if (this.state === 'plain') this.end();
    return complete;
  }

  private advance(): boolean {
    switch (this.state) {
      case 'head':
        return this.readHead();
      case 'plain':
        return this.deliver(this.bytes.length);
      case 'size': {
        const line = this.takeLine();
        if (line === undefined) return false;
        const size = /^([0-9a-fA-F]{1,8})\s*(;.*)?$/.exec(line)?.[1];
        if (size === undefined) throw new Error('the answer has a chunk without a size');
        this.left = parseInt(size, 16);
        this.state = this.left === 0 ? 'trailer' : 'chunk';
        return true;
      }
      case 'chunk': {
        const now = Math.min(this.left, this.bytes.length);
        this.left -= now;
        const moved = this.deliver(now);
        if (this.left === 0) this.state = 'chunk-end';
        return moved;
      }
      case 'chunk-end': {
        const line = this.takeLine();
        if (line === undefined) return false;
        if (line !== '') throw new Error('the answer has a chunk that is longer than its size');
        this.state = 'size';
        return true;
      }
      case 'trailer': {
        const line = this.takeLine();
        if (line === undefined) return false;
        if (line === '') this.end();
        return true;
      }
      case 'ended':
        return false;
    }
  }

  private readHead(): boolean {
    const end = find(this.bytes, [13, 10, 13, 10]);
    if (end < 0) {
      if (this.bytes.length > LONGEST_HEAD) throw new Error('the head of the answer is too long');
      return false;
    }
    const lines = this.latin.decode(this.bytes.subarray(0, end)).split('\r\n');
    this.bytes = this.bytes.slice(end + 4);
    const status = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(lines[0] ?? '')?.[1];
    if (status === undefined) throw new Error('this is not an HTTP answer');
    if (status.startsWith('1')) return true;
    const headers = new Map<string, string>();
    for (const line of lines.slice(1)) {
      const colon = line.indexOf(':');
      if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
    }
    this.state = /\bchunked\b/i.test(headers.get('transfer-encoding') ?? '') ? 'size' : 'plain';
    this.listener.head({ status: Number(status), headers, body: '' });
    return true;
  }

  private deliver(count: number): boolean {
    if (count === 0) return false;
    const text = this.text.decode(this.bytes.subarray(0, count), { stream: true });
    this.bytes = this.bytes.slice(count);
    if (text !== '') this.listener.body(text);
    return true;
  }

  private takeLine(): string | undefined {
    const end = find(this.bytes, [13, 10]);
    if (end < 0) {
      if (this.bytes.length > LONGEST_HEAD) throw new Error('the answer has a line without an end');
      return undefined;
    }
    const line = this.latin.decode(this.bytes.subarray(0, end));
    this.bytes = this.bytes.slice(end + 2);
    return line;
  }

  private end(): void {
    this.state = 'ended';
    this.listener.end();
  }
}

function find(bytes: Uint8Array, wanted: number[]): number {
  for (let i = 0; i + wanted.length <= bytes.length; i++) {
    if (wanted.every((w, k) => bytes[i + k] === w)) return i;
  }
  return -1;
}
