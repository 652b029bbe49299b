import type { Accept, Check, Finding, Step } from '../api/types';

/** What `--accept` would name: the code, or the code and the address. */
export function acceptOf(f: Finding): Accept | undefined {
  if (f.severity !== 'blocks') return undefined;
  switch (f.acceptWith) {
    case 'nothing':
      return undefined;
    case 'code':
      return { code: f.code };
    case 'code-and-address':
      return f.function === undefined ? undefined : { code: f.code, address: f.function };
  }
}

/** The text that a person must type to accept a finding; undefined if the finding cannot be accepted. */
export function mustType(f: Finding): string | undefined {
  const accept = acceptOf(f);
  return accept === undefined ? undefined : (accept.address ?? accept.code);
}

/** Identifies a finding with its contents: an acceptance is for this, and not for what it becomes later. */
export function contentKey(f: Finding): string {
  return JSON.stringify([f.code, f.function ?? '', f.severity, f.acceptWith, f.message, f.evidence]);
}

function nameKey(f: Finding): string {
  return `${f.code} ${f.function ?? ''}`;
}

/** Blocking findings that the typed texts do not accept. */
export function open(findings: Finding[], typed: ReadonlyMap<string, string>): Finding[] {
  return findings.filter((f) => f.severity === 'blocks' && !isAccepted(f, typed));
}

/** Only the exact text accepts: no trimming of letters, no shorter address. */
export function isAccepted(f: Finding, typed: ReadonlyMap<string, string>): boolean {
  const wanted = mustType(f);
  return wanted !== undefined && typed.get(contentKey(f))?.trim() === wanted;
}

export function accepts(findings: Finding[], typed: ReadonlyMap<string, string>): Accept[] {
  const all = new Map<string, Accept>();
  for (const f of findings) {
    const accept = acceptOf(f);
    if (accept !== undefined && isAccepted(f, typed)) all.set(`${accept.code}=${accept.address ?? ''}`, accept);
  }
  return [...all.values()];
}

export type Change = 'new' | 'changed';

/** How findings differ from those that a person has read. */
export interface Difference {
  /** By contentKey of the finding now. */
  marks: ReadonlyMap<string, Change>;
  gone: Finding[];
  /** Steps of the plan that were not in the plan before, and those that are no longer in it. */
  addedSteps: string[];
  removedSteps: string[];
}

export function difference(before: Check, now: Check): Difference {
  const read = new Set(before.findings.map(contentKey));
  const names = new Set(before.findings.map(nameKey));
  const marks = new Map<string, Change>();
  for (const f of now.findings) {
    if (!read.has(contentKey(f))) marks.set(contentKey(f), names.has(nameKey(f)) ? 'changed' : 'new');
  }
  const nowNames = new Set(now.findings.map(nameKey));
  const texts = (steps: Step[] | undefined) => (steps ?? []).map((s) => s.step);
  const stepsBefore = texts(before.steps);
  const stepsNow = texts(now.steps);
  return {
    marks,
    gone: before.findings.filter((f) => !nowNames.has(nameKey(f))),
    // a refused check has no plan, which is no change of the plan
    addedSteps: before.steps === undefined || before.steps.length === 0 ? [] : stepsNow.filter((s) => !stepsBefore.includes(s)),
    removedSteps: stepsNow.length === 0 ? [] : stepsBefore.filter((s) => !stepsNow.includes(s)),
  };
}

export function isEmpty(d: Difference): boolean {
  return d.marks.size === 0 && d.gone.length === 0 && d.addedSteps.length === 0 && d.removedSteps.length === 0;
}

const RANK = { blocks: 0, warns: 1, notes: 2 } as const;

export function worstFirst(findings: Finding[]): Finding[] {
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

/** The findings for which one function cannot be selected. Those that name no function block every function of the request. */
export function blocking(check: Check, address: string): Finding[] {
  return check.findings.filter((f) => f.severity === 'blocks' && !f.accepted && (f.function === undefined || f.function === address));
}
