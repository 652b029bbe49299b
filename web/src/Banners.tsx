import { Alert, AlertActionLink, Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useConnection, useLive, useResource } from './live/hooks';
import { operationHash } from './model/route';
import { ActButton } from './parts/ActButton';
import { FailureAlert } from './parts/Failure';
import { MoreAccess } from './parts/Limited';
import { text } from './strings';

/** What concerns every page: an interrupted operation, limited access, a lost connection. */
export function Banners() {
  const live = useLive();
  const host = useResource(live.host);
  const me = useResource(live.me).data;
  const connection = useConnection();
  const interrupted = host.data?.interrupted ?? [];
  return (
    <div className="gw-banners">
      {connection.state === 'lost' && host.data !== undefined && (
        <Alert
          isInline
          isLiveRegion
          variant="warning"
          component="h2"
          title={text.connection.lostTitle}
          actionLinks={
            <AlertActionLink
              component="button"
              onClick={() => {
                live.retry();
              }}
            >
              {text.retry}
            </AlertActionLink>
          }
        >
          {text.connection.lostBody(host.at)}
        </Alert>
      )}
      {me?.mayAct === false && (
        <Alert isInline variant="info" component="h2" title={text.connection.limitedTitle}>
          <MoreAccess />
        </Alert>
      )}
      {host.data !== undefined && (host.data.dom0 === false || host.data.xen === undefined) && (
        <Alert isInline variant="warning" component="h2" title={text.host.notDom0Title}>
          {text.host.notDom0Body}
        </Alert>
      )}
      {interrupted.length > 0 && <Interrupted ids={interrupted} />}
    </div>
  );
}

function Interrupted({ ids }: { ids: string[] }) {
  const live = useLive();
  const [confirm, setConfirm] = useState<string>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const recover = (id: string, asIs: boolean) => {
    setBusy(true);
    setError(undefined);
    live.api
      .recover(id, asIs)
      .then((started) => {
        setConfirm(undefined);
        window.location.hash = operationHash(started);
        live.host.refresh();
        live.operations.refresh();
      })
      .catch((e: unknown) => {
        setError(e);
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return (
    <>
      <Alert isInline isLiveRegion variant="danger" component="h2" title={text.interrupted.title(ids.length)}>
        <p>
          {text.interrupted.body} {text.interrupted.recoverHelp}
        </p>
        <ul className="gw-plain">
          {ids.map((id) => (
            <li key={id} className="gw-actions">
              <a href={operationHash(id)}>
                {text.interrupted.show} {id}
              </a>
              {confirm === id ? (
                <div className="gw-confirm" role="group" aria-label={text.interrupted.asIsTitle}>
                  <p>
                    <b>{text.interrupted.asIsTitle}</b> {text.interrupted.asIsBody}
                  </p>
                  <div className="gw-actions">
                    <ActButton
                      variant="danger"
                      isDisabled={busy}
                      onClick={() => {
                        recover(id, true);
                      }}
                    >
                      {text.interrupted.asIsConfirm}
                    </ActButton>
                    <Button
                      variant="link"
                      onClick={() => {
                        setConfirm(undefined);
                      }}
                    >
                      {text.cancel}
                    </Button>
                  </div>
                </div>
              ) : (
                <>
                  <ActButton
                    variant="primary"
                    size="sm"
                    isDisabled={busy}
                    onClick={() => {
                      recover(id, false);
                    }}
                  >
                    {text.interrupted.recover}
                  </ActButton>
                  <ActButton
                    variant="secondary"
                    size="sm"
                    isDisabled={busy}
                    onClick={() => {
                      setConfirm(id);
                    }}
                  >
                    {text.interrupted.asIs}
                  </ActButton>
                </>
              )}
            </li>
          ))}
        </ul>
      </Alert>
      {error !== undefined && <FailureAlert title={text.interrupted.failed} error={error} />}
    </>
  );
}

