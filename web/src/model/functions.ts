import type { Carried, Owner, PciFunction } from '../api/types';

export interface Filter {
  text: string;
  /** A kind of owner; '' for all. */
  owner: '' | Owner['kind'];
  /** The class as a word; '' for all. */
  kind: string;
  hidden: '' | HiddenState;
}

export const NO_FILTER: Filter = { text: '', owner: '', kind: '', hidden: '' };

export function isUnfiltered(f: Filter): boolean {
  return f.text === '' && f.owner === '' && f.kind === '' && f.hidden === '';
}

export type HiddenState = 'not' | 'now-and-reboot' | 'now-only' | 'reboot-only';

export function hiddenState(f: PciFunction): HiddenState {
  if (f.hidden.now) return f.hidden.afterReboot ? 'now-and-reboot' : 'now-only';
  return f.hidden.afterReboot ? 'reboot-only' : 'not';
}

/** Vendor and device, as far as they are known, and the ids. */
export function deviceName(f: PciFunction): string {
  const names = [f.vendorName, f.deviceName].filter((n) => n !== undefined).join(' ');
  return names === '' ? `[${f.id}]` : `${names} [${f.id}]`;
}

/** The functions of a list, with what they carry as far as another list tells it. */
export function withCarries(functions: readonly PciFunction[], uses: readonly PciFunction[]): PciFunction[] {
  const known = new Map(uses.map((f) => [f.address, f.carries]));
  return functions.map((f) => {
    const carries = known.get(f.address);
    return carries === undefined ? f : { ...f, carries };
  });
}

/** So many parts of what a device carries fit into a row. */
const MOST_PARTS = 6;

/**
 * What a function carries, in a few words: each device that is directly on the function, with what is on it: `sda: md0, vg0-root, /`.
 *
 * @param unknown stands for what the service could not determine
 */
export function carriedText(carries: readonly Carried[], unknown: string): string {
  const devices = new Map<string, Set<string>>();
  for (const c of carries) {
    const [device, ...above] = c.chain.length > 0 ? c.chain.map((part) => part.replace(/^\/dev\//, '')) : [c.kind === 'unknown' ? unknown : c.what];
    if (device === undefined) continue;
    const parts = devices.get(device) ?? new Set();
    above.forEach((part) => parts.add(part));
    devices.set(device, parts);
  }
  return [...devices].map(([device, parts]) => (parts.size === 0 ? device : `${device}: ${some([...parts])}`)).join('; ');
}

function some(parts: readonly string[]): string {
  return parts.length <= MOST_PARTS ? parts.join(', ') : `${parts.slice(0, MOST_PARTS).join(', ')}, …`;
}

/** All text of a row, in lower case. */
function searchable(f: PciFunction): string {
  const owner = f.owner;
  const names = owner.kind === 'guest' || owner.kind === 'arriving' ? owner.guest : '';
  return [f.address, f.id, f.kind, f.className, f.vendorName, f.deviceName, f.driver, owner.kind, names, ...(f.carries ?? []).flatMap((c) => [c.what, ...c.chain])]
    .filter((t) => t !== undefined)
    .join('\n')
    .toLowerCase();
}

const texts = new WeakMap<PciFunction, string>();

/** Whether a function passes a filter. All words of the text must be somewhere in its row. */
export function passes(f: PciFunction, filter: Filter): boolean {
  if (filter.owner !== '' && f.owner.kind !== filter.owner) return false;
  if (filter.kind !== '' && f.kind !== filter.kind) return false;
  if (filter.hidden !== '' && hiddenState(f) !== filter.hidden) return false;
  const words = filter.text.toLowerCase().split(/\s+/).filter((w) => w !== '');
  if (words.length === 0) return true;
  let text = texts.get(f);
  if (text === undefined) {
    text = searchable(f);
    texts.set(f, text);
  }
  const all = text;
  return words.every((w) => all.includes(w));
}

export function isBridge(f: PciFunction): boolean {
  return f.kind === 'bridge';
}

export function kindsOf(functions: PciFunction[]): string[] {
  return [...new Set(functions.map((f) => f.kind))].sort();
}

/** Why a function cannot be given to a guest, as far as the list itself shows. */
export type Obstacle =
  | { why: 'bridge' }
  | { why: 'guest'; guest: string }
  | { why: 'arriving'; guest: string }
  | { why: 'inconsistent'; evidence: string[] }
  | { why: 'operation'; id: string; command: string; interrupted: boolean };

export function obstacle(f: PciFunction): Obstacle | undefined {
  if (f.operation !== undefined) {
    return { why: 'operation', id: f.operation.id, command: f.operation.command, interrupted: f.operation.interrupted };
  }
  switch (f.owner.kind) {
    case 'guest':
      return { why: 'guest', guest: f.owner.guest };
    case 'arriving':
      return { why: 'arriving', guest: f.owner.guest };
    case 'inconsistent':
      return { why: 'inconsistent', evidence: f.owner.evidence };
    case 'none':
    case 'dom0':
    case 'pciback':
      return isBridge(f) ? { why: 'bridge' } : undefined;
  }
}

/** `0000:09:00` of `0000:09:00.0`: the device that a function belongs to. */
export function deviceOf(address: string): string {
  const dot = address.lastIndexOf('.');
  return dot < 0 ? address : address.slice(0, dot);
}
