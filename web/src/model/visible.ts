/** A piece of a text: as it is, or a character that a reader would not see, by its code. */
export interface Piece {
  text: string;
  control: boolean;
}

/** Texts longer than this are cut. In characters (UTF-16 code units). */
export const LONGEST = 4000;

// C0 and C1 controls, soft hyphen, zero-width and direction characters, line separators, unassigned "tags", byte order mark, variation selectors, lone surrogates
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]|[\u{e0000}-\u{e0fff}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/u;

/** Splits a text that a guest may control, so that nothing in it is invisible or changes the direction of the text around it. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let plain = '';
  for (const c of text.length > LONGEST ? text.slice(0, LONGEST) : text) {
    if (!UNSEEN.test(c)) {
      plain += c;
      continue;
    }
    if (plain !== '') found.push({ text: plain, control: false });
    plain = '';
    found.push({ text: `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`, control: true });
  }
  if (plain !== '') found.push({ text: plain, control: false });
  return found;
}

/** The same as one text, for labels that cannot have markup. */
export function visible(text: string): string {
  return pieces(text)
    .map((p) => (p.control ? `<${p.text}>` : p.text))
    .join('');
}
