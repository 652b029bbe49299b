import { Alert } from '@patternfly/react-core';
import { contentKey, isEmpty, worstFirst } from '../model/findings';
import { CheckedFinding, Found } from '../parts/Finding';
import { Lines } from '../parts/Text';
import { text } from '../strings';
import type { Checked } from './use-check';

/** What the check found. A finding that blocks is accepted only by typing what it asks for, if it can be accepted at all. */
export function FindingsStep({
  checked,
  typed,
  planChanged,
  onType,
}: {
  checked: Checked;
  typed: ReadonlyMap<string, string>;
  planChanged: boolean;
  onType: (key: string, value: string) => void;
}) {
  const w = text.wizard;
  const { check, changed } = checked;
  const findings = worstFirst(check.findings);
  const number = (severity: string) => findings.filter((f) => f.severity === severity).length;
  const differs = changed !== undefined && !isEmpty(changed);
  return (
    <>
      {(planChanged || differs) && (
        <Alert isInline isLiveRegion variant="warning" component="h3" title={w.changedTitle}>
          <p>{differs ? w.changedBody : w.changedSame}</p>
          {changed !== undefined && changed.addedSteps.length > 0 && (
            <>
              <p>
                <b>{w.addedSteps}</b>
              </p>
              <Lines values={changed.addedSteps} />
            </>
          )}
          {changed !== undefined && changed.removedSteps.length > 0 && (
            <>
              <p>
                <b>{w.removedSteps}</b>
              </p>
              <Lines values={changed.removedSteps} />
            </>
          )}
        </Alert>
      )}
      <p className="gw-summary">
        {w.summary(number('blocks'), number('warns'), number('notes'))}, {w.checkedAt(checked.at)}
      </p>
      {findings.length === 0 && (
        <Alert isInline variant="success" component="h3" title={w.nothingFound}>
          {w.nothingFoundBody}
        </Alert>
      )}
      <ul className="gw-findings">
        {findings.map((f, i) => {
          const key = contentKey(f);
          return (
            <CheckedFinding
              key={`${key} ${String(i)}`}
              finding={f}
              typed={typed.get(key)}
              change={changed?.marks.get(key)}
              onType={(value) => {
                onType(key, value);
              }}
            />
          );
        })}
      </ul>
      {changed !== undefined && changed.gone.length > 0 && (
        <>
          <h3>{w.gone}</h3>
          <ul className="gw-findings gw-gone">
            {changed.gone.map((f, i) => (
              <Found key={i} {...f} remedy={undefined} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}
