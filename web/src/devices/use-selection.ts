import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Finding, PciFunction } from '../api/types';
import { useLive } from '../live/hooks';
import { blocking } from '../model/findings';
import { obstacle } from '../model/functions';
import { batches, MOST } from '../model/selection';
import { text } from '../strings';
import { explain } from '../parts/Failure';

/** Why a function cannot be selected, found by a check of the service. */
export type Refusal = { findings: Finding[] } | { error: unknown };

export interface Selection {
  selected: ReadonlySet<string>;
  refused: ReadonlyMap<string, Refusal>;
  checking: ReadonlySet<string>;
  /** What a screen reader is to say. */
  announcement: string;
  toggle(address: string): void;
  add(addresses: readonly string[]): void;
  clear(): void;
}

/** Why a function cannot be given to a guest, as a sentence; undefined if nothing is known against it. */
export function reasonOf(f: PciFunction, refusal: Refusal | undefined): string | undefined {
  const r = text.devices.reason;
  const o = obstacle(f);
  if (o !== undefined) {
    switch (o.why) {
      case 'bridge':
        return r.bridge;
      case 'guest':
        return r.guest(o.guest);
      case 'arriving':
        return r.arriving(o.guest);
      case 'inconsistent':
        return r.inconsistent;
      case 'operation':
        return o.interrupted ? r.interrupted(o.command) : r.inProgress(o.command);
    }
  }
  if (refusal === undefined) return undefined;
  if ('error' in refusal) return r.checkFailed(explain(refusal.error).title);
  const first = refusal.findings[0];
  return first === undefined ? undefined : r.blocked(first.code, first.message);
}

/**
 * The selected functions. A function that dom0 uses is selected only after the service has checked that it can be hidden; a check that
 * fails selects nothing. After a change of the host, old refusals no longer count.
 */
export function useSelection(functions: PciFunction[]): Selection {
  const live = useLive();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<ReadonlyMap<string, Refusal>>(new Map());
  const [checking, setChecking] = useState<ReadonlySet<string>>(new Set());
  const [announcement, setAnnouncement] = useState('');
  const byAddress = useMemo(() => new Map(functions.map((f) => [f.address, f])), [functions]);
  const latest = useRef({ byAddress, selected, checking });
  latest.current = { byAddress, selected, checking };

  useEffect(() => {
    setRefused((r) => (r.size === 0 ? r : new Map()));
    setSelected((s) => {
      const kept = [...s].filter((a) => {
        const f = byAddress.get(a);
        return f !== undefined && obstacle(f) === undefined;
      });
      return kept.length === s.size ? s : new Set(kept);
    });
  }, [byAddress]);

  const add = useCallback(
    (addresses: readonly string[]) => {
      const now = latest.current;
      const wanted = addresses.flatMap((a) => {
        const f = now.byAddress.get(a);
        return f === undefined || now.selected.has(a) || now.checking.has(a) ? [] : [f];
      });
      const first = wanted[0];
      if (first === undefined) return;
      const impossible = wanted.filter((f) => obstacle(f) !== undefined);
      const only = impossible[0];
      if (only !== undefined && wanted.length === 1) {
        setAnnouncement(text.devices.announceRefused(only.address, reasonOf(only, undefined) ?? ''));
        return;
      }
      const free = wanted.filter((f) => obstacle(f) === undefined && f.owner.kind === 'pciback').map((f) => f.address);
      const used = wanted.filter((f) => obstacle(f) === undefined && f.owner.kind !== 'pciback').map((f) => f.address);
      const select = (more: readonly string[]) => {
        if (more.length === 0) return;
        setSelected((s) => {
          const all = new Set([...s, ...more]);
          setAnnouncement(text.devices.announceSelected(more.join(', '), all.size));
          return all;
        });
      };
      select(free);
      if (used.length === 0) return;
      setChecking((c) => new Set([...c, ...used]));
      const generation = now.byAddress;
      const check = async (batch: string[]) => {
        let result: (a: string) => Refusal | undefined;
        try {
          const found = await live.api.check({ kind: 'hide', functions: batch, now: true, persistent: false }, []);
          result = (a) => {
            const findings = blocking(found, a);
            // a refusal that names nothing is still a refusal
            const unexplained = found.refused && !found.findings.some((f) => f.severity === 'blocks');
            return findings.length > 0 || unexplained ? { findings } : undefined;
          };
        } catch (error) {
          result = () => ({ error });
        }
        setChecking((c) => new Set([...c].filter((a) => !batch.includes(a))));
        const refusals = batch.flatMap((a) => {
          const r = result(a);
          return r === undefined ? [] : [[a, r] as const];
        });
        if (refusals.length > 0) {
          setRefused((r) => new Map([...r, ...refusals]));
          const worst = refusals[0];
          const f = worst === undefined ? undefined : generation.get(worst[0]);
          if (worst !== undefined && f !== undefined) setAnnouncement(text.devices.announceRefused(f.address, reasonOf(f, worst[1]) ?? ''));
        }
        // the host may have changed during the check
        const current = latest.current.byAddress;
        select(
          batch.filter((a) => {
            const f = current.get(a);
            return f !== undefined && obstacle(f) === undefined && result(a) === undefined;
          }),
        );
      };
      void (async () => {
        for (const batch of batches(used, MOST)) await check(batch);
      })();
    },
    [live],
  );

  const toggle = useCallback(
    (address: string) => {
      if (latest.current.selected.has(address)) {
        setSelected((s) => new Set([...s].filter((a) => a !== address)));
      } else {
        add([address]);
      }
    },
    [add],
  );

  const clear = useCallback(() => {
    setSelected(new Set());
  }, []);

  return { selected, refused, checking, announcement, toggle, add, clear };
}
