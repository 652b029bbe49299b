import { Alert, Button } from '@patternfly/react-core';
import CloseIcon from '@patternfly/react-icons/dist/esm/icons/times-icon';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Problem } from '../api/api';
import type { Bar, Carried, Check, FunctionDetails, PciFunction } from '../api/types';
import { useLive, useResource } from '../live/hooks';
import { mustType } from '../model/findings';
import { deviceName, hiddenState, isBridge, obstacle } from '../model/functions';
import { guestHash, operationHash, wizardHash } from '../model/route';
import { kindsFor } from '../model/selection';
import { ActButton } from '../parts/ActButton';
import { Failure, FailureAlert, Loading } from '../parts/Failure';
import { CheckedFinding } from '../parts/Finding';
import { Heading } from '../parts/Heading';
import { Linked, Lines, Text } from '../parts/Text';
import { text } from '../strings';
import { Owner } from './Row';
import { reasonOf } from './use-selection';

/** Beside the list: everything about one function, and whether it can be assigned. */
export function DeviceDetails({ address, listed, onClose }: { address: string; listed: PciFunction | undefined; onClose: () => void }) {
  const live = useLive();
  const resource = useMemo(() => live.device(address), [live, address]);
  const known = useResource(resource);
  // a removed function is gone from the list first
  const gone = known.error instanceof Problem && known.error.details.status === 404;
  const f = known.data;
  useEffect(() => {
    const escape = (e: KeyboardEvent) => {
      if (e.key === 'Escape' && !e.defaultPrevented) onClose();
    };
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('keydown', escape);
    };
  }, [onClose]);
  return (
    <aside className="gw-drawer" aria-label={text.drawer.region(address)}>
      <div className="gw-drawer-head">
        <Heading level={2} focusKey={address}>
          <Text value={address} />
        </Heading>
        <Button variant="plain" icon={<CloseIcon />} aria-label={text.close} onClick={onClose} />
      </div>
      {gone ? (
        <Alert isInline isLiveRegion variant="warning" component="h3" title={text.drawer.gone}>
          {text.drawer.goneBody}
        </Alert>
      ) : f === undefined ? (
        known.error !== undefined && !known.loading ? (
          <Failure
            error={known.error}
            retry={() => {
              void resource.load();
            }}
          />
        ) : (
          <Loading />
        )
      ) : (
        <>
          <Actions f={listed ?? f} />
          <Facts f={f} listed={listed} />
          <Carries carries={f.carries} />
          {!isBridge(f) && obstacle(f) === undefined && f.owner.kind !== 'pciback' && <Checks key={JSON.stringify(f.owner)} f={f} />}
        </>
      )}
    </aside>
  );
}

function Actions({ f }: { f: PciFunction }) {
  const o = obstacle(f);
  const kinds = kindsFor([f]);
  const reason = reasonOf(f, undefined);
  return (
    <div className="gw-drawer-actions">
      {reason !== undefined && (
        <p className="gw-strong">
          <Text value={reason} />
        </p>
      )}
      {o?.why === 'operation' ? (
        <a href={operationHash(o.id)}>{text.interrupted.show}</a>
      ) : isBridge(f) ? null : (
        <div className="gw-actions">
          {kinds.map((k) => (
            <ActButton
              key={k}
              size="sm"
              variant="secondary"
              onClick={() => {
                window.location.hash = wizardHash(k, [f.address], f.owner.kind === 'guest' ? f.owner.guest : undefined);
              }}
            >
              {text.kind[k]}
            </ActButton>
          ))}
          {(f.owner.kind === 'guest' || f.owner.kind === 'arriving') && (
            <a href={guestHash(f.owner.guest)}>
              <Text value={text.operation.toGuest(f.owner.guest)} />
            </a>
          )}
        </div>
      )}
      {f.owner.kind === 'inconsistent' && (
        <>
          <h3>{text.drawer.inconsistent}</h3>
          <Lines values={f.owner.evidence} />
        </>
      )}
    </div>
  );
}

