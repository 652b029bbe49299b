/** The JSON of the API, as docs/api.md and docs/json.md describe it. Members can be added without notice, and are ignored here. */

export interface Entrance {
  version?: string;
}

export interface Me {
  user: string;
  uid?: number;
  via: string;
  role: 'viewer' | 'operator';
  mayAct: boolean;
}

export interface Host {
  name?: string;
  xen?: string;
  iommu?: boolean | string;
  kernel?: string;
  bootId?: string;
  /** ISO 8601: when the service read the host. */
  observed?: string;
  generation?: number | string;
  /** The ids of interrupted operations. */
  interrupted?: string[];
  dom0?: boolean;
}

export type Owner =
  | { kind: 'none' }
  | { kind: 'dom0'; driver: string }
  | { kind: 'pciback' }
  | { kind: 'guest'; guest: string; domid: number; vdev?: string }
  | { kind: 'arriving'; guest: string; domid: number }
  | { kind: 'inconsistent'; evidence: string[] };

export interface Hidden {
  now: boolean;
  afterReboot: boolean;
  setIn?: string;
  doubt?: string;
}

/** What dom0 or a guest uses of a function. */
export interface Carried {
  kind: string;
  what: string;
  chain: string[];
}

export interface PciFunction {
  address: string;
  id: string;
  subsystem?: string;
  class: string;
  kind: string;
  vendorName?: string;
  deviceName?: string;
  className?: string;
  driver?: string;
  operation?: { id: string; command: string; pid: number; interrupted: boolean };
  owner: Owner;
  hidden: Hidden;
  /** Left out of a list that was asked for without it. */
  carries?: Carried[];
  /** Addresses of the bridges above, the root port first. */
  path?: string[];
  physicalFunction?: string;
}

export interface Bar {
  bar: string;
  kind: string;
  start: string;
  size: number;
  prefetchable: boolean;
  is64Bit: boolean;
}

export interface GuestView {
  kind: 'driver' | 'no-driver' | 'not-seen';
  driver?: string;
}

export interface FunctionDetails extends PciFunction {
  subsystemName?: string;
  guestView?: GuestView;
  siblings?: string[];
  xenIommu?: boolean;
  iommuGroup?: number;
  numaNode?: number;
  resetMethods?: string[];
  functionLevelReset?: boolean;
  irq?: number;
  msiIrqs?: number[];
  bars?: Bar[];
  virtualFunctions?: string[];
  answers?: boolean;
}

export interface GuestFunction {
  address: string;
  vdev?: string;
  attached: boolean;
  entryState?: string;
  backendState?: string;
  frontendState?: string;
  guestView?: GuestView;
}

export interface Definition {
  file: string;
  autostartLink?: string;
  functions: string[];
  entries: string[];
  refusedEntry?: string;
}

export interface Drift {
  address: string;
  attached: boolean;
  libxl?: string;
  defined?: string;
  message: string;
}

export interface Guest {
  name: string;
  toolstack: string;
  state: string;
  domid?: number;
  type?: string;
  uuid?: string;
  functions: GuestFunction[];
  definitions: Definition[];
  drift: Drift[];
  hotplug?: { now: boolean; nextStart: boolean };
  /** What a save or a migration by the tools of Xen alone would do; only of a guest that is not off. */
  risk?: { atRisk: boolean; reason: string };
}

export type Severity = 'blocks' | 'warns' | 'notes';

export interface Finding {
  code: string;
  severity: Severity;
  acceptWith: 'nothing' | 'code' | 'code-and-address';
  accepted: boolean;
  function?: string;
  message: string;
  evidence: string[];
  remedy?: string;
}

export interface Issue {
  code: string;
  severity: Severity;
  function?: string;
  message: string;
  evidence: string[];
  consequence?: string;
  fixable: boolean;
  remedy?: string;
}

export type Kind = 'hide' | 'unhide' | 'attach' | 'detach' | 'assign' | 'unassign';

export interface Request {
  kind: Kind;
  functions: string[];
  guest?: string;
  now: boolean;
  persistent: boolean;
}

/** A function of the guest, and the function that replaces it. */
export interface Replacement {
  from: string;
  to: string;
}

/** A request about a guest as a whole: docs/api.md. */
export type GuestRequest =
  | { kind: 'enable-hotplug'; guest: string }
  | { kind: 'save'; guest: string; image: string; cold?: boolean }
  | { kind: 'restore'; image: string; replacements?: Replacement[] }
  | { kind: 'migrate'; guest: string; host: string; suspended?: boolean; cold?: boolean; replacements?: Replacement[] }
  | {
      kind: 'new';
      guest: string;
      functions?: string[];
      toolstack?: string;
      memory?: number;
      vcpus?: number;
      kernel?: string;
      initrd?: string;
      arguments?: string;
      disks?: string[];
      bridges?: string[];
      start?: boolean;
    };

