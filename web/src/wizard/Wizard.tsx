import { useMemo, useState } from 'react';
import type { Guest, Kind, PciFunction, Request } from '../api/types';
import { useLive, useResource } from '../live/hooks';
import { needsGuest } from '../model/selection';
import { Shown } from '../parts/Failure';
import { Heading } from '../parts/Heading';
import { text } from '../strings';
import { CheckedTask } from './CheckedTask';
import { RequestStep, guestOf } from './RequestStep';

interface Asked {
  kind: Kind;
  functions: string[];
  guest: string | undefined;
}

/** The way from selected functions to an operation. It is a page, so that it can be left and found again, and menus and Escape work. */
export function Wizard(asked: Asked) {
  const live = useLive();
  const functions = useResource(live.functions);
  const guests = useResource(live.guests);
  return (
    <>
      <Heading level={1} focusKey={undefined}>
        {text.wizard.title(asked.kind)}
      </Heading>
      <Shown known={functions}>
        {(f) => <Shown known={guests}>{(g) => <Task {...asked} all={f.functions} guests={g.guests} />}</Shown>}
      </Shown>
    </>
  );
}

function Task({ kind, functions, guest, all, guests }: Asked & { all: PciFunction[]; guests: Guest[] }) {
  const byAddress = useMemo(() => new Map(all.map((f) => [f.address, f])), [all]);
  const known = functions.flatMap((a) => byAddress.get(a) ?? []);
  const name = guestOf(kind, guest, known);
  const runs = guests.some((g) => g.name === name && g.state !== 'off');
  // without a choice of the user: now, unless the guest does not run
  const [chosenNow, setChosenNow] = useState<boolean>();
  const [persistent, setPersistent] = useState(true);
  const now = chosenNow ?? (!needsGuest(kind) || name === undefined || runs);
  const request = useMemo<Request>(
    () => ({ kind, functions, ...(needsGuest(kind) && name !== undefined ? { guest: name } : {}), now, persistent }),
    [kind, functions, name, now, persistent],
  );
  const incomplete =
    functions.length === 0
      ? text.wizard.noFunctions
      : needsGuest(kind) && name === undefined
        ? text.wizard.chooseGuest
        : !now && !persistent
          ? text.wizard.whenNeeded
          : undefined;
  return (
    <CheckedTask request={request} incomplete={incomplete} steps={text.wizard.steps} start={text.wizard.start(kind)} cancel="#/">
      <RequestStep
        kind={kind}
        addresses={functions}
        byAddress={byAddress}
        guest={name}
        guests={guests}
        now={now}
        persistent={persistent}
        onNow={setChosenNow}
        onPersistent={setPersistent}
      />
    </CheckedTask>
  );
}
