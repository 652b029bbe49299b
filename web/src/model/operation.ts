import type { Finding, OneOperation, OperationEvent, Report, Result, Step, StepState } from '../api/types';

/** What the page knows of an operation: from its events, or from the history. */
export interface Progress {
  steps: Step[];
  findings: Finding[];
  results: Result[];
  /** Other texts, in their order: what the command waits for, what it repairs. */
  messages: string[];
  interrupted: boolean;
  /** Only steps are left that follow the point of no return. */
  completing: boolean;
  /** Set when the command has ended. */
  report: Report | undefined;
  /** The stream has said its last event. */
  ended: boolean;
}

export const NOTHING_YET: Progress = { steps: [], findings: [], results: [], messages: [], interrupted: false, completing: false, report: undefined, ended: false };

const STATES: Record<string, StepState> = {
  'step-begun': 'begun',
  'step-done': 'done',
  'step-undone': 'undone',
  'step-failed': 'failed',
  'step-not-undone': 'not-undone',
};

/** The progress after one more event. Events that this page does not know change nothing. */
export function after(p: Progress, e: OperationEvent): Progress {
  const state = STATES[e.event];
  if (state !== undefined) return { ...p, steps: withState(p.steps, e, state) };
  switch (e.event) {
    case 'checked':
      return { ...p, findings: e.findings ?? [] };
    case 'planned': {
      // a command can have several operations, and an operation several plans, whose numbers go on
      const added = (e.steps ?? []).map((s) => whole(s, e.operation));
      const former = p.steps.filter((s) => !added.some((a) => a.number === s.number && a.operation === s.operation));
      return { ...p, steps: [...former, ...added] };
    }
    case 'interrupted':
      return { ...p, interrupted: true };
    case 'completing':
      return { ...p, completing: true };
    case 'result':
      return { ...p, results: [...p.results, resultOf(e)] };
    case 'waiting':
    case 'not-recorded':
    case 'repairing':
    case 'shutting-down':
      return e.message === undefined ? p : { ...p, messages: [...p.messages, e.message] };
    case 'finished':
      return { ...p, report: reportOf(e), steps: e.steps !== undefined && e.steps.length > 0 ? e.steps.map((s) => whole(s, undefined)) : p.steps };
    case 'ended':
      return { ...p, ended: true };
    default:
      return p;
  }
}

function withState(steps: Step[], e: OperationEvent, state: StepState): Step[] {
  const same = (s: Step) => s.number === e.number && (s.operation === undefined || e.operation === undefined || s.operation === e.operation);
  const position = steps.findIndex(same);
  if (position >= 0) {
    return steps.map((s, i) => {
      if (i === position) return { ...s, state, reason: e.reason ?? s.reason };
      // no event tells that a step was not necessary
      const passed = state === 'begun' && i < position && s.state === 'planned' && s.operation === steps[position]?.operation;
      return passed ? { ...s, state: 'skipped' } : s;
    });
  }
  const added: Step = { number: e.number ?? steps.length + 1, step: e.step ?? '', actions: [], undo: [], state, reason: e.reason ?? [] };
  if (e.operation !== undefined) added.operation = e.operation;
  return [...steps, added];
}

function whole(s: Step, operation: string | undefined): Step {
  const step: Step = { ...s, actions: s.actions ?? [], undo: s.undo ?? [], reason: s.reason ?? [] };
  if (step.operation === undefined && operation !== undefined) step.operation = operation;
  return step;
}

function resultOf(e: OperationEvent): Result {
  const result: Result = { outcome: e.outcome ?? '' };
  if (e.subject !== undefined) result.subject = e.subject;
  if (e.message !== undefined) result.message = e.message;
  if (e.error !== undefined) result.error = e.error;
  return result;
}

function reportOf(e: OperationEvent): Report {
  return { ...e, outcome: e.outcome ?? '' };
}

/** The progress of a past operation: from its report if the service has it, else its steps from the journal. */
export function ofHistory(one: OneOperation): Progress {
  const operation = one.operations[0];
  const ended = operation !== undefined && operation.outcome !== 'in progress';
  const reported = one.report?.steps ?? [];
  const steps = (reported.length > 0 ? reported : (operation?.steps ?? [])).map((s) => whole(s, undefined));
  if (one.report === undefined) return { ...NOTHING_YET, ended, steps };
  return {
    ...NOTHING_YET,
    ended,
    report: one.report,
    findings: one.report.findings ?? [],
    results: one.report.results ?? [],
    steps,
  };
}

export type Tone = 'success' | 'info' | 'warning' | 'danger';

/** How an outcome of a report or of the history is to be shown. An unknown outcome is never shown as success. */
export function toneOf(outcome: string): Tone {
  switch (outcome) {
    case 'done':
    case 'already-so':
      return 'success';
    case 'in progress':
    case 'planned':
    case 'nothing':
      return 'info';
    case 'undone':
    case 'kept':
    case 'left as it is':
    case 'refused':
      return 'warning';
    default:
      return 'danger';
  }
}

/** Steps done, of all; while steps are being undone, the number decreases. */
export function count(p: Progress): { done: number; all: number } {
  return { done: p.steps.filter((s) => s.state === 'done').length, all: p.steps.length };
}

/** The conditions that were verified when steps were done. A condition that the program could not verify proves nothing. */
export function provenBy(steps: readonly Step[]): string[] {
  return steps.flatMap((s) => (s.state === 'done' && s.doneWhen !== undefined && !s.doneWhen.startsWith('not verifiable') ? [s.doneWhen] : []));
}
