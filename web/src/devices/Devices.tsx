import { Button, EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter } from '@patternfly/react-core';
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { PciFunction } from '../api/types';
import { useLive, useResource } from '../live/hooks';
import { isBridge, isUnfiltered, kindsOf, NO_FILTER, passes, type Filter, withCarries } from '../model/functions';
import { deviceHash, parse, wizardHash } from '../model/route';
import { kindsFor, MOST, range } from '../model/selection';
import { rowsOf, treeOf, type TreeRow } from '../model/tree';
import { ActButton } from '../parts/ActButton';
import { Shown } from '../parts/Failure';
import { Heading } from '../parts/Heading';
import { text } from '../strings';
import { DeviceDetails } from './DeviceDetails';
import { Filters } from './Filters';
import { Grid, type GridRow } from './Grid';
import { FunctionCells, Header } from './Row';
import { reasonOf, useSelection } from './use-selection';

export function Devices({ device, query }: { device: string | undefined; query: URLSearchParams }) {
  const live = useLive();
  const known = useResource(live.functions);
  const uses = useResource(live.uses).data?.functions;
  return (
    <>
      <Heading level={1} focusKey={undefined}>
        {text.devices.title}
      </Heading>
      <Shown known={known}>{(data) => <DevicesOf listed={data.functions} uses={uses} device={device} query={query} />}</Shown>
    </>
  );
}

interface ListRow extends GridRow {
  f: PciFunction;
}

interface NodeRow extends GridRow {
  row: TreeRow;
}

function filterOf(query: URLSearchParams): Filter {
  return {
    text: query.get('q') ?? '',
    owner: (query.get('owner') ?? '') as Filter['owner'],
    kind: query.get('class') ?? '',
    hidden: (query.get('hidden') ?? '') as Filter['hidden'],
  };
}

function queryOf(filter: Filter, tree: boolean): string {
  const q = new URLSearchParams();
  if (filter.text !== '') q.set('q', filter.text);
  if (filter.owner !== '') q.set('owner', filter.owner);
  if (filter.kind !== '') q.set('class', filter.kind);
  if (filter.hidden !== '') q.set('hidden', filter.hidden);
  if (tree) q.set('view', 'tree');
  return q.size > 0 ? `?${q.toString()}` : '';
}

interface DevicesOfProps {
  listed: PciFunction[];
  /** The functions with what they carry; undefined until the service has told it. */
  uses: PciFunction[] | undefined;
  device: string | undefined;
  query: URLSearchParams;
}

