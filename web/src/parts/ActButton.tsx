import { Button, type ButtonProps } from '@patternfly/react-core';
import { useId } from 'react';
import { useMayAct } from '../live/hooks';
import { text } from '../strings';

/**
 * A button that changes the host, or leads to that. If it cannot be used it stays focusable, and the reason is below it, where every
 * reader finds it.
 */
export function ActButton({ reason, ...props }: Omit<ButtonProps, 'ref'> & { reason?: string | undefined }) {
  const mayAct = useMayAct();
  const id = useId();
  const why = mayAct === false ? text.connection.limitedButton : reason;
  if (why === undefined && mayAct !== undefined) return <Button {...props} />;
  return (
    <span className="gw-disabled">
      <Button {...props} onClick={undefined} isAriaDisabled aria-describedby={why === undefined ? undefined : id} />
      {why !== undefined && (
        <span id={id} className="gw-why">
          {why}
        </span>
      )}
    </span>
  );
}
