import { readFileSync, writeFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Writes cockpit.html: index.html with Cockpit's own script in front of the bundle. So both entrances load the same bundle. */
function cockpitEntrance(): Plugin {
  return {
    name: 'cockpit-entrance',
    apply: 'build',
    closeBundle() {
      const page = readFileSync('dist/index.html', 'utf8');
      const changed = page.replace('<script type="module"', '<script src="../base1/cockpit.js"></script>\n    <script type="module"');
      if (changed === page) throw new Error('dist/index.html has no script of type module');
      writeFileSync('dist/cockpit.html', changed);
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [react(), cockpitEntrance()],
  build: {
    target: 'es2022',
    // Cockpit's content security policy allows no data: URL for fonts
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
  },
});
