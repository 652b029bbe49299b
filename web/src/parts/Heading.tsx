import { type ReactNode, useEffect, useRef } from 'react';

/** The heading of a page or of a step, which gets the focus when the page or the step changes (`focusKey`). */
export function Heading({ level, focusKey, children }: { level: 1 | 2; focusKey: string | undefined; children: ReactNode }) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focusKey !== undefined) ref.current?.focus();
  }, [focusKey]);
  const Tag = level === 1 ? 'h1' : 'h2';
  return (
    <Tag ref={ref} tabIndex={-1} className={`gw-heading gw-heading-${String(level)}`}>
      {children}
    </Tag>
  );
}
