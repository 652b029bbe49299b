import type { GuestKind, Kind, Policy, SettingRequest } from '../api/types';

/** A place of the page, as the part of its address after `#`. */
export type Route =
  | { page: 'devices'; device: string | undefined; query: URLSearchParams }
  | { page: 'wizard'; kind: Kind; functions: string[]; guest: string | undefined }
  | { page: 'guest-task'; kind: GuestKind; guest: string | undefined }
  | { page: 'operations' }
  | { page: 'operation'; id: string; task: boolean }
  | { page: 'guests'; name: string | undefined }
  | { page: 'doctor' }
  | { page: 'settings' }
  | { page: 'setting'; request: SettingRequest }
  | { page: 'unknown' };

const KINDS: readonly string[] = ['hide', 'unhide', 'attach', 'detach', 'assign', 'unassign'] satisfies Kind[];
const GUEST_KINDS: readonly string[] = ['new', 'enable-hotplug', 'save', 'restore', 'migrate'] satisfies GuestKind[];
export const ADDRESS = /^[0-9a-f]{4,8}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]$/;

export function parse(hash: string): Route {
  const text = hash.replace(/^#/, '');
  const mark = text.indexOf('?');
  const query = new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1));
  const [first = '', second] = (mark < 0 ? text : text.slice(0, mark)).split('/').filter((p) => p !== '').map(decoded);
  switch (first) {
    case '':
      return { page: 'devices', device: undefined, query };
    case 'device':
      return { page: 'devices', device: second, query };
    case 'request': {
      const kind = query.get('kind') ?? 'assign';
      if (!KINDS.includes(kind)) return { page: 'unknown' };
      const functions = (query.get('functions') ?? '').split(',').filter((a) => ADDRESS.test(a));
      return { page: 'wizard', kind: kind as Kind, functions, guest: query.get('guest') ?? undefined };
    }
    case 'guest-request': {
      const kind = query.get('kind') ?? '';
      return GUEST_KINDS.includes(kind) ? { page: 'guest-task', kind: kind as GuestKind, guest: query.get('guest') ?? undefined } : { page: 'unknown' };
    }
    case 'operations':
      return second === undefined ? { page: 'operations' } : { page: 'operation', id: second, task: query.has('task') };
    case 'guests':
      return { page: 'guests', name: second };
    case 'doctor':
      return { page: 'doctor' };
    case 'host': {
      if (second === undefined) return { page: 'settings' };
      const request = settingOf(second, query);
      return request === undefined ? { page: 'unknown' } : { page: 'setting', request };
    }
    default:
      return { page: 'unknown' };
  }
}

const POLICIES: readonly string[] = ['save', 'shutdown', 'ignore', 'none'] satisfies Policy[];

/** A change of a setting as the address of the page has it. */
function settingOf(kind: string, query: URLSearchParams): SettingRequest | undefined {
  if (kind === 'guard-install' || kind === 'guard-remove') return { kind };
  const guest = query.get('guest') ?? '';
  const policy = query.get('policy') ?? '';
  return kind === 'shutdown-policy' && guest !== '' && POLICIES.includes(policy) ? { kind, guest, policy: policy as Policy } : undefined;
}

export const SETTINGS = '#/host';

export function settingHash(request: SettingRequest): string {
  const query = request.kind === 'shutdown-policy' ? `?${new URLSearchParams({ guest: request.guest, policy: request.policy }).toString()}` : '';
  return `${SETTINGS}/${request.kind}${query}`;
}

export function wizardHash(kind: Kind, functions: string[], guest?: string): string {
  const query = new URLSearchParams({ kind, functions: functions.join(',') });
  if (guest !== undefined) query.set('guest', guest);
  // commas and colons stay readable
  return `#/request?${query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')}`;
}

export function guestTaskHash(kind: GuestKind, guest?: string): string {
  return `#/guest-request?${new URLSearchParams({ kind, ...(guest === undefined ? {} : { guest }) }).toString()}`;
}

export function deviceHash(address: string): string {
  return `#/device/${address}`;
}

/** @param task whether the operation is shown as the last steps of the task that started it */
export function operationHash(id: string, task = false): string {
  return `#/operations/${encodeURIComponent(id)}${task ? '?task' : ''}`;
}

export function guestHash(name: string): string {
  return `#/guests/${encodeURIComponent(name)}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
