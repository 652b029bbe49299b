import { Button } from '@patternfly/react-core';
import { type ReactNode, useCallback } from 'react';
import type { AnyRequest } from '../api/types';
import { open } from '../model/findings';
import { operationHash } from '../model/route';
import { ActButton } from '../parts/ActButton';
import { FailureAlert } from '../parts/Failure';
import { Heading } from '../parts/Heading';
import { text } from '../strings';
import { FindingsStep } from './FindingsStep';
import { PlanStep } from './PlanStep';
import { TaskSteps } from './TaskSteps';
import { useCheck } from './use-check';

interface Props {
  request: AnyRequest;
  /** Why the request cannot be checked yet. */
  incomplete: string | undefined;
  /** The names of all steps of the task. */
  steps: readonly string[];
  /** The name of the button that starts the operation. */
  start: string;
  /** Where "Cancel" leads. */
  cancel: string;
  /** The form of the request. */
  children: ReactNode;
}

/** The way from a request to its operation: the form, the findings, the plan. */
export function CheckedTask({ request, incomplete, steps, start, cancel, children }: Props) {
  const started = useCallback((id: string) => {
    window.location.hash = operationHash(id, true);
  }, []);
  const [state, actions] = useCheck(request, started);
  const checked = state.checked;
  const blocking = checked === undefined ? 0 : open(checked.check.findings, state.typed).length;
  const current = state.step === 'request' ? 0 : state.step === 'findings' ? 1 : 2;
  return (
    <div className="gw-wizard">
      <TaskSteps current={current} steps={steps} />
      <section aria-labelledby="step-title">
        <Heading level={2} focusKey={`${state.step}${state.planChanged ? ' changed' : ''}`}>
          <span id="step-title">{steps[current]}</span>
        </Heading>
        {state.step === 'request' && children}
        {state.step === 'findings' && checked !== undefined && (
          <FindingsStep checked={checked} typed={state.typed} planChanged={state.planChanged} onType={actions.type} />
        )}
        {state.step === 'plan' && checked !== undefined && <PlanStep checked={checked} />}
        {state.error !== undefined && (
          <FailureAlert title={state.error.while === 'check' ? text.wizard.checkFailed : text.wizard.startFailed} error={state.error.error} />
        )}
      </section>
      <div className="gw-wizard-footer">
        {state.step === 'request' ? (
          <>
            <Button
              isLoading={state.busy === 'check'}
              isDisabled={state.busy !== undefined || incomplete !== undefined}
              onClick={() => {
                actions.check();
              }}
            >
              {state.busy === 'check' ? text.wizard.checking : text.wizard.check}
            </Button>
            {incomplete !== undefined && <span className="gw-why">{incomplete}</span>}
          </>
        ) : (
          <>
            <Button
              variant="secondary"
              isDisabled={state.busy === 'start'}
              onClick={() => {
                actions.back();
              }}
            >
              {text.back}
            </Button>
            {state.step === 'findings' ? (
              <>
                <Button
                  isLoading={state.busy === 'check'}
                  isDisabled={state.busy !== undefined || blocking > 0}
                  onClick={() => {
                    actions.toPlan();
                  }}
                >
                  {text.next}
                </Button>
                <Button
                  variant="link"
                  isDisabled={state.busy !== undefined}
                  onClick={() => {
                    actions.check();
                  }}
                >
                  {text.wizard.again}
                </Button>
                {blocking > 0 && <span className="gw-why">{text.wizard.openLeft(blocking)}</span>}
              </>
            ) : (
              <ActButton
                isLoading={state.busy === 'start'}
                isDisabled={state.busy !== undefined || checked?.check.digest === undefined}
                onClick={() => {
                  actions.start();
                }}
              >
                {state.busy === 'start' ? text.wizard.starting : start}
              </ActButton>
            )}
          </>
        )}
        <Button variant="link" component="a" href={cancel}>
          {text.cancel}
        </Button>
      </div>
    </div>
  );
}
