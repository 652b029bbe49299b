/** How the page talks to the service. Both implementations send the same requests; the page does not know which one it has. */
export interface Transport {
  readonly via: 'cockpit' | 'standalone';
  /** Sends a request. Resolves for every HTTP status; rejects with NoAnswer if there is no answer. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Opens a stream of server-sent events. Returns a function that closes the stream, after which the listener is not called. */
  stream(path: string, lastEventId: string | undefined, listener: StreamListener): () => void;
  /** Calls the listener when the user gets or loses administrative access. Returns a function that ends this. */
  onAccessChange(listener: () => void): () => void;
}

export interface HttpRequest {
  method: 'GET' | 'POST';
  /** With /api/v1 and the query. */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface HttpAnswer {
  status: number;
  /** Names in lower case. */
  headers: Map<string, string>;
  body: string;
}

export interface ServerEvent {
  /** `message` if the event has no name. */
  name: string;
  data: string;
  id: string | undefined;
}

export interface StreamListener {
  opened(): void;
  event(event: ServerEvent): void;
  /** The stream ended. `answer` is set if the service answered with an error instead of a stream. */
  ended(reason: NoAnswer | undefined, answer: HttpAnswer | undefined): void;
}

export type NoAnswerKind = 'not-running' | 'not-permitted' | 'lost';

/** The service did not answer. */
export class NoAnswer extends Error {
  constructor(
    readonly kind: NoAnswerKind,
    detail: string,
  ) {
    super(detail);
    this.name = 'NoAnswer';
  }
}
