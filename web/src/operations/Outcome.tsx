import { Label } from '@patternfly/react-core';
import { toneOf } from '../model/operation';
import { Text } from '../parts/Text';

const COLORS = { success: 'green', info: 'blue', warning: 'orange', danger: 'red' } as const;

export function Outcome({ outcome }: { outcome: string }) {
  return (
    <Label color={COLORS[toneOf(outcome)]}>
      <Text value={outcome} />
    </Label>
  );
}
