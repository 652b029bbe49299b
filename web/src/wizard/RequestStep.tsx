import { Alert, Button, Checkbox, FormSelect, FormSelectOption, Radio } from '@patternfly/react-core';
import CloseIcon from '@patternfly/react-icons/dist/esm/icons/times-icon';
import { useId } from 'react';
import type { Guest, Kind, PciFunction } from '../api/types';
import { deviceName } from '../model/functions';
import { deviceHash, wizardHash } from '../model/route';
import { kindsFor, needsGuest } from '../model/selection';
import { visible } from '../model/visible';
import { Owner } from '../devices/Row';
import { Text } from '../parts/Text';
import { text } from '../strings';

/** The guest of a request: the one that has the functions, or the chosen one. */
export function guestOf(kind: Kind, chosen: string | undefined, functions: readonly PciFunction[]): string | undefined {
  if (kind !== 'detach' && kind !== 'unassign') return chosen;
  const owners = new Set(functions.map((f) => (f.owner.kind === 'guest' ? f.owner.guest : undefined)));
  return owners.size === 1 ? ([...owners][0] ?? chosen) : chosen;
}

interface Props {
  kind: Kind;
  addresses: string[];
  byAddress: ReadonlyMap<string, PciFunction>;
  guest: string | undefined;
  guests: Guest[];
  now: boolean;
  persistent: boolean;
  onNow: (now: boolean) => void;
  onPersistent: (persistent: boolean) => void;
}

export function RequestStep({ kind, addresses, byAddress, guest, guests, now, persistent, onNow, onPersistent }: Props) {
  const w = text.wizard;
  const id = useId();
  const known = addresses.flatMap((a) => byAddress.get(a) ?? []);
  const possible = kindsFor(known);
  // what the address of the page asks for stays possible: the check says what is wrong with it
  const kinds = possible.includes(kind) ? possible : [kind, ...possible];
  const go = (k: Kind, f: string[], g: string | undefined) => {
    window.location.replace(wizardHash(k, f, needsGuest(k) ? g : undefined));
  };
  if (addresses.length === 0) {
    return (
      <Alert isInline variant="info" component="h3" title={w.noFunctions}>
        <p>{w.noFunctionsBody}</p>
        <a href="#/">{w.toDevices}</a>
      </Alert>
    );
  }
  const fixedGuest = kind === 'detach' || kind === 'unassign';
  const effect = needsGuest(kind) ? 'guest' : 'host';
  const names = [...new Map(guests.map((g) => [g.name, g])).values()];
  return (
    <>
      <h3>{w.functions}</h3>
      <ul className="gw-plain gw-chosen">
        {addresses.map((a) => {
          const f = byAddress.get(a);
          return (
            <li key={a}>
              <a href={deviceHash(a)}>{a}</a>
              {f === undefined ? (
                <span className="gw-strong">{w.unknownFunction}</span>
              ) : (
                <>
                  <Owner f={f} />
                  <Text value={deviceName(f)} />
                </>
              )}
              <Button
                variant="plain"
                size="sm"
                icon={<CloseIcon />}
                aria-label={w.remove(a)}
                onClick={() => {
                  go(kind, addresses.filter((x) => x !== a), guest);
                }}
              />
            </li>
          );
        })}
      </ul>
      {known.length > 0 && possible.length === 0 && <Alert isInline variant="warning" component="h3" title={w.mixed} />}
      <fieldset>
        <legend>{w.action}</legend>
        {kinds.map((k) => (
          <Radio
            key={k}
            id={`${id}-${k}`}
            name={`${id}-kind`}
            label={text.kind[k]}
            description={text.kindHelp[k]}
            isChecked={k === kind}
            onChange={() => {
              go(k, addresses, guest);
            }}
          />
        ))}
      </fieldset>
      {needsGuest(kind) && (
        <div className="gw-field">
          <label htmlFor={`${id}-guest`}>{w.guest}</label>
          {fixedGuest && guest !== undefined ? (
            <p id={`${id}-guest`}>
              <b>
                <Text value={guest} />
              </b>{' '}
              {w.sameGuestOnly}
            </p>
          ) : names.length === 0 ? (
            <p id={`${id}-guest`}>{w.noGuests}</p>
          ) : (
            <FormSelect
              id={`${id}-guest`}
              value={guest ?? ''}
              onChange={(_e, g) => {
                go(kind, addresses, g === '' ? undefined : g);
              }}
            >
              <FormSelectOption value="" label={w.chooseGuest} />
              {guest !== undefined && !names.some((g) => g.name === guest) && <FormSelectOption value={guest} label={visible(guest)} />}
              {names.map((g) => (
                <FormSelectOption key={g.name} value={g.name} label={w.guestOption(visible(g.name), g.state)} />
              ))}
            </FormSelect>
          )}
        </div>
      )}
      <fieldset>
        <legend>{w.when}</legend>
        <Checkbox
          id={`${id}-now`}
          label={w.now}
          description={w.nowHelp[effect]}
          isChecked={now}
          onChange={(_e, v) => {
            onNow(v);
          }}
        />
        <Checkbox
          id={`${id}-later`}
          label={w.persistent}
          description={w.persistentHelp[effect]}
          isChecked={persistent}
          onChange={(_e, v) => {
            onPersistent(v);
          }}
        />
      </fieldset>
    </>
  );
}
