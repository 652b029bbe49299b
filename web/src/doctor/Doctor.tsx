import { Button, EmptyState, EmptyStateBody, Label } from '@patternfly/react-core';
import OkIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import { useState } from 'react';
import { useLive, useResource } from '../live/hooks';
import { operationHash } from '../model/route';
import { ActButton } from '../parts/ActButton';
import { FailureAlert, Shown } from '../parts/Failure';
import { Found } from '../parts/Finding';
import { Heading } from '../parts/Heading';
import { text } from '../strings';

/** The issues that earlier assignments left on the host. */
export function Doctor() {
  const live = useLive();
  const known = useResource(live.doctor);
  const [state, setState] = useState<{ busy: boolean; error?: unknown }>({ busy: false });
  const d = text.doctor;
  const repair = () => {
    setState({ busy: true });
    live.api
      .repair()
      .then((id) => {
        window.location.hash = operationHash(id);
      })
      .catch((error: unknown) => {
        setState({ busy: false, error });
      });
  };
  return (
    <>
      <Heading level={1} focusKey="doctor">
        {d.title}
      </Heading>
      <Shown known={known}>
        {({ issues }) => {
          const fixable = issues.filter((i) => i.fixable).length;
          return (
            <>
              <div className="gw-actions">
                {issues.length > 0 && <b>{d.count(issues.length)}</b>}
                {fixable > 0 && (
                  <ActButton isLoading={state.busy} isDisabled={state.busy} onClick={repair}>
                    {d.repair(fixable)}
                  </ActButton>
                )}
                <Button
                  variant="link"
                  isDisabled={known.loading}
                  onClick={() => {
                    void live.doctor.load();
                  }}
                >
                  {d.refresh}
                </Button>
              </div>
              {state.error !== undefined && <FailureAlert title={d.repairFailed} error={state.error} />}
              {issues.length > 0 && fixable === 0 && <p>{d.repairNone}</p>}
              {issues.length === 0 ? (
                <EmptyState headingLevel="h2" status="success" icon={OkIcon} titleText={d.healthy}>
                  <EmptyStateBody>{d.healthyBody}</EmptyStateBody>
                </EmptyState>
              ) : (
                <ul className="gw-findings gw-top">
                  {issues.map((i, k) => (
                    <Found
                      key={k}
                      {...i}
                      level={2}
                      mark={i.fixable && <Label color="green">{d.fixable}</Label>} />
                  ))}
                </ul>
              )}
            </>
          );
        }}
      </Shown>
    </>
  );
}
