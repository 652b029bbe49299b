import { type Api, HOST_EVENTS, problemOf, UNCHANGED } from '../api/api';
import type { BootState, FunctionDetails, Guard, Guest, History, Host, Issue, Me, PciFunction, Policies } from '../api/types';
import type { NoAnswer } from '../transport/transport';
import { Resource } from './resource';

export type Connection = { state: 'connecting' } | { state: 'live' } | { state: 'lost'; since: Date; reason: NoAnswer | Error | undefined };

/** Seconds until the next attempt, by the number of failed attempts. */
export const RETRY = [1, 2, 4, 8, 15];


/** All that the page shows of the host, kept current by one stream of events. The stream is closed while the page is hidden. */
export class Live {
  readonly me = this.resource<Me>('/me');
  readonly host = this.resource<Host>('/host');
  readonly functions = this.resource<{ functions: PciFunction[] }>('/functions?all=true');
  /** The same with what the functions carry: the service needs longer for it, so the list does not wait for it. */
  readonly uses = this.resource<{ functions: PciFunction[] }>('/functions?all=true&carries=true');
  readonly guests = this.resource<{ guests: Guest[] }>('/guests');
  readonly operations = this.resource<History>('/operations?limit=100');
  readonly doctor = this.resource<{ healthy: boolean; issues: Issue[] }>('/doctor');
  readonly guard = this.resource<Guard>('/guard');
  readonly policies = this.resource<Policies>('/shutdown-policies');
  readonly bootState = this.resource<BootState>('/boot-settings');
  private readonly details = new Map<string, Resource<FunctionDetails>>();

  private connectionNow: Connection = { state: 'connecting' };
  private readonly listeners = new Set<() => void>();
  private close: (() => void) | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private lastId: string | undefined;

  constructor(readonly api: Api) {}

  /** The details of one function; those of a few functions are kept. */
  device(address: string): Resource<FunctionDetails> {
    let found = this.details.get(address);
    if (found === undefined) {
      found = this.resource<FunctionDetails>(`/functions/${encodeURIComponent(address)}`);
      this.details.set(address, found);
      const oldest = this.details.keys().next().value;
      if (this.details.size > 20 && oldest !== undefined) this.details.delete(oldest);
    }
    return found;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  readonly connection = (): Connection => this.connectionNow;

  /** Connects, and stays connected until the returned function is called. */
  start(): () => void {
    const shown = () => {
      if (document.visibilityState === 'hidden') this.disconnect();
      else if (this.close === undefined) this.connect();
    };
    document.addEventListener('visibilitychange', shown);
    const access = this.api.transport.onAccessChange(() => {
      // other rights come with another connection
      this.disconnect();
      this.connect();
    });
    this.connect();
    return () => {
      document.removeEventListener('visibilitychange', shown);
      access();
      this.disconnect();
    };
  }

  /** Tries again at once. */
  retry(): void {
    this.failures = 0;
    this.disconnect();
    this.connect();
  }

  refreshAll(): void {
    for (const r of [this.me, this.host, this.functions, this.uses, this.guests, this.operations, this.doctor, ...this.settings(), ...this.details.values()]) r.refresh();
  }

  /** The settings of the host. */
  private settings(): { refresh(): void }[] {
    return [this.guard, this.policies, this.bootState];
  }

  private connect(): void {
    const again = this.connectionNow.state !== 'connecting';
    this.close = this.api.transport.stream(HOST_EVENTS, this.lastId, {
      opened: () => {
        this.failures = 0;
        this.set({ state: 'live' });
        if (again) this.refreshAll();
      },
      event: (e) => {
        this.lastId = e.id ?? this.lastId;
        this.topic(e.name);
      },
      ended: (reason, answer) => {
        this.lost(answer === undefined ? reason : problemOf(answer));
      },
    });
  }

  private topic(name: string): void {
    switch (name) {
      case 'host':
        this.host.refresh();
        break;
      case 'functions':
        this.host.refresh();
        this.functions.refresh();
        this.bootState.refresh();
        this.uses.refresh();
        this.details.forEach((d) => {
          d.refresh();
        });
        break;
      case 'guests':
        this.host.refresh();
        this.guests.refresh();
        this.guard.refresh();
        break;
      case 'operations':
        this.operations.refresh();
        this.host.refresh();
        for (const r of this.settings()) r.refresh();
        break;
      case 'doctor':
        this.doctor.refresh();
        break;
      case 'reset':
        this.lastId = undefined;
        this.refreshAll();
        break;
      case 'bye':
        this.lastId = undefined;
        this.disconnect();
        this.lost(undefined);
        break;
    }
  }

  private lost(reason: NoAnswer | Error | undefined): void {
    this.close = undefined;
    const since = this.connectionNow.state === 'lost' ? this.connectionNow.since : new Date();
    this.set({ state: 'lost', since, reason });
    const wait = RETRY[Math.min(this.failures, RETRY.length - 1)] ?? 15;
    this.failures += 1;
    this.timer = setTimeout(() => {
      if (document.visibilityState !== 'hidden') this.connect();
    }, wait * 1000);
  }

  private disconnect(): void {
    clearTimeout(this.timer);
    this.close?.();
    this.close = undefined;
  }

  private set(connection: Connection): void {
    this.connectionNow = connection;
    this.listeners.forEach((l) => {
      l();
    });
  }

  private resource<T>(path: string): Resource<T> {
    return new Resource<T>(async (etag) => {
      const got = await this.api.getIfChanged<T>(path, etag);
      return got === UNCHANGED ? undefined : got;
    });
  }
}

