import { Alert } from '@patternfly/react-core';
import type { Guest, GuestKind } from '../api/types';
import { guestTaskHash } from '../model/route';
import { ActButton } from '../parts/ActButton';
import { Lines } from '../parts/Text';
import { text } from '../strings';

/** What can be done with a guest as a whole. An action that is not possible says why. */
export function GuestActions({ guest }: { guest: Guest }) {
  const g = text.guests;
  const off = guest.state === 'off' ? g.notRunning : undefined;
  return (
    <div className="gw-actions" role="group" aria-label={g.actions}>
      <TaskButton kind="save" label={g.save} guest={guest.name} reason={off} />
      <TaskButton kind="migrate" label={g.migrate} guest={guest.name} reason={off ?? (guest.toolstack === 'xl' ? undefined : g.migrateXlOnly)} />
      {guest.hotplug?.nextStart === false && <TaskButton kind="enable-hotplug" label={g.enableHotplug} guest={guest.name} />}
    </div>
  );
}

/** What needs no guest that exists. */
export function GuestsActions() {
  const g = text.guests;
  return (
    <div className="gw-actions" role="group" aria-label={g.allActions}>
      <TaskButton kind="new" label={g.create} />
      <TaskButton kind="restore" label={g.restore} />
    </div>
  );
}

function TaskButton({ kind, label, guest, reason }: { kind: GuestKind; label: string; guest?: string; reason?: string | undefined }) {
  return (
    <ActButton
      size="sm"
      variant="secondary"
      reason={reason}
      onClick={() => {
        window.location.hash = guestTaskHash(kind, guest);
      }}
    >
      {label}
    </ActButton>
  );
}

/** What a save or a migration by Xen's tools would do to the guest, in words. */
export function GuestRisk({ guest }: { guest: Guest }) {
  const g = text.guests;
  if (guest.risk === undefined) return null;
  return (
    <>
      <h3>{g.riskTitle}</h3>
      <Alert isInline isPlain variant={guest.risk.atRisk ? 'warning' : 'info'} component="h4" title={g.risk(guest.risk.atRisk)}>
        <Lines values={[guest.risk.reason]} />
        {guest.functions.length > 0 && <p>{g.riskWithDevice}</p>}
      </Alert>
    </>
  );
}
