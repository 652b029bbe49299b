import { EmptyState, EmptyStateBody } from '@patternfly/react-core';
import LockIcon from '@patternfly/react-icons/dist/esm/icons/lock-icon';
import { Problem } from '../api/api';
import { useLive, useResource } from '../live/hooks';
import { text } from '../strings';

/** Whether the service answered that only operators may see this. */
export function isLimited(error: unknown): boolean {
  return error instanceof Problem && error.details.code === 'may-not-act';
}

/** How the user gets the rights to change the host. */
export function MoreAccess() {
  const live = useLive();
  const me = useResource(live.me).data;
  const c = text.connection;
  if (me?.role === 'operator') return c.limitedOtherHost;
  return live.api.transport.via === 'cockpit' ? c.limitedCockpit : c.limitedStandalone;
}

/** Instead of contents that only operators may see. */
export function Limited() {
  return (
    <EmptyState headingLevel="h2" icon={LockIcon} titleText={text.connection.limitedContents}>
      <EmptyStateBody>
        <MoreAccess />
      </EmptyStateBody>
    </EmptyState>
  );
}
