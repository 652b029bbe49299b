import { useCallback, useEffect, useRef, useState } from 'react';
import { Problem } from '../api/api';
import type { AnyRequest, Check } from '../api/types';
import { uuid } from '../api/uuid';
import { useLive } from '../live/hooks';
import { accepts, type Difference, difference, isEmpty, open } from '../model/findings';

export interface Checked {
  check: Check;
  at: Date;
  /** How the host differs from what the user has read before; undefined if it is the first check. */
  changed: Difference | undefined;
}

export interface CheckState {
  checked: Checked | undefined;
  /** What the user typed to accept findings, by the contents of the finding. */
  typed: ReadonlyMap<string, string>;
  busy: 'check' | 'start' | undefined;
  error: { while: 'check' | 'start'; error: unknown } | undefined;
  step: 'request' | 'findings' | 'plan';
  /** The service refused to start because the host had changed. */
  planChanged: boolean;
}

export interface CheckActions {
  /** Checks the request; then shows the findings. */
  check(): void;
  type(key: string, value: string): void;
  /** From the findings to the plan, which needs a check with what was accepted. */
  toPlan(): void;
  start(): void;
  back(): void;
}

const NEW: CheckState = { checked: undefined, typed: new Map(), busy: undefined, error: undefined, step: 'request', planChanged: false };

/**
 * From the request to the start of the operation. What starts is what was shown: the start carries the digest of the plan on the screen,
 * and what differs from it is shown again before anything can start.
 */
export function useCheck(request: AnyRequest, started: (id: string) => void): [CheckState, CheckActions] {
  const live = useLive();
  const key = JSON.stringify(request);
  const [kept, setKept] = useState<{ key: string; state: CheckState }>({ key, state: NEW });
  // what was found for another request does not count for this one
  const state = kept.key === key ? kept.state : NEW;
  const setState = useCallback(
    (change: (s: CheckState) => CheckState) => {
      setKept((k) => ({ key, state: change(k.key === key ? k.state : NEW) }));
    },
    [key],
  );
  // Answers to an older request, or to a page that was left, must change nothing.
  const current = useRef(key);
  const attempt = useRef<{ body: string; key: string }>(undefined);
  useEffect(() => {
    current.current = key;
    return () => {
      current.current = '';
    };
  }, [key]);

  const perform = useCallback(
    (what: 'check' | 'start', work: () => Promise<Partial<CheckState> | string>) => {
      setState((s) => ({ ...s, busy: what, error: undefined }));
      work()
        .then((result) => {
          if (typeof result === 'string') started(result);
          else if (current.current === key) setState((s) => ({ ...s, ...result, busy: undefined }));
        })
        .catch((error: unknown) => {
          if (current.current === key) setState((s) => ({ ...s, busy: undefined, error: { while: what, error } }));
        });
    },
    [key, started, setState],
  );

  const again = async (read: Check | undefined, planChanged: boolean): Promise<Partial<CheckState>> => {
    const check = await live.api.check(request, read === undefined ? [] : accepts(read.findings, state.typed));
    const changed = read === undefined ? undefined : difference(read, check);
    return { checked: { check, at: new Date(), changed }, step: 'findings', planChanged };
  };

  const actions: CheckActions = {
    check() {
      perform('check', () => again(state.checked?.check, false));
    },
    type(finding, value) {
      setState((s) => ({ ...s, typed: new Map([...s.typed, [finding, value]]) }));
    },
    toPlan() {
      const read = state.checked?.check;
      if (read === undefined || open(read.findings, state.typed).length > 0) return;
      if (!read.refused && read.digest !== undefined) {
        setState((s) => ({ ...s, step: 'plan', planChanged: false }));
        return;
      }
      perform('check', async () => {
        const next = await again(read, false);
        const check = next.checked?.check;
        const same = next.checked?.changed === undefined || isEmpty(next.checked.changed);
        return check !== undefined && !check.refused && same ? { ...next, step: 'plan' } : next;
      });
    },
    start() {
      const read = state.checked?.check;
      if (read?.digest === undefined || state.busy !== undefined) return;
      const { digest } = read;
      const accepted = accepts(read.findings, state.typed);
      // the same request after a lost answer has the same key, so that it cannot start twice
      const body = JSON.stringify([request, accepted, digest]);
      if (attempt.current?.body !== body) attempt.current = { body, key: uuid() };
      const { key: idempotency } = attempt.current;
      perform('start', async () => {
        try {
          return await live.api.start(request, accepted, digest, idempotency);
        } catch (e) {
          if (e instanceof Problem && e.details.code === 'plan-changed') return again(read, true);
          if (e instanceof Problem && e.details.code === 'refused' && e.details.findings !== undefined && e.details.findings.length > 0) {
            const check: Check = { request, refused: true, findings: e.details.findings };
            return { checked: { check, at: new Date(), changed: difference(read, check) }, step: 'findings', planChanged: true };
          }
          throw e;
        }
      });
    },
    back() {
      setState((s) => ({ ...s, step: s.step === 'plan' ? 'findings' : 'request', error: undefined, planChanged: false }));
    },
  };
  return [state, actions];
}
