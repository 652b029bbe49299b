import type { GuestKind, GuestRequest, Replacement } from '../api/types';
import { text } from '../strings';
import { ADDRESS } from './route';

export type Manner = 'live' | 'suspended' | 'cold';

/** What is entered about a request about a guest; a form shows only the fields of its kind. */
export interface GuestForm {
  guest: string;
  image: string;
  cold: boolean;
  host: string;
  manner: Manner;
  replacements: string;
  toolstack: string;
  memory: string;
  vcpus: string;
  disks: string;
  kernel: string;
  initrd: string;
  arguments: string;
  bridges: string;
  functions: readonly string[];
  start: boolean;
}

export const EMPTY: GuestForm = {
  guest: '',
  image: '',
  cold: false,
  host: '',
  manner: 'live',
  replacements: '',
  toolstack: '',
  memory: '1024',
  vcpus: '1',
  disks: '',
  kernel: '',
  initrd: '',
  arguments: '',
  bridges: '',
  functions: [],
  start: false,
};

/** The request of a form, and what is missing in it. */
export function requestOf(kind: GuestKind, f: GuestForm): { request: GuestRequest; incomplete: string | undefined } {
  const t = text.guestTask;
  const replaced = replacementsOf(f.replacements);
  const replacements = replaced === undefined || replaced.length === 0 ? {} : { replacements: replaced };
  const wrongMap = replaced === undefined ? t.replacementsWrong : undefined;
  const noGuest = f.guest === '' ? t.noGuest : undefined;
  const noImage = isPath(f.image) ? undefined : t.imageNeeded;
  switch (kind) {
    case 'enable-hotplug':
      return { request: { kind, guest: f.guest }, incomplete: noGuest };
    case 'save':
      return { request: { kind, guest: f.guest, image: f.image, ...(f.cold ? { cold: true } : {}) }, incomplete: noGuest ?? noImage };
    case 'restore':
      return { request: { kind, image: f.image, ...replacements }, incomplete: noImage ?? wrongMap };
    case 'migrate':
      return {
        request: {
          kind,
          guest: f.guest,
          host: f.host.trim(),
          ...(f.manner === 'suspended' ? { suspended: true } : {}),
          ...(f.manner === 'cold' ? { cold: true } : {}),
          ...replacements,
        },
        incomplete: noGuest ?? (f.host.trim() === '' ? t.hostNeeded : wrongMap),
      };
    case 'new':
      return { request: newGuest(f), incomplete: missingOfNew(f) };
  }
}

function newGuest(f: GuestForm): GuestRequest {
  const disks = lines(f.disks);
  const bridges = words(f.bridges);
  return {
    kind: 'new',
    guest: f.guest,
    ...(f.functions.length > 0 ? { functions: [...f.functions] } : {}),
    ...(f.toolstack === '' ? {} : { toolstack: f.toolstack }),
    memory: Number(f.memory),
    vcpus: Number(f.vcpus),
    ...(f.kernel === '' ? {} : { kernel: f.kernel }),
    ...(f.initrd === '' ? {} : { initrd: f.initrd }),
    ...(f.arguments === '' ? {} : { arguments: f.arguments }),
    ...(disks.length > 0 ? { disks } : {}),
    ...(bridges.length > 0 ? { bridges } : {}),
    ...(f.start ? { start: true } : {}),
  };
}

function missingOfNew(f: GuestForm): string | undefined {
  const t = text.guestTask;
  const disks = lines(f.disks);
  if (f.guest === '') return t.nameNeeded;
  if (![f.memory, f.vcpus].every((n) => /^[1-9][0-9]{0,8}$/.test(n))) return t.numberNeeded;
  if (f.kernel === '' && disks.length === 0) return t.bootNeeded;
  if (f.kernel === '' && (f.initrd !== '' || f.arguments !== '')) return t.kernelNeeded;
  return [...disks, f.kernel, f.initrd].every((p) => p === '' || isPath(p)) ? undefined : t.pathsWrong;
}

/** Undefined if the text is something else than OLD=NEW, any number of times. */
function replacementsOf(entered: string): Replacement[] | undefined {
  const all: Replacement[] = [];
  for (const word of words(entered)) {
    const [from = '', to = '', ...more] = word.toLowerCase().split('=');
    if (more.length > 0 || !ADDRESS.test(from) || !ADDRESS.test(to)) return undefined;
    all.push({ from, to });
  }
  return all;
}

function isPath(entered: string): boolean {
  return entered.startsWith('/') && entered.length > 1;
}

function words(entered: string): string[] {
  return entered.split(/\s+/).filter((w) => w !== '');
}

/** The lines that are not empty, without blanks around them. */
function lines(entered: string): string[] {
  return entered
    .split('\n')
    .map((l) => l.trim())
    .filter((l) => l !== '');
}
