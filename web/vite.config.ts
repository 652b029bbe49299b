import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
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

const LICENCES = 'licences.md';

/** What Vite does not find: PatternFly contains these, and they have licences of their own. */
const CONTAINED = {
  'Popper core': 'node_modules/@patternfly/react-core/src/helpers/Popper/thirdparty/popper-core/LICENSE.md',
  'React Popper': 'node_modules/@patternfly/react-core/src/helpers/Popper/thirdparty/react-popper/LICENSE',
  'Red Hat fonts': 'licences/red-hat-fonts.txt',
};

/** Adds these licences to those of the libraries in the bundle, which Vite writes. */
function licencesOfContained(): Plugin {
  return {
    name: 'licences-of-contained',
    apply: 'build',
    closeBundle() {
      for (const [name, file] of Object.entries(CONTAINED)) appendFileSync(`dist/${LICENCES}`, `\n---\n\n## ${name}\n\n${readFileSync(file, 'utf8')}`);
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [react(), cockpitEntrance(), licencesOfContained()],
  build: {
    target: 'es2022',
    // Cockpit's content security policy allows no data: URL for fonts
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    license: { fileName: LICENCES },
    chunkSizeWarningLimit: 1000,
  },
});
