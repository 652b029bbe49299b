import type { ServerEvent } from './transport';

/** A stream without an end of line, longer than this, is not an event stream. In characters. */
const LONGEST_LINE = 4_000_000;

/** Reads server-sent events from pieces of text, as the HTML standard defines them. */
export class SseParser {
  private rest = '';
  private name = '';
  private data: string[] = [];
  private lastId: string | undefined;

  constructor(private readonly found: (event: ServerEvent) => void) {}

  push(text: string): void {
    this.rest += text;
    if (this.rest.length > LONGEST_LINE && !/[\r\n]/.test(this.rest)) throw new Error('the event stream has a line without an end');
    let from = 0;
    for (;;) {
      const end = this.endOfLine(from);
      if (end < 0) break;
      this.line(this.rest.slice(from, end));
      from = this.rest.startsWith('\r\n', end) ? end + 2 : end + 1;
    }
    this.rest = this.rest.slice(from);
  }

  /** The index of the next end of line. A carriage return at the end of the text can be half of one, and waits. */
  private endOfLine(from: number): number {
    for (let i = from; i < this.rest.length; i++) {
      const c = this.rest[i];
      if (c === '\n') return i;
      if (c === '\r') return i + 1 < this.rest.length ? i : -1;
    }
    return -1;
  }

  private line(line: string): void {
    if (line === '') {
      if (this.data.length > 0) {
        this.found({ name: this.name === '' ? 'message' : this.name, data: this.data.join('\n'), id: this.lastId });
      }
      this.name = '';
      this.data = [];
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? '' : line.slice(colon + 1);
    if (value.startsWith(' ')) value = value.slice(1);
    if (field === 'event') this.name = value;
    else if (field === 'data') this.data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.lastId = value;
  }
}