function DevicesOf({ listed, uses, device, query }: DevicesOfProps) {
  const functions = useMemo(() => (uses === undefined ? listed : withCarries(listed, uses)), [listed, uses]);
  const [filter, setFilter] = useState<Filter>(() => filterOf(query));
  const [tree, setTree] = useState(() => query.get('view') === 'tree');
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  // a place with filters, opened from outside
  const [seen, setSeen] = useState(query);
  if (seen !== query) {
    setSeen(query);
    if (query.size > 0) {
      setFilter(filterOf(query));
      setTree(query.get('view') === 'tree');
    }
  }
  const selection = useSelection(listed);
  const help = useId();
  const grid = useRef<HTMLDivElement>(null);
  const byAddress = useMemo(() => new Map(functions.map((f) => [f.address, f])), [functions]);
  const plain = useMemo(() => functions.filter((f) => !isBridge(f)), [functions]);
  const shown = useMemo(() => plain.filter((f) => passes(f, filter)), [plain, filter]);
  const nodes = useMemo(() => (tree ? treeOf(functions) : []), [tree, functions]);
  const listRows = useMemo<ListRow[]>(() => (tree ? [] : shown.map((f) => ({ key: f.address, f }))), [tree, shown]);
  const treeRows = useMemo<NodeRow[]>(
    () =>
      rowsOf(nodes, closed, (f) => (isUnfiltered(filter) || !isBridge(f)) && passes(f, filter)).map((row) => ({
        key: row.node.function.address,
        level: row.level,
        expanded: row.expanded,
        position: row.position,
        siblings: row.siblings,
        row,
      })),
    [nodes, closed, filter],
  );

  // The filters are part of the address, so that a place can be bookmarked. The history gets no entry for each letter.
  useEffect(() => {
    const hash = (device === undefined ? '#/' : deviceHash(device)) + queryOf(filter, tree);
    // the user may have gone to another page meanwhile
    if (window.location.hash !== hash && parse(window.location.hash).page === 'devices') window.history.replaceState(null, '', hash);
  }, [filter, tree, device]);

  const open = useCallback(
    (address: string) => {
      window.location.hash = deviceHash(address) + queryOf(filter, tree);
    },
    [filter, tree],
  );
  const close = useCallback(() => {
    window.location.hash = `#/${queryOf(filter, tree)}`;
    grid.current?.querySelector<HTMLElement>('[role=grid], [role=treegrid]')?.focus({ preventScroll: true });
  }, [filter, tree]);
  const addRange = useCallback(
    (keys: string[], anchor: string | undefined, end: string) => {
      selection.add(range(keys, anchor, end).filter((k) => byAddress.has(k)));
    },
    [selection, byAddress],
  );
  const expand = useCallback((row: NodeRow, expanded: boolean) => {
    setClosed((c) => {
      const next = new Set(c);
      if (expanded) next.delete(row.key);
      else next.add(row.key);
      return next;
    });
  }, []);

  const selected = [...selection.selected].flatMap((a) => byAddress.get(a) ?? []);
  const kind = kindsFor(selected)[0];
  const reason = selected.length === 0 ? text.devices.nothingSelected : selected.length > MOST ? text.devices.tooMany(MOST) : undefined;
  const unselectable = (f: PciFunction) => reasonOf(f, selection.refused.get(f.address)) !== undefined;

  if (functions.length === 0) {
    return (
      <EmptyState headingLevel="h2" titleText={text.devices.emptyTitle}>
        <EmptyStateBody>{text.devices.emptyBody}</EmptyStateBody>
      </EmptyState>
    );
  }
  return (
    <div className={`gw-split${device === undefined ? '' : ' gw-split-open'}`}>
      <section className="gw-list" aria-label={text.devices.gridLabel} ref={grid}>
        <div className="gw-toolbar">
          <Filters filter={filter} kinds={kindsOf(plain)} onChange={setFilter} />
          <div className="gw-toolbar-line">
            <div role="group" aria-label={text.devices.view} className="gw-toggle">
              <Button variant={tree ? 'secondary' : 'primary'} size="sm" aria-pressed={!tree} onClick={() => { setTree(false); }}>
                {text.devices.list}
              </Button>
              <Button variant={tree ? 'primary' : 'secondary'} size="sm" aria-pressed={tree} onClick={() => { setTree(true); }}>
                {text.devices.tree}
              </Button>
            </div>
            <span className="gw-count" role="status">
              {text.devices.count(shown.length, plain.length)}
            </span>
            {selected.length > 0 && (
              <>
                <b>{text.devices.selected(selected.length)}</b>
                <Button variant="link" isInline onClick={selection.clear}>
                  {text.devices.clearSelection}
                </Button>
              </>
            )}
            <ActButton
              className="gw-main-action"
              reason={reason}
              onClick={() => {
                window.location.hash = wizardHash(kind ?? 'assign', selected.map((f) => f.address));
              }}
            >
              {text.devices.act}
            </ActButton>
          </div>
        </div>
        <p id={help} className="gw-help">
          {tree ? text.devices.treeHelp : text.devices.gridHelp}
        </p>
        <div aria-live="polite" className="gw-unseen">
          {selection.announcement}
        </div>
        {shown.length === 0 && !(tree && treeRows.length > 0) ? (
          <EmptyState headingLevel="h2" titleText={text.devices.noMatchTitle}>
            <EmptyStateBody>{text.devices.noMatchBody(plain.length)}</EmptyStateBody>
            <EmptyStateFooter>
              <EmptyStateActions>
                <Button variant="link" onClick={() => { setFilter(NO_FILTER); }}>
                  {text.devices.clearFilters}
                </Button>
              </EmptyStateActions>
            </EmptyStateFooter>
          </EmptyState>
        ) : tree ? (
          <Grid<NodeRow>
            key="tree"
            rows={treeRows}
            tree
            label={text.devices.gridLabel}
            describedBy={help}
            header={<Header />}
            render={({ row }) => <FunctionCells f={row.node.function} selection={selection} tree={row} />}
            rowClass={({ row, key }) => rowClass(unselectable(row.node.function), key === device)}
            selected={({ row, key }) => (isBridge(row.node.function) ? undefined : selection.selected.has(key))}
            unselectable={({ row }) => unselectable(row.node.function)}
            open={({ key }) => { open(key); }}
            toggle={({ key }) => { selection.toggle(key); }}
            range={addRange}
            expand={expand}
          />
        ) : (
          <Grid<ListRow>
            key="list"
            rows={listRows}
            tree={false}
            label={text.devices.gridLabel}
            describedBy={help}
            header={<Header />}
            render={({ f }) => <FunctionCells f={f} selection={selection} />}
            rowClass={({ f }) => rowClass(unselectable(f), f.address === device)}
            selected={({ f }) => selection.selected.has(f.address)}
            unselectable={({ f }) => unselectable(f)}
            open={({ f }) => { open(f.address); }}
            toggle={({ f }) => { selection.toggle(f.address); }}
            range={addRange}
          />
        )}
      </section>
      {device !== undefined && <DeviceDetails key={device} address={device} listed={byAddress.get(device)} onClose={close} />}
    </div>
  );
}

function rowClass(unselectable: boolean, current: boolean): string {
  return `${unselectable ? 'gw-unselectable' : ''}${current ? ' gw-current' : ''}`;
}
