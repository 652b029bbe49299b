import { Alert, Button, Progress } from '@patternfly/react-core';
import { useEffect, useRef, useState } from 'react';
import { Problem } from '../api/api';
import type { Report, Step } from '../api/types';
import { useLive, useOperation } from '../live/hooks';
import { count, type Progress as Known, provenBy, toneOf } from '../model/operation';
import { guestHash } from '../model/route';
import { ActButton } from '../parts/ActButton';
import { Failure, FailureAlert, Loading } from '../parts/Failure';
import { CheckedFinding } from '../parts/Finding';
import { Heading } from '../parts/Heading';
import { Steps } from '../parts/Steps';
import { Lines, Linked, Text } from '../parts/Text';
import { text } from '../strings';
import { TaskSteps } from '../wizard/TaskSteps';
import { ChangedFiles } from './ChangedFiles';
import { Outcome } from './Outcome';

/** One operation: live while it runs, and later what it did. */
export function Operation({ id, task }: { id: string; task: boolean }) {
  const live = useLive();
  const { operation, progress, error, lost } = useOperation(id);
  const [stop, setStop] = useState<{ asked: boolean; error?: unknown }>({ asked: false });
  const o = text.operation;
  const entry = operation?.operations[0];
  const unreadable = operation?.unreadable?.[0];
  const known = entry !== undefined || unreadable !== undefined || progress.steps.length > 0 || progress.report !== undefined;
  const running = !progress.ended && progress.report === undefined && entry?.outcome !== 'interrupted' && unreadable === undefined;
  const notFound = error instanceof Problem && error.details.status === 404 && !known;
  const guest = guestNamed(progress.report);
  return (
    <>
      <Heading level={1} focusKey={id}>
        {o.title} {entry !== undefined && <Text value={`gangway ${entry.command}`} />}
      </Heading>
      {task && <TaskSteps current={running ? 3 : 4} />}
      {notFound && progress.ended ? (
        <Alert isInline variant="warning" component="h2" title={o.notFound}>
          <a href="#/operations">{o.toOperations}</a>
        </Alert>
      ) : !known && error !== undefined && !notFound ? (
        <Failure
          error={error}
          retry={() => {
            window.location.reload();
          }}
        />
      ) : !known && !running ? (
        <Loading />
      ) : (
        <>
          {lost && running && <Alert isInline isLiveRegion variant="warning" component="h2" title={o.lost} />}
          {running && (
            <div className="gw-running">
              <Going progress={progress} />
              {progress.completing ? (
                <p role="status">{o.completing}</p>
              ) : progress.interrupted || stop.asked ? (
                <p role="status">{o.stopping}</p>
              ) : (
                <ActButton
                  variant="secondary"
                  onClick={() => {
                    setStop({ asked: true });
                    live.api.cancel(id).catch((e: unknown) => {
                      setStop({ asked: false, error: e });
                    });
                  }}
                >
                  {o.stop}
                </ActButton>
              )}
              {stop.error !== undefined && <FailureAlert title={o.stopFailed} error={stop.error} />}
            </div>
          )}
          {!running && <Result report={progress.report} outcome={entry?.outcome} steps={progress.steps} />}
          <Announcer progress={progress} />
          {progress.messages.length > 0 && (
            <>
              <h2>{o.messages}</h2>
              <Lines values={progress.messages} />
            </>
          )}
          {progress.steps.length > 0 && (
            <>
              <h2>{o.steps}</h2>
              <Steps steps={progress.steps} detailed={false} />
            </>
          )}
          <ChangedFiles files={entry?.files} />
          {entry !== undefined && (
            <>
              <h2>{text.details}</h2>
              <dl className="gw-facts gw-facts-wide">
                {(
                  [
                    [o.facts.id, entry.id],
                    [o.facts.command, `gangway ${entry.command}`],
                    [o.facts.started, text.dateTime(new Date(entry.started))],
                    [o.facts.user, entry.user],
                    [o.facts.from, entry.from],
                  ] as const
                ).map(
                  ([name, value]) =>
                    value !== undefined && (
                      <div key={name}>
                        <dt>{name}</dt>
                        <dd>
                          <Text value={value} />
                        </dd>
                      </div>
                    ),
                )}
                <div>
                  <dt>{o.facts.outcome}</dt>
                  <dd>
                    <Outcome outcome={entry.outcome} />
                  </dd>
                </div>
              </dl>
              {entry.evidence.length > 0 && (
                <>
                  <h2>{o.evidence}</h2>
                  <Lines values={entry.evidence} />
                </>
              )}
              {entry.events.length > 0 && (
                <details className="gw-events" open={progress.steps.length === 0}>
                  <summary>{o.events}</summary>
                  <ol className="gw-plain">
                    {entry.events.map((e, i) => (
                      <li key={i}>
                        <time dateTime={e.time}>{text.time(new Date(e.time))}</time>
                        <span>
                          {e.lines.map((l, k) => (
                            <span key={k} className="gw-line">
                              <Linked value={l} />
                            </span>
                          ))}
                        </span>
                      </li>
                    ))}
                  </ol>
                </details>
              )}
            </>
          )}
          {unreadable !== undefined && (
            <Alert isInline variant="danger" component="h2" title={text.operations.unreadableTitle}>
              <Lines values={[unreadable.reason]} />
              <p>
                <b>{text.remedy}</b> <Text value={unreadable.remedy} />
              </p>
            </Alert>
          )}
          <p className="gw-actions">
            {!running && guest !== undefined && (
              <Button variant={task ? 'primary' : 'secondary'} component="a" href={guestHash(guest)}>
                <Text value={o.toGuest(guest)} />
              </Button>
            )}
            <a href="#/">{o.toDevices}</a>
            <a href="#/operations">{o.toOperations}</a>
          </p>
        </>
      )}
    </>
  );
}