function Facts({ f, listed }: { f: FunctionDetails; listed: PciFunction | undefined }) {
  const n = text.drawer.fields;
  const rows: [string, ReactNode][] = [[n.device, <Text key="d" value={deviceName(f)} />]];
  const addText = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '') rows.push([name, <Linked key={name} value={value} />]);
  };
  addText(n.subsystem, [f.subsystemName, f.subsystem === undefined ? undefined : `[${f.subsystem}]`].filter((t) => t !== undefined).join(' '));
  addText(n.kind, f.className === undefined ? `${f.kind} [${f.class}]` : `${f.className} [${f.class}]`);
  rows.push([n.owner, <Owner key="o" f={listed ?? f} />]);
  addText(n.driver, f.driver ?? text.devices.ownerKind.none);
  addText(n.hidden, text.devices.hiddenState[hiddenState(f)] + (f.hidden.doubt === undefined ? '' : `; ${text.devices.doubt(f.hidden.doubt)}`));
  addText(n.setIn, f.hidden.setIn);
  if (f.guestView !== undefined) {
    const v = text.drawer.guestView;
    addText(n.inGuest, f.guestView.kind === 'driver' ? v.driver(f.guestView.driver ?? '') : v[f.guestView.kind]);
  }
  addText(n.path, f.path?.join(' > '));
  addText(n.siblings, f.siblings?.join(', '));
  addText(n.physicalFunction, f.physicalFunction);
  addText(n.virtualFunctions, f.virtualFunctions?.join(', '));
  addText(n.iommuGroup, f.iommuGroup?.toString());
  addText(n.numaNode, f.numaNode?.toString());
  addText(n.reset, f.resetMethods === undefined ? undefined : f.resetMethods.length === 0 ? text.drawer.noReset : f.resetMethods.join(', '));
  addText(n.irq, [f.irq, ...(f.msiIrqs ?? [])].filter((i) => i !== undefined).join(', '));
  if (f.bars !== undefined && f.bars.length > 0) rows.push([n.bars, <Lines key="b" values={f.bars.map(barText)} />]);
  if (f.answers === false) addText(n.answers, text.drawer.doesNotAnswer);
  return (
    <dl className="gw-facts gw-facts-wide">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function barText(b: Bar): string {
  return text.drawer.bar(size(b.size), text.drawer.barKind(b.kind, b.prefetchable), b.start);
}

function size(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && value % 1024 === 0 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${String(value)} ${units[unit] ?? ''}`;
}

function Carries({ carries }: { carries: readonly Carried[] | undefined }) {
  return (
    <>
      <h3>{text.drawer.carriesTitle}</h3>
      {carries === undefined ? (
        <p>{text.devices.carriesUnknown}</p>
      ) : carries.length === 0 ? (
        <p>{text.devices.carriesNothing}</p>
      ) : (
        <ul className="gw-lines">
          {carries.map((c, i) => (
            <li key={i}>
              <b>
                <Text value={c.what} />
              </b>{' '}
              <span className="gw-chain">
                <Linked value={c.chain.join(' > ')} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** What the service says about hiding the function now. Nothing is checked until somebody asks, because a check reads the whole host. */
function Checks({ f }: { f: PciFunction }) {
  const live = useLive();
  const [state, setState] = useState<{ busy: boolean; check?: Check; at?: Date; error?: unknown }>({ busy: false });
  const run = () => {
    setState((s) => ({ ...s, busy: true }));
    live.api
      .check({ kind: 'hide', functions: [f.address], now: true, persistent: false }, [])
      .then((check) => {
        setState({ busy: false, check, at: new Date() });
      })
      .catch((error: unknown) => {
        setState({ busy: false, error });
      });
  };
  const findings = state.check?.findings ?? [];
  const blocks = findings.filter((x) => x.severity === 'blocks');
  return (
    <>
      <h3>{text.drawer.checkTitle}</h3>
      <p className="gw-actions">
        <Button variant="secondary" size="sm" isLoading={state.busy} isDisabled={state.busy} onClick={run}>
          {text.drawer.check}
        </Button>
        {state.at !== undefined && <span role="status">{text.drawer.checkedAt(state.at)}</span>}
      </p>
      {state.error !== undefined && <FailureAlert title={text.wizard.checkFailed} error={state.error} />}
      {state.check !== undefined && !state.check.refused && <p className="gw-strong">{text.drawer.checkNothing}</p>}
      {findings.length > 0 && (
        <ul className="gw-findings">
          {findings.map((x, i) => (
            <CheckedFinding key={i} finding={x} />
          ))}
        </ul>
      )}
      {blocks.length > 0 && blocks.every((x) => mustType(x) !== undefined) && (
        <ActButton
          variant="link"
          onClick={() => {
            window.location.hash = wizardHash('assign', [f.address]);
          }}
        >
          {text.drawer.anyway}
        </ActButton>
      )}
    </>
  );
}
