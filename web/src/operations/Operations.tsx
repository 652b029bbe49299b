import { Alert, EmptyState, EmptyStateBody } from '@patternfly/react-core';
import { useLive, useResource } from '../live/hooks';
import { operationHash } from '../model/route';
import { Shown } from '../parts/Failure';
import { Heading } from '../parts/Heading';
import { Text } from '../parts/Text';
import { text } from '../strings';
import { Outcome } from './Outcome';

/** The history, the newest first. */
export function Operations() {
  const known = useResource(useLive().operations);
  const o = text.operations;
  return (
    <>
      <Heading level={1} focusKey="operations">
        {o.title}
      </Heading>
      <Shown known={known}>
        {(history) => (
          <>
            {history.operations.length === 0 && (history.unreadable ?? []).length === 0 ? (
              <EmptyState headingLevel="h2" titleText={o.empty}>
                <EmptyStateBody>{o.emptyBody}</EmptyStateBody>
              </EmptyState>
            ) : (
              <table className="gw-table">
                <thead>
                  <tr>
                    <th scope="col">{o.columns.started}</th>
                    <th scope="col">{o.columns.command}</th>
                    <th scope="col">{o.columns.user}</th>
                    <th scope="col">{o.columns.outcome}</th>
                  </tr>
                </thead>
                <tbody>
                  {[...history.operations].reverse().map((op) => (
                    <tr key={op.id}>
                      <td data-label={o.columns.started}>
                        <time dateTime={op.started}>{text.dateTime(new Date(op.started))}</time>
                      </td>
                      <td data-label={o.columns.command}>
                        <a href={operationHash(op.id)}>
                          <Text value={op.command} />
                        </a>
                      </td>
                      <td data-label={o.columns.user}>{op.user !== undefined && <Text value={o.from(op.user, op.from)} />}</td>
                      <td data-label={o.columns.outcome}>
                        <Outcome outcome={op.outcome} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            {(history.unreadable ?? []).length > 0 && (
              <>
                <h2>{o.unreadableTitle}</h2>
                {history.unreadable.map((u) => (
                  <Alert key={u.id} isInline variant={u.open ? 'danger' : 'warning'} component="h3" title={<Text value={u.open ? `${u.id}, ${o.unreadableOpen}` : u.id} />}>
                    <p>
                      <Text value={u.reason} />
                    </p>
                    <p>
                      <b>{text.remedy}</b> <Text value={u.remedy} />
                    </p>
                  </Alert>
                ))}
              </>
            )}
          </>
        )}
      </Shown>
    </>
  );
}
