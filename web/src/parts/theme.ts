const DARK = 'pf-v6-theme-dark';

/** Follows Cockpit's choice of light or dark, and otherwise the choice of the system. */
export function followTheme(window: Window & typeof globalThis): void {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  let chosen: string | null = null;
  try {
    chosen = window.localStorage.getItem('shell:style');
  } catch {
    // without storage the system's choice counts
  }
  const apply = () => {
    const dark = chosen === 'dark' || (chosen !== 'light' && system.matches);
    window.document.documentElement.classList.toggle(DARK, dark);
  };
  system.addEventListener('change', apply);
  window.addEventListener('storage', (e) => {
    if (e.key !== 'shell:style') return;
    chosen = e.newValue;
    apply();
  });
  window.addEventListener('cockpit-style', (e) => {
    const detail: unknown = (e as CustomEvent).detail;
    if (typeof detail === 'object' && detail !== null && 'style' in detail && typeof detail.style === 'string') chosen = detail.style;
    apply();
  });
  apply();
}
