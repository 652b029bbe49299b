import { Alert } from '@patternfly/react-core';
import { Command, lineOf } from '../parts/Command';
import { Steps } from '../parts/Steps';
import { Text } from '../parts/Text';
import { text } from '../strings';
import type { Checked } from './use-check';

/** What will be done, step by step: each with its proof and its undo. */
export function PlanStep({ checked }: { checked: Checked }) {
  const w = text.wizard;
  const { check } = checked;
  const { steps } = check;
  if (steps === undefined || check.digest === undefined) {
    return (
      <Alert isInline variant="warning" component="h3" title={w.noPlan}>
        {w.noPlanBody}
      </Alert>
    );
  }
  return (
    <>
      <p>{w.planIntro}</p>
      {check.command !== undefined && check.command.length > 0 && (
        <>
          <h3>{w.command}</h3>
          <Command line={lineOf(check.command)} />
        </>
      )}
      {check.notes !== undefined && check.notes.length > 0 && (
        <>
          <h3>{w.notes}</h3>
          {check.notes.map((note, i) => (
            <pre key={i} className="gw-note">
              {note.split('\n').map((line, k) => (
                <span key={k} className="gw-line">
                  <Text value={line} />
                </span>
              ))}
            </pre>
          ))}
        </>
      )}
      {steps.length === 0 ? <Alert isInline variant="info" component="h3" title={w.emptyPlan} /> : <Steps steps={steps} detailed />}
    </>
  );
}
