import { Button } from '@patternfly/react-core';
import CopyIcon from '@patternfly/react-icons/dist/esm/icons/copy-icon';
import { useEffect, useState } from 'react';
import { visible } from '../model/visible';
import { text } from '../strings';

/** A command line to copy. What is copied is exactly what is shown. */
export function Command({ line, label }: { line: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => {
      setCopied(false);
    }, 2000);
    return () => {
      clearTimeout(timer);
    };
  }, [copied]);
  const shown = visible(line);
  return (
    <div className="gw-command">
      <code aria-label={label}>{shown}</code>
      <Button
        variant="plain"
        icon={<CopyIcon />}
        aria-label={copied ? text.copied : `${text.copy}: ${shown}`}
        onClick={() => {
          void copy(shown).then(setCopied);
        }}
      />
      <span className="gw-copied" role="status">
        {copied ? text.copied : ''}
      </span>
    </div>
  );
}

/** The clipboard interface exists only in secure contexts; Cockpit can be used without TLS. */
async function copy(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = value;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

/** The words of a command as one line for a shell. */
export function lineOf(command: string | readonly string[]): string {
  if (typeof command === 'string') return command;
  return command.map((w) => (/^[A-Za-z0-9_@%+=:,./-]+$/.test(w) ? w : `'${w.replaceAll("'", "'\\''")}'`)).join(' ');
}
