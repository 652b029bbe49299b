import { useEffect } from 'react';
import { Banners } from './Banners';
import { Devices } from './devices/Devices';
import { Doctor } from './doctor/Doctor';
import { Guests } from './guests/Guests';
import { GuestTask } from './guests/GuestTask';
import { Setting } from './host/Setting';
import { Settings } from './host/Settings';
import { LiveContext, useConnection, useLive, useResource, useRoute } from './live/hooks';
import type { Live } from './live/live';
import { type Route, SETTINGS } from './model/route';
import { Operation } from './operations/Operation';
import { Operations } from './operations/Operations';
import { Heading } from './parts/Heading';
import { Text } from './parts/Text';
import { text } from './strings';
import { Wizard } from './wizard/Wizard';

export function App({ live }: { live: Live }) {
  useEffect(() => live.start(), [live]);
  return (
    <LiveContext value={live}>
      <Page />
    </LiveContext>
  );
}

function Page() {
  const route = useRoute();
  useEffect(() => {
    document.title = `${titleOf(route)} - ${text.product}`;
  }, [route]);
  return (
    <div className="gw-page">
      <a
        className="gw-skip"
        href="#content"
        onClick={(e) => {
          // the part after # is the place of the page
          e.preventDefault();
          document.getElementById('content')?.focus();
        }}
      >
        {text.skip}
      </a>
      <header className="gw-header">
        <Navigation route={route} />
        <HostLine />
      </header>
      <main id="content" tabIndex={-1}>
        <Banners />
        <Contents route={route} />
      </main>
    </div>
  );
}

function Contents({ route }: { route: Route }) {
  switch (route.page) {
    case 'devices':
      return <Devices device={route.device} query={route.query} />;
    case 'wizard':
      return <Wizard kind={route.kind} functions={route.functions} guest={route.guest} />;
    case 'guest-task':
      return <GuestTask key={`${route.kind} ${route.guest ?? ''}`} kind={route.kind} guest={route.guest} />;
    case 'operations':
      return <Operations />;
    case 'operation':
      return <Operation key={route.id} id={route.id} task={route.task} />;
    case 'guests':
      return <Guests name={route.name} />;
    case 'doctor':
      return <Doctor />;
    case 'settings':
      return <Settings />;
    case 'setting':
      return <Setting key={JSON.stringify(route.request)} request={route.request} />;
    case 'unknown':
      return (
        <>
          <Heading level={1} focusKey="unknown">
            {text.notFound.title}
          </Heading>
          <p>{text.notFound.body}</p>
        </>
      );
  }
}

function titleOf(route: Route): string {
  switch (route.page) {
    case 'devices':
      return route.device ?? text.devices.title;
    case 'wizard':
      return text.wizard.title(route.kind);
    case 'guest-task':
      return text.guestTask.title[route.kind];
    case 'operations':
      return text.operations.title;
    case 'operation':
      return text.operation.title;
    case 'guests':
      return route.name ?? text.guests.title;
    case 'doctor':
      return text.doctor.title;
    case 'settings':
      return text.settings.title;
    case 'setting':
      return text.settings.change(route.request);
    case 'unknown':
      return text.notFound.title;
  }
}

function Navigation({ route }: { route: Route }) {
  const doctor = useResource(useLive().doctor).data;
  const issues = doctor?.issues.filter((i) => i.severity !== 'notes').length ?? 0;
  const entries: { name: string; href: string; pages: Route['page'][] }[] = [
    { name: text.nav.devices, href: '#/', pages: ['devices', 'wizard'] },
    { name: text.nav.guests, href: '#/guests', pages: ['guests', 'guest-task'] },
    { name: text.nav.operations, href: '#/operations', pages: ['operations', 'operation'] },
    { name: text.nav.settings, href: SETTINGS, pages: ['settings', 'setting'] },
    { name: issues > 0 ? `${text.nav.doctor} ${text.nav.issues(issues)}` : text.nav.doctor, href: '#/doctor', pages: ['doctor'] },
  ];
  return (
    <nav aria-label={text.nav.label} className="gw-nav">
      <ul>
        {entries.map((e) => (
          <li key={e.href}>
            <a href={e.href} aria-current={e.pages.includes(route.page) ? 'page' : undefined}>
              {e.name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What the host is, and whether the page is connected. */
function HostLine() {
  const host = useResource(useLive().host).data;
  const connection = useConnection();
  const parts: string[] = [];
  if (host?.name !== undefined) parts.push(host.name);
  if (host !== undefined) parts.push(host.xen === undefined ? text.host.noXen : text.host.xen(host.xen));
  if (host?.iommu !== undefined) parts.push(host.iommu === true ? text.host.iommu : host.iommu === false ? text.host.noIommu : host.iommu);
  if (host?.observed !== undefined && !Number.isNaN(Date.parse(host.observed))) parts.push(text.host.observed(new Date(host.observed)));
  return (
    <p className="gw-host">
      {parts.length > 0 && <Text value={parts.join(', ')} />}
      <span className={`gw-live gw-live-${connection.state}`}>{text.connection[connection.state]}</span>
    </p>
  );
}
