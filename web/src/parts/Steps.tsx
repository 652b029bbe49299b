import DoneIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import FailedIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon';
import BegunIcon from '@patternfly/react-icons/dist/esm/icons/in-progress-icon';
import PlannedIcon from '@patternfly/react-icons/dist/esm/icons/pending-icon';
import SkippedIcon from '@patternfly/react-icons/dist/esm/icons/minus-circle-icon';
import UndoneIcon from '@patternfly/react-icons/dist/esm/icons/undo-icon';
import type { Step, StepState } from '../api/types';
import { text } from '../strings';
import { Lines, Linked } from './Text';

const ICONS: Record<StepState, typeof DoneIcon> = {
  planned: PlannedIcon,
  begun: BegunIcon,
  done: DoneIcon,
  skipped: SkippedIcon,
  failed: FailedIcon,
  undone: UndoneIcon,
  'not-undone': FailedIcon,
};

/** The steps of a plan, each with what it does, its proof, and its undo; or of an operation, with how each step went. */
export function Steps({ steps, detailed }: { steps: readonly Step[]; detailed: boolean }) {
  return (
    <ol className="gw-steps">
      {steps.map((s) => {
        const Icon = ICONS[s.state];
        return (
          <li key={`${s.operation ?? ''} ${String(s.number)}`} className={`gw-step gw-step-${s.state}`}>
            <div className="gw-step-head">
              {!detailed && <Icon className="gw-step-icon" />}
              <span className="gw-step-name">
                <Linked value={s.step} />
              </span>
              {!detailed && <span className="gw-step-state">{text.stepState[s.state]}</span>}
            </div>
            {s.reason.length > 0 && <Lines values={s.reason} />}
            {detailed ? (
              <StepFacts step={s} />
            ) : (
              <details>
                <summary>{text.details}</summary>
                <StepFacts step={s} />
              </details>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function StepFacts({ step }: { step: Step }) {
  const w = text.wizard;
  return (
    <dl className="gw-facts">
      {step.actions.length > 0 && <Fact name={w.actions} values={step.actions} />}
      {step.doneWhen !== undefined && <Fact name={w.doneWhen} values={[step.doneWhen]} />}
      <Fact name={w.undo} values={step.undo.length > 0 ? step.undo : [w.noUndo]} />
      {step.undoneWhen !== undefined && <Fact name={w.undoneWhen} values={[step.undoneWhen]} />}
    </dl>
  );
}

function Fact({ name, values }: { name: string; values: readonly string[] }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Lines values={values} />
      </dd>
    </div>
  );
}
