import { Button, Label, TextInput } from '@patternfly/react-core';
import WarnIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-triangle-icon';
import NoteIcon from '@patternfly/react-icons/dist/esm/icons/info-circle-icon';
import BlockIcon from '@patternfly/react-icons/dist/esm/icons/ban-icon';
import { type ReactNode, useId, useState } from 'react';
import type { Finding, Severity } from '../api/types';
import { useLive } from '../live/hooks';
import { type Change, mustType } from '../model/findings';
import { text } from '../strings';
import { explain } from './Failure';
import { Lines, Linked, Text } from './Text';

const ICONS = { blocks: BlockIcon, warns: WarnIcon, notes: NoteIcon };
const COLORS = { blocks: 'red', warns: 'yellow', notes: 'blue' } as const;

interface Explanation {
  code: string;
  meaning?: string;
  cause?: string;
  risk?: string;
}

/** A finding or an issue: what, why, and what to do. */
export function Found(props: {
  code: string;
  severity: Severity;
  message: string;
  evidence: readonly string[];
  remedy?: string | undefined;
  consequence?: string | undefined;
  mark?: ReactNode;
  /** Of its heading: one more than that of the heading above. */
  level?: 2 | 3;
  children?: ReactNode;
}) {
  const Icon = ICONS[props.severity];
  const Title = props.level === 2 ? 'h2' : 'h3';
  return (
    <li className={`gw-finding gw-${props.severity}`}>
      <Title className="gw-finding-title">
        <Label color={COLORS[props.severity]} icon={<Icon />}>
          {text.severity[props.severity]}
        </Label>{' '}
        <span className="gw-code">{props.code}</span> {props.mark}
      </Title>
      <p className="gw-message">
        <Linked value={props.message} />
      </p>
      {props.evidence.length > 0 && <Lines values={props.evidence} />}
      {props.consequence !== undefined && (
        <p>
          <b>{text.consequence}</b> <Linked value={props.consequence} />
        </p>
      )}
      {props.remedy !== undefined && (
        <p>
          <b>{text.remedy}</b> <Linked value={props.remedy} />
        </p>
      )}
      {props.children}
      <Explain code={props.code} />
    </li>
  );
}

/** The explanation of a code, loaded when somebody asks for it. */
function Explain({ code }: { code: string }) {
  const live = useLive();
  const [state, setState] = useState<{ open: boolean; found?: Explanation | undefined; error?: unknown }>({ open: false });
  const id = useId();
  const toggle = () => {
    setState((s) => ({ ...s, open: !s.open }));
    if (state.open || state.found !== undefined) return;
    live.api
      .get<{ explanations: Explanation[] }>(`/explanations/${encodeURIComponent(code)}`)
      .then((e) => {
        setState((s) => ({ open: s.open, found: e.explanations[0] }));
      })
      .catch((error: unknown) => {
        setState((s) => ({ open: s.open, error }));
      });
  };
  const found = state.found;
  return (
    <div>
      <Button variant="link" isInline aria-expanded={state.open} aria-controls={state.open ? id : undefined} onClick={toggle}>
        {text.explain.toggle(code)}
      </Button>
      {state.open && (
        <div id={id} className="gw-explanation">
          {found === undefined ? (
            <p>{state.error === undefined ? text.loading : explain(state.error).title}</p>
          ) : (
            [found.meaning, found.cause, found.risk].map((t, i) => t !== undefined && <p key={i}><Text value={t} /></p>)
          )}
        </div>
      )}
    </div>
  );
}

/** A finding of a check, with the field in which it is accepted by typing. */
export function CheckedFinding({
  finding,
  typed,
  change,
  onType,
}: {
  finding: Finding;
  typed?: string | undefined;
  change?: Change | undefined;
  onType?: ((value: string) => void) | undefined;
}) {
  const id = useId();
  const wanted = mustType(finding);
  const value = typed ?? '';
  const accepted = onType !== undefined && value.trim() === wanted;
  return (
    <Found {...finding} mark={change !== undefined && <Label color="purple">{text.wizard.marks[change]}</Label>}>
      {onType !== undefined && finding.severity === 'blocks' && wanted === undefined && <p className="gw-strong">{text.wizard.cannotAccept}</p>}
      {onType !== undefined && wanted !== undefined && (
        <div className="gw-accept">
          <label htmlFor={id}>{text.wizard.typeToAccept(wanted)}</label>
          <TextInput
            id={id}
            value={value}
            autoComplete="off"
            spellCheck={false}
            maxLength={100}
            aria-describedby={`${id}-state`}
            validated={accepted ? 'success' : 'default'}
            onChange={(_e, v) => {
              onType(v);
            }}
          />
          <span id={`${id}-state`} role="status">
            {accepted ? text.wizard.acceptedBy : value === '' ? '' : text.wizard.notAcceptedYet}
          </span>
        </div>
      )}
    </Found>
  );
}