export type GuestKind = GuestRequest['kind'];

export type AnyRequest = Request | GuestRequest | SettingRequest;

export interface Accept {
  code: string;
  address?: string;
}

export type StepState = 'planned' | 'begun' | 'done' | 'skipped' | 'failed' | 'undone' | 'not-undone';

export interface Step {
  operation?: string;
  number: number;
  step: string;
  actions: string[];
  doneWhen?: string;
  undo: string[];
  undoneWhen?: string;
  state: StepState;
  reason: string[];
}

export interface Check {
  request: AnyRequest;
  refused: boolean;
  findings: Finding[];
  steps?: Step[];
  digest?: string;
  /** The words of the equivalent command line. */
  command?: string | string[];
  /** What else the command tells: of a new guest, its definition. */
  notes?: string[];
}

/** The answer to a check of a {@link GuestRequest} or a {@link SettingRequest}: a report of --dry-run. */
export interface DryRun {
  outcome: string;
  findings: Finding[];
  steps: Step[];
  notes: string[];
  digest?: string;
  commandLine?: string[];
}

export type ToolStatus = 'guarded' | 'unguarded' | 'outdated' | 'unsupported';
export type GuardFileStatus = 'installed' | 'missing' | 'outdated' | 'unsupported';

/** `guard status --json`. */
export interface Guard {
  complete: boolean;
  tools: { path: string; status: ToolStatus }[];
  libvirt: { file: string; status: GuardFileStatus; effective: boolean }[];
  guests: { name: string; domid: number; atRisk: boolean; reason: string }[];
}

export type Policy = 'save' | 'shutdown' | 'ignore' | 'none';

/** `shutdown-policy --json`. */
export interface Policies {
  policies: { guest: string; policy: Policy }[];
}

export type DifferenceKind = 'not-after-reboot' | 'only-after-reboot' | 'named-without-effect' | 'unknown';

export interface BootFunction {
  address: string;
  kind: string;
  vendorName?: string;
  deviceName?: string;
  owner: Owner;
  hidden: Hidden;
  otherwise?: string;
  difference?: { kind: DifferenceKind; message: string; remedies: { message: string; commandLine: string[] }[] };
}

export interface HideList {
  setIn: string;
  onCommandLine: boolean;
  list: string;
  noEffect?: string;
  syntaxError?: string;
  absent: string[];
}

/** `boot-config --json` without addresses. */
export interface BootState {
  dialect: string;
  builtIn: boolean;
  refused?: string;
  lists: HideList[];
  loaders: string[];
  functions: BootFunction[];
}

/** A change of a setting of the host. */
export type SettingRequest = { kind: 'guard-install' | 'guard-remove' } | { kind: 'shutdown-policy'; guest: string; policy: Policy };

/** A file before or after an operation. */
export interface FileContent {
  bytes: number;
  /** Left out if there is a diff. */
  sha256?: string;
}

/** A file that an operation has changed. */
export interface ChangedFile {
  file: string;
  change: string;
  from?: string;
  state: StepState;
  before?: FileContent;
  after?: FileContent;
  /** Lines of a unified diff; left out if the contents are not known or no text. */
  diff?: string[];
  leftOut?: number;
  onlySecrets?: boolean;
}

export interface ErrorOfReport {
  kind?: string;
  /** A reason that programs recognize. */
  code?: string;
  message: string;
  evidence: string[];
  remedy?: string;
}

export interface Result {
  outcome: string;
  subject?: string;
  message?: string;
  error?: ErrorOfReport;
}

export interface Report {
  command?: string;
  outcome: string;
  exitCode?: number;
  error?: ErrorOfReport;
  findings?: Finding[];
  steps?: Step[];
  results?: Result[];
  remarks?: Finding[];
  notes?: string[];
}

export interface Operation {
  id: string;
  started: string;
  user?: string;
  from?: string;
  pid?: number;
  command: string;
  outcome: string;
  evidence: string[];
  events: { time: string; lines: string[] }[];
  /** Only of one operation, and only if the journal has its plan. */
  steps?: Step[];
  files?: ChangedFile[];
}

export interface Unreadable {
  id: string;
  started?: string;
  version?: string;
  open: boolean;
  reason: string;
  remedy: string;
}

export interface History {
  operations: Operation[];
  unreadable: Unreadable[];
}

export interface OneOperation extends History {
  report?: Report;
}

/** A line of --json-lines; other members depend on `event`. */
export interface OperationEvent extends Partial<Report> {
  event: string;
  operation?: string;
  number?: number;
  step?: string;
  reason?: string[];
  message?: string;
  subject?: string;
  refused?: boolean;
}

/** RFC 9457. */
export interface ProblemDetails {
  type?: string;
  title?: string;
  status: number;
  detail?: string;
  code: string;
  evidence?: string[];
  remedy?: string;
  findings?: Finding[];
  operation?: string;
}
