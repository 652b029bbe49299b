import { useLive, useResource } from '../live/hooks';
import { Heading } from '../parts/Heading';
import { text } from '../strings';
import { BootSettings } from './BootSettings';
import { Guard } from './Guard';
import { Policies } from './Policies';

/** The settings of the host: the guard, what happens to guests at a shutdown, and what is hidden at boot. */
export function Settings() {
  const live = useLive();
  const s = text.settings;
  return (
    <>
      <Heading level={1} focusKey="settings">
        {s.title}
      </Heading>
      <section className="gw-setting" aria-labelledby="guard">
        <h2 id="guard">{s.guard}</h2>
        <p className="gw-help-shown">{s.guardHelp}</p>
        <Guard known={useResource(live.guard)} />
      </section>
      <section className="gw-setting" aria-labelledby="policies">
        <h2 id="policies">{s.policies}</h2>
        <p className="gw-help-shown">{s.policiesHelp}</p>
        <Policies />
      </section>
      <section className="gw-setting" aria-labelledby="boot">
        <h2 id="boot">{s.boot}</h2>
        <p className="gw-help-shown">{s.bootHelp}</p>
        <BootSettings known={useResource(live.bootState)} />
      </section>
    </>
  );
}
