import { Alert, Button, Label } from '@patternfly/react-core';
import type { BootFunction, BootState, HideList } from '../api/types';
import type { Known } from '../live/resource';
import { deviceHash, wizardHash } from '../model/route';
import { hiddenAfterReboot, taskOf } from '../model/settings';
import { Command, lineOf } from '../parts/Command';
import { Shown } from '../parts/Failure';
import { Lines, Linked, Text } from '../parts/Text';
import { text } from '../strings';

/** What is hidden now and after the next boot, by which setting, and why both differ. */
export function BootSettings({ known }: { known: Known<BootState> }) {
  return <Shown known={known}>{(boot) => <State boot={boot} />}</Shown>;
}

function State({ boot }: { boot: BootState }) {
  const s = text.settings;
  const different = boot.functions.filter((f) => f.difference !== undefined);
  return (
    <>
      {boot.functions.length === 0 ? (
        <p>{s.nothingHidden}</p>
      ) : (
        <>
          <Alert
            isInline
            variant={different.length === 0 ? 'success' : 'warning'}
            component="h3"
            title={different.length === 0 ? s.same : s.differs(different.length)}
          />
          <Functions functions={boot.functions} />
        </>
      )}
      {different.length > 0 && (
        <>
          <h3>{s.differences}</h3>
          <ul className="gw-findings">
            {different.map((f) => (
              <Difference key={f.address} of={f} />
            ))}
          </ul>
        </>
      )}
      <h3>{s.lists}</h3>
      {boot.refused !== undefined && <Alert isInline variant="warning" component="h4" title={<Text value={s.refusedAtBoot(boot.refused)} />} />}
      {boot.lists.length === 0 ? (
        <p>{s.noList}</p>
      ) : (
        <ul className="gw-findings">
          {boot.lists.map((l) => (
            <List key={`${l.setIn} ${l.list}`} list={l} />
          ))}
        </ul>
      )}
      <h3>{s.loaders}</h3>
      {boot.builtIn ? <p>{s.builtIn}</p> : boot.loaders.length === 0 ? <p>{s.noLoader}</p> : <Lines values={boot.loaders} />}
      <p className="gw-why">{s.dialect(boot.dialect)}</p>
    </>
  );
}

function Functions({ functions }: { functions: BootFunction[] }) {
  const s = text.settings;
  return (
    <table className="gw-table">
      <thead>
        <tr>
          <th scope="col">{s.address}</th>
          <th scope="col">{s.device}</th>
          <th scope="col">{s.owner}</th>
          <th scope="col">{s.now}</th>
          <th scope="col">{s.afterReboot}</th>
          <th scope="col">{s.setIn}</th>
          <th scope="col">{s.difference}</th>
        </tr>
      </thead>
      <tbody>
        {functions.map((f) => {
          const after = hiddenAfterReboot(f);
          return (
            <tr key={f.address}>
              <td data-label={s.address} className="gw-code">
                <a href={deviceHash(f.address)}>{f.address}</a>
              </td>
              <td data-label={s.device}>
                <Text value={[f.vendorName, f.deviceName].filter((n) => n !== undefined).join(' ') || f.kind} />
              </td>
              <td data-label={s.owner}>
                <Text value={text.devices.ownerOf(f.owner)} />
              </td>
              <td data-label={s.now}>{f.hidden.now ? s.hidden : s.notHidden}</td>
              <td data-label={s.afterReboot}>{after === undefined ? text.unknown : after ? s.hidden : s.notHidden}</td>
              <td data-label={s.setIn}>
                <Text value={f.hidden.setIn ?? f.otherwise ?? text.none} />
              </td>
              <td data-label={s.difference}>
                {f.difference === undefined ? text.none : <Label color="orange">{s.differenceKind[f.difference.kind]}</Label>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Difference({ of: { address, difference } }: { of: BootFunction }) {
  const s = text.settings;
  if (difference === undefined) return null;
  return (
    <li className="gw-finding gw-warns">
      <h4 className="gw-finding-title">
        <a href={deviceHash(address)}>{address}</a> {s.differenceKind[difference.kind]}
      </h4>
      <p>
        <Linked value={difference.message} />
      </p>
      {difference.remedies.map((r) => {
        const line = lineOf(r.commandLine);
        const task = taskOf(r.commandLine);
        return (
          <div key={line} className="gw-actions">
            <Text value={r.message} />
            <Command line={line} />
            {task !== undefined && (
              <Button variant="link" isInline component="a" href={wizardHash(task.kind, task.functions)} aria-label={s.toCheckOf(line)}>
                {s.toCheck}
              </Button>
            )}
          </div>
        );
      })}
    </li>
  );
}

function List({ list }: { list: HideList }) {
  const s = text.settings;
  return (
    <li className={`gw-finding${list.noEffect === undefined ? '' : ' gw-warns'}`}>
      <h4 className="gw-finding-title">
        <Text value={list.setIn} /> <Label color={list.noEffect === undefined ? 'green' : 'orange'}>{list.noEffect === undefined ? s.inEffect : s.noEffect}</Label>
      </h4>
      <p className="gw-code">
        <Text value={list.list} />
      </p>
      {list.noEffect !== undefined && (
        <p>
          <Text value={list.noEffect} />
        </p>
      )}
      {list.syntaxError !== undefined && (
        <p>
          <Text value={s.syntaxError(list.syntaxError)} />
        </p>
      )}
      {list.absent.length > 0 && (
        <p>
          <Text value={s.absent(list.absent.join(', '))} />
        </p>
      )}
    </li>
  );
}
