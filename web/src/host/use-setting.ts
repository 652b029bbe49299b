import { useCallback, useEffect, useRef, useState } from 'react';
import { Problem } from '../api/api';
import type { Check, SettingRequest } from '../api/types';
import { uuid } from '../api/uuid';
import { useLive } from '../live/hooks';

export interface SettingState {
  check: Check | undefined;
  at: Date | undefined;
  busy: 'check' | 'start' | undefined;
  error: { while: 'check' | 'start'; error: unknown } | undefined;
  /** The service refused to start because the host had changed; `check` is the new plan. */
  changed: boolean;
}

/** The check of a change of a setting, and its start. What starts is what was shown: the start carries the digest of the plan on the screen. */
export function useSetting(request: SettingRequest, started: (id: string) => void): [SettingState, { check(): void; start(): void }] {
  const live = useLive();
  const [state, setState] = useState<SettingState>({ check: undefined, at: undefined, busy: 'check', error: undefined, changed: false });
  const left = useRef(false);
  const attempt = useRef<{ digest: string; key: string }>(undefined);

  const look = useCallback(
    (changed: boolean): Promise<void> =>
      live.api.check(request, []).then(
        (check) => {
          if (!left.current) setState({ check, at: new Date(), busy: undefined, error: undefined, changed });
        },
        (error: unknown) => {
          // an old plan must not be started
          if (!left.current) setState({ check: undefined, at: undefined, busy: undefined, error: { while: 'check', error }, changed });
        },
      ),
    [live, request],
  );

  useEffect(() => {
    left.current = false;
    void look(false);
    return () => {
      left.current = true;
    };
  }, [look]);

  const check = () => {
    setState((s) => ({ ...s, busy: 'check', error: undefined }));
    void look(false);
  };
  const start = () => {
    const digest = state.check?.digest;
    if (digest === undefined || state.busy !== undefined) return;
    // the same plan after a lost answer has the same key, so that it cannot start twice
    if (attempt.current?.digest !== digest) attempt.current = { digest, key: uuid() };
    setState((s) => ({ ...s, busy: 'start', error: undefined }));
    live.api.start(request, [], digest, attempt.current.key).then(started, (error: unknown) => {
      if (left.current) return;
      if (error instanceof Problem && error.details.code === 'plan-changed') void look(true);
      else setState((s) => ({ ...s, busy: undefined, error: { while: 'start', error } }));
    });
  };
  return [state, { check, start }];
}
