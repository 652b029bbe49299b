import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useCallback, useLayoutEffect, useRef, useState } from 'react';

export interface GridRow {
  key: string;
  /** In a tree, from 1 on. */
  level?: number;
  expanded?: boolean | undefined;
  position?: number;
  siblings?: number;
}

interface Props<R extends GridRow> {
  rows: readonly R[];
  label: string;
  describedBy: string;
  tree: boolean;
  header: ReactNode;
  /** The contents of a row: elements of role gridcell. */
  render: (row: R) => ReactNode;
  rowClass: (row: R) => string;
  selected: (row: R) => boolean | undefined;
  unselectable: (row: R) => boolean;
  open: (row: R) => void;
  toggle: (row: R) => void;
  range: (keys: string[], anchor: string | undefined, end: string) => void;
  expand?: (row: R, expanded: boolean) => void;
}

/**
 * A list or tree of rows, of which only those on the screen exist. It is one stop of the Tab key; the arrow keys move in it. The window
 * scrolls, not the list, so that it also works with large text and on phones. Rows are measured, because they can wrap.
 */
export function Grid<R extends GridRow>(props: Props<R>) {
  const { rows } = props;
  const place = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string>();
  const [anchor, setAnchor] = useState<string>();
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      const top = place.current?.getBoundingClientRect().top ?? 0;
      setMargin(Math.round(top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => {
      observer.disconnect();
    };
  }, []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 38,
    overscan: 8,
    scrollMargin: margin,
    scrollPaddingStart: 60,
    scrollPaddingEnd: 20,
    getItemKey: (i) => rows[i]?.key ?? i,
  });
  const at = active === undefined ? -1 : rows.findIndex((r) => r.key === active);
  const current = rows[at];

  const go = useCallback(
    (i: number) => {
      const to = Math.max(0, Math.min(rows.length - 1, i));
      const row = rows[to];
      if (row === undefined) return;
      setActive(row.key);
      virtual.scrollToIndex(to);
    },
    [rows, virtual],
  );

  const page = () => Math.max(1, Math.floor(window.innerHeight / 38) - 4);
  const keys = (e: KeyboardEvent) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const move = (by: number) => {
      if (current === undefined) go(0);
      else go(at + by);
    };
    switch (e.key) {
      case 'ArrowDown':
        move(1);
        break;
      case 'ArrowUp':
        move(-1);
        break;
      case 'PageDown':
        move(page());
        break;
      case 'PageUp':
        move(-page());
        break;
      case 'Home':
        go(0);
        break;
      case 'End':
        go(rows.length - 1);
        break;
      case 'ArrowRight':
        if (!props.tree || current === undefined) return;
        if (current.expanded === false) props.expand?.(current, true);
        else if (current.expanded === true) go(at + 1);
        break;
      case 'ArrowLeft':
        if (!props.tree || current === undefined) return;
        if (current.expanded === true) props.expand?.(current, false);
        else go(parentOf(rows, at));
        break;
      case ' ':
        if (current === undefined) return;
        select(current, e.shiftKey);
        break;
      case 'Enter':
        if (current === undefined) return;
        props.open(current);
        break;
      default:
        return;
    }
    e.preventDefault();
  };
  const select = (row: R, extend: boolean) => {
    if (extend) {
      props.range(
        rows.map((r) => r.key),
        anchor,
        row.key,
      );
    } else {
      props.toggle(row);
      setAnchor(row.key);
    }
  };

  return (
    <div
      role={props.tree ? 'treegrid' : 'grid'}
      className="gw-grid"
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-rowcount={rows.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={current === undefined ? undefined : rowId(current.key)}
      tabIndex={0}
      onKeyDown={keys}
      onFocus={() => {
        if (active === undefined && rows[0] !== undefined) setActive(rows[0].key);
      }}
    >
      <div role="rowgroup" className="gw-grid-head">
        <div role="row" aria-rowindex={1} className="gw-row">
          {props.header}
        </div>
      </div>
      <div role="rowgroup" ref={place} className="gw-grid-body" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const isActive = row.key === active;
          return (
            <div
              key={item.key}
              id={rowId(row.key)}
              ref={virtual.measureElement}
              data-index={item.index}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={props.selected(row)}
              aria-disabled={props.unselectable(row) || undefined}
              aria-level={row.level}
              aria-expanded={row.expanded}
              aria-posinset={row.position}
              aria-setsize={row.siblings}
              className={`gw-row ${props.rowClass(row)}${isActive ? ' gw-active' : ''}`}
              style={{ transform: `translateY(${String(item.start - margin)}px)` }}
              onClick={(e) => {
                setActive(row.key);
                const target = e.target as HTMLElement;
                if (target.closest('[data-do=select]') !== null) select(row, e.shiftKey);
                else if (target.closest('[data-do=expand]') !== null) props.expand?.(row, row.expanded === false);
                else if (target.closest('a') === null) props.open(row);
              }}
            >
              {props.render(row)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function rowId(key: string): string {
  return `row-${key.replaceAll(' ', '-')}`;
}

function parentOf(rows: readonly GridRow[], at: number): number {
  const level = rows[at]?.level ?? 1;
  for (let i = at - 1; i >= 0; i--) {
    if ((rows[i]?.level ?? 1) < level) return i;
  }
  return at;
}
