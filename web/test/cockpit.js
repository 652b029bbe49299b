// A stand-in for Cockpit's base1/cockpit.js, as far as the page uses it (src/transport/cockpit.ts): what goes to the socket of the
// service goes to the mock server. cockpit.allow(true) is what a user does who turns on administrative access.
(() => {
  const TOKEN = 'a-token';
  const SOCKET = '/run/gangway/api.sock';
  const permissions = new Set();
  let allowed = null;

  function checked(options) {
    if (options.unix !== SOCKET || options.superuser !== 'try' || options.binary !== true) throw new Error(`not as agreed: ${JSON.stringify(options)}`);
  }

  const ask = (method, path, headers, body, signal) =>
    fetch(path, { method, headers: { ...headers, Authorization: `Bearer ${TOKEN}` }, signal, ...(method === 'GET' ? {} : { body }) });

  // the browser has unpacked the body already
  const headersOf = (response) => Object.fromEntries([...response.headers].filter(([name]) => name !== 'content-encoding'));

  window.cockpit = {
    http(options) {
      checked(options);
      return {
        close() {},
        request({ method, path, headers, body }) {
          let told = () => {};
          const data = (async () => {
            const response = await ask(method, path, headers, body);
            const bytes = new Uint8Array(await response.arrayBuffer());
            told(response.status, headersOf(response));
            return { status: response.status, bytes };
          })();
          const self = {
            response(listener) {
              told = listener;
              return self;
            },
            then(done, failed) {
              data.then(
                ({ status, bytes }) => (status < 400 ? done(bytes) : failed({ status, problem: null, message: 'error' }, bytes)),
                (e) => failed({ problem: 'disconnected', message: String(e) }, null),
              );
            },
          };
          return self;
        },
      };
    },

    channel(options) {
      checked(options);
      if (options.payload !== 'stream') throw new Error('not a raw channel');
      const listeners = { message: [], close: [] };
      const tell = (name, value) => listeners[name].forEach((l) => l({}, value));
      const stop = new AbortController();
      return {
        addEventListener: (name, listener) => listeners[name].push(listener),
        close: () => stop.abort(),
        async send(data) {
          const [first, ...lines] = new TextDecoder().decode(data).trim().split('\r\n');
          const [method, path] = first.split(' ');
          const headers = Object.fromEntries(lines.map((line) => line.split(': ', 2)).filter(([name]) => !/^(Host|Connection)$/.test(name)));
          try {
            const response = await ask(method, path, headers, undefined, stop.signal);
            const head = Object.entries(headersOf(response)).map(([name, value]) => `${name}: ${value}\r\n`);
            const shown = head.filter((line) => !/^(transfer-encoding|content-length|connection|keep-alive):/i.test(line)).join('');
            tell('message', new TextEncoder().encode(`HTTP/1.1 ${response.status} OK\r\n${shown}Connection: close\r\n\r\n`));
            for await (const piece of response.body) tell('message', piece);
            tell('close', { problem: null });
          } catch (e) {
            if (!stop.signal.aborted) tell('close', { problem: 'disconnected', message: String(e) });
          }
        },
      };
    },

    permission() {
      const self = {
        get allowed() {
          return allowed;
        },
        listeners: [],
        addEventListener: (_name, listener) => self.listeners.push(listener),
        close: () => permissions.delete(self),
      };
      permissions.add(self);
      return self;
    },

    allow(value) {
      allowed = value;
      permissions.forEach((p) => p.listeners.forEach((l) => l()));
    },
  };
  // the first answer comes after the page has asked
  setTimeout(() => window.cockpit.allow(false), 50);
})();
