import '@patternfly/react-core/dist/styles/base.css';
import './page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Api } from './api/api';
import { App } from './App';
import { Live } from './live/live';
import { followTheme } from './parts/theme';
import { type Cockpit, CockpitTransport } from './transport/cockpit';
import { StandaloneTransport, takeToken } from './transport/standalone';
import type { Transport } from './transport/transport';

declare global {
  interface Window {
    /** Only in Cockpit: from base1/cockpit.js, which cockpit.html loads. */
    cockpit?: Cockpit;
  }
}

function transport(): Transport {
  if (window.cockpit !== undefined) return new CockpitTransport(window.cockpit);
  return new StandaloneTransport(takeToken(window.location, window.history, window.sessionStorage));
}

followTheme(window);
const place = document.getElementById('page');
if (place !== null) {
  createRoot(place).render(
    <StrictMode>
      <App live={new Live(new Api(transport()))} />
    </StrictMode>,
  );
}
