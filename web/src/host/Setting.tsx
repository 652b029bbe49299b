import { Alert, Button } from '@patternfly/react-core';
import { useCallback, useEffect, useState } from 'react';
import type { SettingRequest } from '../api/types';
import { useLive, useResource } from '../live/hooks';
import { operationHash, SETTINGS } from '../model/route';
import { ActButton } from '../parts/ActButton';
import { Command, lineOf } from '../parts/Command';
import { FailureAlert, Loading } from '../parts/Failure';
import { Heading } from '../parts/Heading';
import { Steps } from '../parts/Steps';
import { Lines, Text } from '../parts/Text';
import { text } from '../strings';
import { useCheck } from '../wizard/use-check';

/** From a change of a setting to its operation: the plan with proof and undo of each step, the equivalent command, and the start. */
export function Setting({ request }: { request: SettingRequest }) {
  const s = text.settings;
  // the route is parsed again with each change of the address
  const [asked] = useState(request);
  const started = useCallback((id: string) => {
    window.location.hash = operationHash(id);
  }, []);
  const [state, actions] = useCheck(asked, started);
  const [firstCheck] = useState(() => actions.check);
  useEffect(firstCheck, [firstCheck]);
  // an old plan must not be started
  const shown = state.error?.while === 'check' ? undefined : state.checked;
  const steps = shown?.check.steps ?? [];
  return (
    <div className="gw-wizard">
      <Heading level={1} focusKey={`setting${state.planChanged ? ' changed' : ''}`}>
        <Text value={s.change(asked)} />
      </Heading>
      <p>{s.changeHelp(asked)}</p>
      {asked.kind === 'guard-remove' && <GuestsAtRisk />}
      {state.planChanged && (
        <Alert isInline isLiveRegion variant="warning" component="h2" title={s.changedTitle}>
          {s.changedBody}
        </Alert>
      )}
      {state.error !== undefined && <FailureAlert title={state.error.while === 'check' ? s.refused : text.wizard.startFailed} error={state.error.error} />}
      {shown === undefined && state.error === undefined && <Loading />}
      {shown !== undefined && (
        <>
          {steps.length === 0 ? (
            <Alert isInline variant="info" component="h2" title={s.already} />
          ) : (
            <>
              <h2>{s.planned}</h2>
              <p className="gw-summary">
                {text.wizard.planIntro} {text.drawer.checkedAt(shown.at)}
              </p>
              <h3>{s.command}</h3>
              <Command line={lineOf(shown.check.command ?? [])} />
              <Steps steps={steps} detailed />
            </>
          )}
        </>
      )}
      <div className="gw-wizard-footer">
        {steps.length > 0 && shown?.check.refused === false && (
          <ActButton isLoading={state.busy === 'start'} isDisabled={state.busy !== undefined} onClick={actions.start}>
            {state.busy === 'start' ? text.wizard.starting : s.start(asked)}
          </ActButton>
        )}
        <Button variant="secondary" isLoading={state.busy === 'check'} isDisabled={state.busy !== undefined} onClick={actions.check}>
          {state.busy === 'check' ? s.checking : text.wizard.again}
        </Button>
        <Button variant="link" component="a" href={SETTINGS}>
          {text.cancel}
        </Button>
      </div>
    </div>
  );
}

/** Who loses the protection. */
function GuestsAtRisk() {
  const guests = useResource(useLive().guard).data?.guests.filter((g) => g.atRisk) ?? [];
  if (guests.length === 0) return null;
  return (
    <Alert isInline variant="warning" component="h2" title={text.settings.atRiskTitle(guests.length)}>
      <Lines values={guests.map((g) => `${g.name}: ${g.reason}`)} />
    </Alert>
  );
}
