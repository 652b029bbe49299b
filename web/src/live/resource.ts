/** What the page knows of one resource of the API. `data` stays when a later request fails: old data with its age is better than none. */
export interface Known<T> {
  data: T | undefined;
  error: unknown;
  loading: boolean;
  /** When data came. */
  at: Date | undefined;
}

type Fetch<T> = (etag: string | undefined) => Promise<{ value: T; etag: string | undefined } | undefined>;

/** A resource of the API, fetched when somebody uses it. */
export class Resource<T> {
  private known: Known<T> = { data: undefined, error: undefined, loading: false, at: undefined };
  private etag: string | undefined;
  private readonly listeners = new Set<() => void>();
  private again = false;
  private used = false;

  /** @param fetch resolves to undefined if the resource is as the ETag says */
  constructor(private readonly fetch: Fetch<T>) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (!this.used) void this.load();
    return () => {
      this.listeners.delete(listener);
    };
  };

  readonly snapshot = (): Known<T> => this.known;

  /** Fetches again if the page has used the resource. Requests do not overlap: a change during a request leads to one more. */
  refresh(): void {
    if (this.used) void this.load();
  }

  async load(): Promise<void> {
    this.used = true;
    if (this.known.loading) {
      this.again = true;
      return;
    }
    this.set({ ...this.known, loading: true });
    do {
      this.again = false;
      try {
        const got = await this.fetch(this.etag);
        if (got !== undefined) this.etag = got.etag;
        this.known = { data: got === undefined ? this.known.data : got.value, error: undefined, loading: true, at: new Date() };
      } catch (e) {
        this.known = { ...this.known, error: e };
      }
    } while (this.wanted());
    this.set({ ...this.known, loading: false });
  }

  private wanted(): boolean {
    return this.again;
  }

  private set(known: Known<T>): void {
    this.known = known;
    this.listeners.forEach((l) => {
      l();
    });
  }
}
