import type { BootFunction, Kind, Policies, Policy } from '../api/types';

export interface PolicyOfGuest {
  guest: string;
  policy: Policy;
  /** Whether the host has a guest of this name. */
  known: boolean;
}

/** The guests of the host, then the names that only the policies have. */
export function policiesOf(guests: readonly string[], policies: Policies['policies']): PolicyOfGuest[] {
  const set = new Map(policies.map((p) => [p.guest, p.policy]));
  const names = [...new Set(guests)];
  return [
    ...names.map((guest) => ({ guest, policy: set.get(guest) ?? ('none' as const), known: true })),
    ...policies.filter((p) => !names.includes(p.guest)).map((p) => ({ ...p, known: false })),
  ];
}

/** Whether a function is hidden after the next boot; undefined if that is not known. */
export function hiddenAfterReboot(f: BootFunction): boolean | undefined {
  if (f.difference?.kind === 'unknown') return undefined;
  return f.hidden.afterReboot || f.otherwise !== undefined;
}

/** The task of the page that does what a command does; undefined if the page has none. */
export function taskOf(commandLine: readonly string[]): { kind: Kind; functions: string[] } | undefined {
  const [, verb, , address] = commandLine;
  if ((verb !== 'hide' && verb !== 'unhide') || address === undefined) return undefined;
  return { kind: verb, functions: [address] };
}
