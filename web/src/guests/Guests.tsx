import { Alert, EmptyState, EmptyStateBody, Label } from '@patternfly/react-core';
import type { Guest, GuestFunction } from '../api/types';
import { useLive, useResource } from '../live/hooks';
import { guestHash, wizardHash } from '../model/route';
import { ActButton } from '../parts/ActButton';
import { Shown } from '../parts/Failure';
import { Heading } from '../parts/Heading';
import { Linked, Lines, Text } from '../parts/Text';
import { text } from '../strings';
import { GuestActions, GuestRisk, GuestsActions } from './GuestActions';

/** All guests, or those with one name. */
export function Guests({ name }: { name: string | undefined }) {
  const known = useResource(useLive().guests);
  const g = text.guests;
  return (
    <>
      <Heading level={1} focusKey={`guests ${name ?? ''}`}>
        {name === undefined ? g.title : <Text value={name} />}
      </Heading>
      {name === undefined && <GuestsActions />}
      <Shown known={known}>
        {({ guests }) => {
          const shown = name === undefined ? guests : guests.filter((x) => x.name === name);
          if (guests.length === 0) {
            return (
              <EmptyState headingLevel="h2" titleText={g.empty}>
                <EmptyStateBody>{g.emptyBody}</EmptyStateBody>
              </EmptyState>
            );
          }
          return (
            <>
              {name !== undefined && (
                <p>
                  <a href="#/guests">{g.title}</a>
                </p>
              )}
              {shown.length === 0 && name !== undefined && (
                <Alert isInline variant="warning" component="h2" title={<Text value={g.noSuch(name)} />} />
              )}
              {shown.map((x) => (
                <GuestCard key={`${x.toolstack} ${x.name} ${x.uuid ?? ''}`} guest={x} />
              ))}
            </>
          );
        }}
      </Shown>
    </>
  );
}

function GuestCard({ guest }: { guest: Guest }) {
  const g = text.guests;
  const addresses = guest.functions.map((f) => f.address);
  return (
    <section className="gw-guest">
      <h2>
        <a href={guestHash(guest.name)}>
          <Text value={guest.name} />
        </a>{' '}
        <Label color={guest.state === 'running' ? 'green' : guest.state === 'off' ? 'grey' : 'orange'}>{guest.state}</Label>{' '}
        <span className="gw-muted">
          <Text value={[guest.toolstack, guest.type, guest.domid === undefined ? undefined : g.domain(guest.domid)].filter((t) => t !== undefined).join(', ')} />
        </span>
      </h2>
      {guest.definitions.length > 1 && <Alert isInline variant="warning" component="h3" title={g.ambiguous(guest.definitions.length)} />}
      <h3>{g.functions}</h3>
      {guest.functions.length === 0 ? (
        <p>{g.noFunctions}</p>
      ) : (
        <table className="gw-table">
          <thead>
            <tr>
              <th scope="col">{g.address}</th>
              <th scope="col">{g.vdev}</th>
              <th scope="col">{g.driver}</th>
              <th scope="col">{g.attached}</th>
              <th scope="col">
                <span className="gw-unseen">{g.detach}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {guest.functions.map((f) => (
              <tr key={f.address}>
                <td data-label={g.address}>
                  <Linked value={f.address} />
                </td>
                <td data-label={g.vdev}>{f.vdev}</td>
                <td data-label={g.driver}>
                  <Text value={insideOf(f)} />
                </td>
                <td data-label={g.attached}>
                  {f.attached ? g.isAttached : <Text value={g.notAttached([f.entryState, f.backendState, f.frontendState].filter((s) => s !== undefined).join(', '))} />}
                </td>
                <td>
                  <ActButton
                    size="sm"
                    variant="secondary"
                    aria-label={g.detachOne(f.address)}
                    onClick={() => {
                      window.location.hash = wizardHash('detach', [f.address], guest.name);
                    }}
                  >
                    {g.detach}
                  </ActButton>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="gw-actions">
        {addresses.length > 1 && (
          <ActButton
            size="sm"
            variant="secondary"
            onClick={() => {
              window.location.hash = wizardHash('detach', addresses, guest.name);
            }}
          >
            {g.detachAll}
          </ActButton>
        )}
        <a href="#/">{g.assign}</a>
      </div>
      {guest.drift.length > 0 && (
        <Alert isInline variant="warning" component="h3" title={g.drift}>
          <Lines values={guest.drift.map((d) => `${d.address}: ${d.message}`)} />
        </Alert>
      )}
      {guest.hotplug !== undefined && (
        <>
          <h3>{g.hotplug}</h3>
          <p>{g.hotplugText(guest.hotplug.now, guest.hotplug.nextStart)}</p>
        </>
      )}
      <GuestRisk guest={guest} />
      <GuestActions guest={guest} />
      <h3>{g.definitions}</h3>
      {guest.definitions.length === 0 ? (
        <p>{g.noDefinition}</p>
      ) : (
        <ul className="gw-lines">
          {guest.definitions.map((d) => (
            <li key={d.file}>
              <Text value={d.file} />
              {d.autostartLink !== undefined && (
                <>
                  {' '}
                  <Text value={g.starts(d.autostartLink)} />
                </>
              )}
              {d.entries.length > 0 && (
                <>
                  {', '}
                  {g.defined} <Text value={d.entries.join('; ')} />
                </>
              )}
              {d.refusedEntry !== undefined && (
                <p className="gw-strong">
                  <Text value={g.refusedEntry(d.refusedEntry)} />
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function insideOf(f: GuestFunction): string {
  const v = text.drawer.guestView;
  if (f.guestView === undefined) return text.guests.noReport;
  return f.guestView.kind === 'driver' ? (f.guestView.driver ?? '') : v[f.guestView.kind];
}
