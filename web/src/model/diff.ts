/** A line of a unified diff. `place` tells from which line of the file on the next lines are. */
export type DiffLine =
  | { what: 'added' | 'removed' | 'same'; text: string }
  | { what: 'note'; text: string }
  | { what: 'place'; before: number; after: number; text: string };

const PLACE = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** The lines of docs/json.md's `diff`. A line that is not one of a diff is shown as it is. */
export function diffLines(diff: readonly string[]): DiffLine[] {
  return diff.map((line): DiffLine => {
    const place = PLACE.exec(line);
    if (place !== null) return { what: 'place', before: Number(place[1]), after: Number(place[2]), text: line };
    switch (line[0]) {
      case '+':
        return { what: 'added', text: line.slice(1) };
      case '-':
        return { what: 'removed', text: line.slice(1) };
      case ' ':
        return { what: 'same', text: line.slice(1) };
      default:
        return { what: 'note', text: line };
    }
  });
}
