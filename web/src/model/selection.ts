import type { Kind, PciFunction } from '../api/types';

/** What can be done with all of these functions at once, the likeliest first. */
export function kindsFor(functions: PciFunction[]): Kind[] {
  if (functions.length === 0) return [];
  const guests = new Set(functions.map((f) => (f.owner.kind === 'guest' ? f.owner.guest : undefined)));
  if (!guests.has(undefined)) return guests.size === 1 ? ['detach', 'unassign'] : [];
  if (functions.every((f) => f.owner.kind === 'pciback')) return ['attach', 'unhide'];
  if (functions.every((f) => ['none', 'dom0', 'pciback'].includes(f.owner.kind))) return ['assign', 'hide'];
  return [];
}

export function needsGuest(kind: Kind): boolean {
  return kind === 'attach' || kind === 'assign' || kind === 'detach' || kind === 'unassign';
}

/** The addresses from the anchor to the end, in the order of the rows; both included. */
export function range(rows: readonly string[], anchor: string | undefined, end: string): string[] {
  const to = rows.indexOf(end);
  const from = anchor === undefined ? to : rows.indexOf(anchor);
  if (to < 0) return [];
  if (from < 0) return [end];
  return rows.slice(Math.min(from, to), Math.max(from, to) + 1);
}

/** The most functions that one request can have. */
export const MOST = 64;

export function batches<T>(all: readonly T[], size: number): T[][] {
  const found: T[][] = [];
  for (let i = 0; i < all.length; i += size) found.push(all.slice(i, i + size));
  return found;
}
