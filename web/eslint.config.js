import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'target', 'node_modules'] },
  ...tseslint.configs.strict,
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      // text from guests must never become markup
      'no-restricted-syntax': [
        'error',
        { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'text is never markup' },
        { selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc)$/]', message: 'text is never markup' },
        { selector: 'CallExpression[callee.property.name=/^(write|writeln|insertAdjacentHTML|createContextualFragment)$/]', message: 'text is never markup' },
        { selector: 'Property[key.name="dangerouslySetInnerHTML"]', message: 'text is never markup' },
        { selector: 'JSXText[value=/[A-Za-z]{2}/]', message: 'texts belong into src/strings.ts' },
      ],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
    },
  },
);
