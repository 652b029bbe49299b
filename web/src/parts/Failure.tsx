import { Alert, Button, EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter, Spinner } from '@patternfly/react-core';
import DisconnectedIcon from '@patternfly/react-icons/dist/esm/icons/disconnected-icon';
import ErrorIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon';
import type { ReactNode } from 'react';
import { Problem } from '../api/api';
import type { Known } from '../live/resource';
import { useLive } from '../live/hooks';
import { text } from '../strings';
import { NoAnswer } from '../transport/transport';
import { Command } from './Command';
import { isLimited, Limited } from './Limited';
import { Lines, Text } from './Text';

interface Explained {
  title: string;
  message?: string;
  fix?: string;
  command?: string;
  evidence: readonly string[];
}

/** What happened, and what to do. */
export function explain(error: unknown): Explained {
  const f = text.failure;
  if (error instanceof NoAnswer) {
    if (error.kind === 'not-running') return { title: f.notRunning, fix: f.notRunningFix, command: f.notRunningCommand, evidence: [] };
    if (error.kind === 'not-permitted') return { title: f.notPermitted, fix: f.notPermittedFix, evidence: [] };
    return { title: f.lost, evidence: [error.message] };
  }
  if (error instanceof Problem) {
    const d = error.details;
    if (d.status === 401) return { title: f.noToken, fix: f.noTokenFix, evidence: [] };
    const found: Explained = { title: d.title ?? d.detail ?? d.code, evidence: d.evidence ?? [] };
    if (d.detail !== undefined && d.detail !== found.title) found.message = d.detail;
    if (d.remedy !== undefined) found.fix = `${text.remedy} ${d.remedy}`;
    return found;
  }
  return { title: text.failure.title, evidence: [String(error)] };
}

/** Instead of contents that could not be loaded. */
export function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  if (isLimited(error)) return <Limited />;
  const e = explain(error);
  return (
    <EmptyState
      titleText={<Text value={e.title} />}
      headingLevel="h2"
      status="danger"
      icon={error instanceof NoAnswer ? DisconnectedIcon : ErrorIcon}
    >
      <EmptyStateBody>
        <Body e={e} />
      </EmptyStateBody>
      <EmptyStateFooter>
        <EmptyStateActions>
          <Button onClick={retry}>{text.retry}</Button>
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  );
}

/** Beside contents: something that was asked for did not happen. */
export function FailureAlert({ title, error }: { title: string; error: unknown }) {
  const e = explain(error);
  return (
    <Alert isInline isLiveRegion variant="danger" component="h2" title={title}>
      <p>
        <Text value={e.title} />
      </p>
      <Body e={e} />
    </Alert>
  );
}

function Body({ e }: { e: Explained }) {
  return (
    <>
      {e.message !== undefined && (
        <p>
          <Text value={e.message} />
        </p>
      )}
      {e.evidence.length > 0 && <Lines values={e.evidence} />}
      {e.fix !== undefined && (
        <p>
          <Text value={e.fix} />
        </p>
      )}
      {e.command !== undefined && <Command line={e.command} />}
    </>
  );
}

export function Loading() {
  return (
    <div className="gw-loading">
      <Spinner size="lg" aria-label={text.loading} />
    </div>
  );
}

/** Shows a resource: loading, failed, or its data; data that could not be loaded again is shown with its age. */
export function Shown<T>({ known, children, retry }: { known: Known<T>; children: (data: T) => ReactNode; retry?: () => void }) {
  const live = useLive();
  const again = () => {
    live.retry();
    live.refreshAll();
    retry?.();
  };
  // also if there is old data: it was for an operator
  if (isLimited(known.error)) return <Limited />;
  if (known.data === undefined) {
    return known.error !== undefined && !known.loading ? <Failure error={known.error} retry={again} /> : <Loading />;
  }
  return (
    <>
      {known.error !== undefined && !(known.error instanceof NoAnswer) && (
        <Alert isInline variant="warning" component="h2" title={text.failure.stale}>
          <p>
            <Text value={explain(known.error).title} />
          </p>
          {known.at !== undefined && <p>{text.failure.asOf(known.at)}</p>}
        </Alert>
      )}
      {children(known.data)}
    </>
  );
}
