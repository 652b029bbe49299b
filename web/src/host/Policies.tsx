import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useState } from 'react';
import type { Policy } from '../api/types';
import { useLive, useResource } from '../live/hooks';
import { policiesOf } from '../model/settings';
import { guestHash, settingHash } from '../model/route';
import { visible } from '../model/visible';
import { ActButton } from '../parts/ActButton';
import { Shown } from '../parts/Failure';
import { Text } from '../parts/Text';
import { text } from '../strings';

const CHOICES: Policy[] = ['none', 'save', 'shutdown', 'ignore'];

/** What happens to each guest when the host shuts down. */
export function Policies() {
  const live = useLive();
  const guests = useResource(live.guests);
  const s = text.settings;
  return (
    <Shown known={useResource(live.policies)}>
      {({ policies }) => (
        <Shown known={guests}>
          {(g) => {
            const rows = policiesOf(
              g.guests.map((x) => x.name),
              policies,
            );
            if (rows.length === 0) return <p>{s.noPolicies}</p>;
            return (
              <table className="gw-table">
                <thead>
                  <tr>
                    <th scope="col">{s.guest}</th>
                    <th scope="col">{s.policy}</th>
                    <th scope="col">
                      <span className="gw-unseen">{s.set}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((r) => (
                    <Row key={`${r.guest} ${r.policy}`} {...r} />
                  ))}
                </tbody>
              </table>
            );
          }}
        </Shown>
      )}
    </Shown>
  );
}

function Row({ guest, policy, known }: { guest: string; policy: Policy; known: boolean }) {
  const s = text.settings;
  const [chosen, setChosen] = useState(policy);
  const shown = visible(guest);
  return (
    <tr>
      <td data-label={s.guest}>
        {known ? (
          <a href={guestHash(guest)}>
            <Text value={guest} />
          </a>
        ) : (
          <>
            <Text value={guest} /> <span className="gw-why">{s.noSuchGuest}</span>
          </>
        )}
      </td>
      <td data-label={s.policy}>
        <FormSelect
          aria-label={s.policyOf(shown)}
          value={chosen}
          onChange={(_e, value) => {
            setChosen(value as Policy);
          }}
        >
          {CHOICES.map((c) => (
            <FormSelectOption key={c} value={c} label={s.policyText(c)} />
          ))}
        </FormSelect>
      </td>
      <td>
        <ActButton
          size="sm"
          variant="secondary"
          aria-label={s.setOf(shown)}
          reason={chosen === policy ? s.samePolicy : undefined}
          onClick={() => {
            window.location.hash = settingHash({ kind: 'shutdown-policy', guest, policy: chosen });
          }}
        >
          {s.set}
        </ActButton>
      </td>
    </tr>
  );
}
