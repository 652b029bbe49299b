import { Alert, Label } from '@patternfly/react-core';
import type { Guard as GuardState, SettingRequest } from '../api/types';
import type { Known } from '../live/resource';
import { guestHash, settingHash } from '../model/route';
import { ActButton } from '../parts/ActButton';
import { Shown } from '../parts/Failure';
import { isLimited } from '../parts/Limited';
import { Text } from '../parts/Text';
import { text } from '../strings';

const GREEN = 'green';
const ORANGE = 'orange';

/** Which tools ask Gangway, and which guests are at risk. */
export function Guard({ known }: { known: Known<GuardState> }) {
  if (isLimited(known.error)) {
    return <Alert isInline variant="info" component="h3" title={text.settings.onlyOperators} />;
  }
  return <Shown known={known}>{(guard) => <State guard={guard} />}</Shown>;
}

function State({ guard }: { guard: GuardState }) {
  const s = text.settings;
  const some = guard.tools.some((t) => t.status === 'guarded' || t.status === 'outdated') || guard.libvirt.some((f) => f.status === 'installed' || f.status === 'outdated');
  const title = guard.tools.length === 0 ? s.noTools : guard.complete ? s.complete : s.incomplete;
  return (
    <>
      <Alert isInline variant={guard.complete ? 'success' : 'warning'} component="h3" title={title} />
      <div className="gw-actions">
        {!guard.complete && <To request={{ kind: 'guard-install' }}>{s.install}</To>}
        {some && <To request={{ kind: 'guard-remove' }}>{s.removeGuard}</To>}
      </div>
      {guard.tools.length > 0 && (
        <table className="gw-table">
          <thead>
            <tr>
              <th scope="col">{s.tool}</th>
              <th scope="col">{s.state}</th>
            </tr>
          </thead>
          <tbody>
            {guard.tools.map((t) => (
              <tr key={t.path}>
                <td data-label={s.tool} className="gw-code">
                  <Text value={t.path} />
                </td>
                <td data-label={s.state}>
                  <Label color={t.status === 'guarded' ? GREEN : ORANGE}>{s.toolStatus[t.status]}</Label>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {guard.libvirt.length > 0 && (
        <table className="gw-table">
          <thead>
            <tr>
              <th scope="col">{s.file}</th>
              <th scope="col">{s.state}</th>
            </tr>
          </thead>
          <tbody>
            {guard.libvirt.map((f) => (
              <tr key={f.file}>
                <td data-label={s.file} className="gw-code">
                  <Text value={f.file} />
                </td>
                <td data-label={s.state}>{s.fileStatus(f.status, f.effective)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h3>{s.guests}</h3>
      {guard.guests.length === 0 ? (
        <p>{s.noGuests}</p>
      ) : (
        <table className="gw-table">
          <thead>
            <tr>
              <th scope="col">{s.guest}</th>
              <th scope="col">{s.risk}</th>
            </tr>
          </thead>
          <tbody>
            {guard.guests.map((g) => (
              <tr key={g.domid}>
                <td data-label={s.guest}>
                  <a href={guestHash(g.name)}>
                    <Text value={g.name} />
                  </a>
                </td>
                <td data-label={s.risk}>
                  <Label color={g.atRisk ? ORANGE : GREEN}>{g.atRisk ? s.atRisk : s.safe}</Label> <Text value={g.reason} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function To({ request, children }: { request: SettingRequest; children: string }) {
  return (
    <ActButton
      variant={request.kind === 'guard-install' ? 'primary' : 'secondary'}
      onClick={() => {
        window.location.hash = settingHash(request);
      }}
    >
      {children}
    </ActButton>
  );
}