function guestNamed(report: Report | undefined): string | undefined {
  const request: unknown = report !== undefined && 'request' in report ? report.request : undefined;
  if (typeof request !== 'object' || request === null || !('guest' in request)) return undefined;
  return typeof request.guest === 'string' ? request.guest : undefined;
}

function Going({ progress }: { progress: Known }) {
  const { done, all } = count(progress);
  const undoing = progress.steps.some((s) => s.state === 'undone' || s.state === 'failed' || s.state === 'not-undone');
  if (all === 0) return <Loading />;
  return (
    <Progress
      aria-label={text.operation.steps}
      value={(100 * done) / all}
      title={undoing ? text.operation.undoing : text.operation.running}
      label={text.operation.progress(done, all)}
      valueText={text.operation.progress(done, all)}
      {...(undoing ? { variant: 'warning' as const } : {})}
    />
  );
}

/** How the operation ended, and what proves it. */
function Result({ report, outcome, steps }: { report: Report | undefined; outcome: string | undefined; steps: readonly Step[] }) {
  const o = text.operation;
  const said = report?.outcome ?? outcome;
  if (said === undefined) return <Alert isInline variant="danger" component="h2" title={o.unfinished} />;
  const proofs = provenBy(steps);
  const results = report?.results ?? [];
  return (
    <section aria-label={o.result} className="gw-result">
      <Alert isInline isLiveRegion variant={toneOf(said)} component="h2" title={text.outcome(said)}>
        {report?.error !== undefined && (
          <>
            <p>
              <Linked value={report.error.message} />
            </p>
            {report.error.evidence.length > 0 && <Lines values={report.error.evidence} />}
            {report.error.remedy !== undefined && (
              <p>
                <b>{text.remedy}</b> <Linked value={report.error.remedy} />
              </p>
            )}
          </>
        )}
        <ul className="gw-lines">
          {results.map((r, i) => (
            <li key={i}>
              <Linked value={[r.subject, r.message ?? r.error?.message ?? text.outcome(r.outcome)].filter((t) => t !== undefined).join(': ')} />
              {r.error !== undefined && r.error.evidence.length > 0 && <Lines values={r.error.evidence} />}
            </li>
          ))}
        </ul>
      </Alert>
      {said === 'done' && proofs.length > 0 && (
        <>
          <h2>{o.proof}</h2>
          <Lines values={proofs} />
        </>
      )}
      {report?.remarks !== undefined && report.remarks.length > 0 && (
        <>
          <h2>{o.remarks}</h2>
          <ul className="gw-findings">
            {report.remarks.map((f, i) => (
              <CheckedFinding key={i} finding={f} />
            ))}
          </ul>
        </>
      )}
      {report !== undefined && report.outcome === 'refused' && report.findings !== undefined && report.findings.length > 0 && (
        <ul className="gw-findings">
          {report.findings.map((f, i) => (
            <CheckedFinding key={i} finding={f} />
          ))}
        </ul>
      )}
      {report?.notes !== undefined && report.notes.length > 0 && (
        <>
          <h2>{o.notes}</h2>
          <Lines values={report.notes} />
        </>
      )}
    </section>
  );
}

/** Says changes of steps to a screen reader. */
function Announcer({ progress }: { progress: Known }) {
  const before = useRef(progress.steps);
  const [said, setSaid] = useState('');
  useEffect(() => {
    const changed = progress.steps.filter((s, i) => s.state !== 'planned' && s.state !== before.current[i]?.state).at(-1);
    before.current = progress.steps;
    if (changed !== undefined) setSaid(text.operation.announce(changed.number, changed.step, text.stepState[changed.state]));
  }, [progress.steps]);
  return (
    <div aria-live="polite" className="gw-unseen">
      {said}
    </div>
  );
}
