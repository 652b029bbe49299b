import { Label } from '@patternfly/react-core';
import CheckedIcon from '@patternfly/react-icons/dist/esm/icons/check-square-icon';
import BlockedIcon from '@patternfly/react-icons/dist/esm/icons/minus-square-icon';
import OpenIcon from '@patternfly/react-icons/dist/esm/icons/angle-down-icon';
import ClosedIcon from '@patternfly/react-icons/dist/esm/icons/angle-right-icon';
import type { CSSProperties } from 'react';
import type { PciFunction } from '../api/types';
import { carriedText, deviceName, hiddenState } from '../model/functions';
import { Text } from '../parts/Text';
import { text } from '../strings';
import type { TreeRow } from '../model/tree';
import { reasonOf, type Selection } from './use-selection';

const c = text.devices.columns;

export function Header() {
  return (
    <>
      <span role="columnheader" className="gw-c-select">
        <span className="gw-unseen">{c.select}</span>
      </span>
      <span role="columnheader">{c.address}</span>
      <span role="columnheader">{c.kind}</span>
      <span role="columnheader">{c.owner}</span>
      <span role="columnheader">{c.hidden}</span>
      <span role="columnheader">{c.carries}</span>
      <span role="columnheader">{c.device}</span>
    </>
  );
}

/** The cells of a function. */
export function FunctionCells({ f, selection, tree }: { f: PciFunction; selection: Selection; tree?: TreeRow }) {
  const reason = reasonOf(f, selection.refused.get(f.address));
  const checking = selection.checking.has(f.address);
  return (
    <>
      <span role="gridcell" className="gw-c-select" data-do="select">
        {f.kind === 'bridge' ? null : reason !== undefined ? (
          <BlockedIcon className="gw-blocked" />
        ) : selection.selected.has(f.address) ? (
          <CheckedIcon className="gw-checked" />
        ) : (
          <span className="gw-unchecked" />
        )}
        <span className="gw-unseen">{reason !== undefined ? text.devices.cannotSelect : selection.selected.has(f.address) ? text.yes : text.no}</span>
      </span>
      <span role="gridcell" className="gw-c-address" style={indent(tree)}>
        {tree !== undefined && <Twisty row={tree} />}
        <code>{f.address}</code>
      </span>
      <span role="gridcell" className="gw-c-kind">
        <Text value={f.kind} />
      </span>
      <span role="gridcell" className="gw-c-owner">
        <Owner f={f} />
      </span>
      <span role="gridcell" className="gw-c-hidden" data-label={c.hidden}>
        {text.devices.hiddenState[hiddenState(f)]}
        {f.hidden.doubt !== undefined && <span className="gw-doubt"> {'?'}</span>}
      </span>
      <span role="gridcell" className="gw-c-carries" data-label={c.carries}>
        {f.carries === undefined ? (
          text.devices.carriesPending
        ) : f.carries.length === 0 ? (
          <span className="gw-muted">{text.devices.carriesNothing}</span>
        ) : (
          <Text value={carriedText(f.carries, text.devices.carriesUnknown)} />
        )}
      </span>
      <span role="gridcell" className="gw-c-device">
        <Text value={deviceName(f)} />
        {checking && <span className="gw-reason">{text.devices.checking}</span>}
        {!checking && reason !== undefined && f.kind !== 'bridge' && (
          <span className="gw-reason">
            <Text value={reason} />
          </span>
        )}
        {tree !== undefined && tree.node.below.functions > 0 && (
          <span className="gw-sum">{text.devices.below(tree.node.below)}</span>
        )}
      </span>
    </>
  );
}

function Twisty({ row }: { row: TreeRow }) {
  if (row.expanded === undefined) return <span className="gw-twisty" />;
  return (
    <span className="gw-twisty" data-do="expand">
      {row.expanded ? <OpenIcon /> : <ClosedIcon />}
    </span>
  );
}

function indent(tree: TreeRow | undefined): CSSProperties | undefined {
  return tree === undefined ? undefined : { paddingInlineStart: `${String((tree.level - 1) * 1.25)}rem` };
}

export function Owner({ f }: { f: PciFunction }) {
  const owner = f.owner;
  return (
    <>
      {owner.kind === 'inconsistent' ? (
        <Label color="red">{text.devices.ownerOf(owner)}</Label>
      ) : owner.kind === 'guest' || owner.kind === 'arriving' ? (
        <Label color="blue">
          <Text value={text.devices.ownerOf(owner)} />
        </Label>
      ) : (
        <Text value={text.devices.ownerOf(owner)} />
      )}
      {f.operation !== undefined && <Label color={f.operation.interrupted ? 'red' : 'purple'}>{text.devices.operation(f.operation.interrupted)}</Label>}
    </>
  );
}
