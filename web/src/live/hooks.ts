import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { operationEvents } from '../api/api';
import type { OneOperation, OperationEvent } from '../api/types';
import { after, NOTHING_YET, ofHistory, type Progress } from '../model/operation';
import { parse, type Route } from '../model/route';
import { type Connection, type Live, RETRY } from './live';
import type { Known, Resource } from './resource';

export const LiveContext = createContext<Live | undefined>(undefined);

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === undefined) throw new Error('no LiveContext');
  return live;
}

export function useResource<T>(resource: Resource<T>): Known<T> {
  return useSyncExternalStore(resource.subscribe, resource.snapshot);
}

export function useConnection(): Connection {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, live.connection);
}

/** Whether the user may change the host; undefined if not known yet. */
export function useMayAct(): boolean | undefined {
  return useResource(useLive().me).data?.mayAct;
}

function subscribeHash(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => {
    window.removeEventListener('hashchange', listener);
  };
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribeHash, () => window.location.hash);
  return useMemo(() => parse(hash), [hash]);
}

export interface Followed {
  operation: OneOperation | undefined;
  progress: Progress;
  error: unknown;
  /** The events do not arrive at present. */
  lost: boolean;
}

/** Follows an operation: what the history says, and its events as they happen. After a lost connection, from the next event on. */
export function useOperation(id: string): Followed {
  const live = useLive();
  const [followed, setFollowed] = useState<Followed>({ operation: undefined, progress: NOTHING_YET, error: undefined, lost: false });
  useEffect(() => {
    let stopped = false;
    let close: () => void = () => undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastId: string | undefined;
    let failures = 0;
    let progress = NOTHING_YET;
    let ended = false;
    const update = (change: Partial<Followed>) => {
      if (!stopped) setFollowed((f) => ({ ...f, ...change }));
    };
    const history = async () => {
      try {
        const operation = await live.api.get<OneOperation>(`/operations/${encodeURIComponent(id)}`);
        update({ operation, error: undefined });
        return operation;
      } catch (e) {
        // an operation that has just started is not in the journal yet
        update({ error: e });
        return undefined;
      }
    };
    const later = () => {
      if (stopped || ended) return;
      update({ lost: true });
      timer = setTimeout(follow, (RETRY[Math.min(failures, RETRY.length - 1)] ?? 15) * 1000);
      failures += 1;
    };
    const follow = () => {
      close = live.api.transport.stream(operationEvents(id), lastId, {
        opened: () => {
          failures = 0;
          update({ lost: false });
        },
        event: (e) => {
          lastId = e.id ?? lastId;
          if (e.name === 'bye') return;
          const event = eventOf(e.name, e.data);
          if (event === undefined) return;
          progress = after(progress, event);
          update({ progress, error: undefined });
          if (!progress.ended) return;
          ended = true;
          close();
          void history().then((operation) => {
            // the journal has the report even if an event was lost
            if (operation !== undefined && progress.report === undefined) update({ progress: { ...ofHistory(operation), ended: true } });
          });
        },
        ended: (_reason, answer) => {
          // operations that this service did not start have no events
          if (answer?.status === 404) {
            ended = true;
            const look = () => {
              void history().then((operation) => {
                update(operation === undefined ? { progress: { ...NOTHING_YET, ended: true } } : { progress: ofHistory(operation) });
              });
            };
            look();
            // the journal changes while a command of somebody else works
            close = live.operations.subscribe(() => {
              if (!live.operations.snapshot().loading) look();
            });
          } else {
            later();
          }
        },
      });
    };
    void history();
    follow();
    return () => {
      stopped = true;
      clearTimeout(timer);
      close();
    };
  }, [id, live]);
  return followed;
}

function eventOf(name: string, data: string): OperationEvent | undefined {
  try {
    const parsed: unknown = data === '' ? {} : JSON.parse(data);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    return { event: name, ...parsed };
  } catch {
    return undefined;
  }
}
