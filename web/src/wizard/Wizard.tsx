import { Button } from '@patternfly/react-core';
import { useCallback, useMemo, useState } from 'react';
import type { Guest, Kind, PciFunction, Request } from '../api/types';
import { useLive, useResource } from '../live/hooks';
import { open } from '../model/findings';
import { operationHash } from '../model/route';
import { needsGuest } from '../model/selection';
import { ActButton } from '../parts/ActButton';
import { FailureAlert, Shown } from '../parts/Failure';
import { Heading } from '../parts/Heading';
import { text } from '../strings';
import { FindingsStep } from './FindingsStep';
import { PlanStep } from './PlanStep';
import { RequestStep, guestOf } from './RequestStep';
import { TaskSteps } from './TaskSteps';
import { useCheck } from './use-check';

interface Asked {
  kind: Kind;
  functions: string[];
  guest: string | undefined;
}

/** The way from selected functions to an operation. It is a page, so that it can be left and found again, and menus and Escape work. */
export function Wizard(asked: Asked) {
  const live = useLive();
  const functions = useResource(live.functions);
  const guests = useResource(live.guests);
  return (
    <>
      <Heading level={1} focusKey={undefined}>
        {text.wizard.title(asked.kind)}
      </Heading>
      <Shown known={functions}>
        {(f) => <Shown known={guests}>{(g) => <Task {...asked} all={f.functions} guests={g.guests} />}</Shown>}
      </Shown>
    </>
  );
}

function Task({ kind, functions, guest, all, guests }: Asked & { all: PciFunction[]; guests: Guest[] }) {
  const byAddress = useMemo(() => new Map(all.map((f) => [f.address, f])), [all]);
  const known = functions.flatMap((a) => byAddress.get(a) ?? []);
  const name = guestOf(kind, guest, known);
  const runs = guests.some((g) => g.name === name && g.state !== 'off');
  // without a choice of the user: now, unless the guest does not run
  const [chosenNow, setChosenNow] = useState<boolean>();
  const [persistent, setPersistent] = useState(true);
  const now = chosenNow ?? (!needsGuest(kind) || name === undefined || runs);
  const request = useMemo<Request>(
    () => ({ kind, functions, ...(needsGuest(kind) && name !== undefined ? { guest: name } : {}), now, persistent }),
    [kind, functions, name, now, persistent],
  );
  const started = useCallback((id: string) => {
    window.location.hash = operationHash(id, true);
  }, []);
  const [state, actions] = useCheck(request, started);
  const incomplete =
    functions.length === 0
      ? text.wizard.noFunctions
      : needsGuest(kind) && name === undefined
        ? text.wizard.chooseGuest
        : !now && !persistent
          ? text.wizard.whenNeeded
          : undefined;
  const checked = state.checked;
  const blocking = checked === undefined ? 0 : open(checked.check.findings, state.typed).length;
  const current = state.step === 'request' ? 0 : state.step === 'findings' ? 1 : 2;
  return (
    <div className="gw-wizard">
      <TaskSteps current={current} />
      <section aria-labelledby="step-title">
        <Heading level={2} focusKey={`${state.step}${state.planChanged ? ' changed' : ''}`}>
          <span id="step-title">{text.wizard.steps[current]}</span>
        </Heading>
        {state.step === 'request' && (
          <RequestStep
            kind={kind}
            addresses={functions}
            byAddress={byAddress}
            guest={name}
            guests={guests}
            now={now}
            persistent={persistent}
            onNow={setChosenNow}
            onPersistent={setPersistent}
          />
        )}
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
                {state.busy === 'start' ? text.wizard.starting : text.wizard.start(kind)}
              </ActButton>
            )}
          </>
        )}
        <Button variant="link" component="a" href="#/">
          {text.cancel}
        </Button>
      </div>
    </div>
  );
}
