/** All texts of the page, in one place for translation. Texts of the service (findings, steps, names) are shown as they come. */
import type { ChangedFile, DifferenceKind, FileContent, GuardFileStatus, GuestKind, Kind, Owner, Policy, SettingRequest, Severity, StepState, ToolStatus } from './api/types';
import type { HiddenState } from './model/functions';
import type { Sum } from './model/tree';

const n = new Intl.NumberFormat('en');

function plural(count: number, one: string, many: string): string {
  return `${n.format(count)} ${count === 1 ? one : many}`;
}

const kind: Record<Kind, string> = {
  assign: 'Assign to a guest',
  attach: 'Attach to a guest',
  hide: 'Hide from dom0',
  unhide: 'Return to the dom0 drivers',
  detach: 'Detach from the guest',
  unassign: 'Detach from the guest and return to the dom0 drivers',
};

const kindHelp: Record<Kind, string> = {
  assign: 'Hides the functions from dom0, then attaches them to the guest.',
  attach: 'Attaches functions that are already hidden.',
  hide: 'Moves the functions from their dom0 drivers to pciback. No guest gets them yet.',
  unhide: 'Moves the functions from pciback to their dom0 drivers.',
  detach: 'The functions stay hidden, so that another guest can get them.',
  unassign: 'dom0 uses the functions again.',
};

const ownerKind: Record<Owner['kind'], string> = {
  none: 'no driver',
  dom0: 'dom0',
  pciback: 'pciback (hidden)',
  guest: 'a guest',
  arriving: 'a guest that starts',
  inconsistent: 'inconsistent',
};

const hidden: Record<HiddenState, string> = {
  not: '-',
  'now-and-reboot': 'now and after reboot',
  'now-only': 'now, not after reboot',
  'reboot-only': 'only after reboot',
};

const severity: Record<Severity, string> = { blocks: 'Blocks', warns: 'Warning', notes: 'Note' };

const stepState: Record<StepState, string> = {
  planned: 'planned',
  begun: 'in progress',
  done: 'done',
  skipped: 'skipped',
  failed: 'failed',
  undone: 'undone',
  'not-undone': 'could not be undone',
};

const fileChange: Record<string, string> = { created: 'created', edited: 'edited', deleted: 'deleted', renamed: 'renamed' };

const outcome: Record<string, string> = {
  done: 'Done, and verified',
  'already-so': 'Everything was as requested before; nothing was changed',
  planned: 'Planned',
  refused: 'Refused; nothing was changed',
  invalid: 'The request is not valid; nothing was changed',
  failed: 'Failed',
  undone: 'Not done: everything is as it was before',
  'not-undone': 'Failed, and something could not be undone',
  nothing: 'There was nothing to do',
  kept: 'Kept as it is',
  'in progress': 'In progress',
  interrupted: 'Interrupted',
  'left as it is': 'Left as it is',
};

const policy: Record<Policy, string> = {
  none: 'no policy: shut down only if it is at risk',
  save: 'save, and restore with its devices when the host is up again',
  shutdown: 'shut down',
  ignore: 'ignore: leave it to the other services of the host',
};

const toolStatus: Record<ToolStatus, string> = {
  guarded: 'guarded',
  unguarded: 'not guarded',
  outdated: 'wrapper script of another Gangway: install the guard again',
  unsupported: 'cannot be guarded on this host',
};

const guardFileStatus: Record<GuardFileStatus, string> = {
  installed: 'installed',
  missing: 'missing',
  outdated: 'of another Gangway: install the guard again',
  unsupported: 'nothing on this host reads it',
};

const differenceKind: Record<DifferenceKind, string> = {
  'not-after-reboot': 'not after reboot',
  'only-after-reboot': 'only after reboot',
  'named-without-effect': 'named without effect',
  unknown: 'not known',
};

export const text = {
  product: 'Gangway',
  none: '-',
  yes: 'yes',
  no: 'no',
  unknown: 'unknown',
  loading: 'Loading',
  retry: 'Try again',
  close: 'Close',
  cancel: 'Cancel',
  back: 'Back',
  next: 'Next',
  copy: 'Copy',
  copied: 'Copied',
  details: 'Details',
  remedy: 'Fix:',
  consequence: 'Consequence:',
  evidence: 'Evidence',
  more: (characters: number) => `… ${n.format(characters)} more characters`,
  skip: 'Skip to the content',
  time: (at: Date) => at.toLocaleTimeString(undefined, { hour12: false }),
  dateTime: (at: Date) => at.toLocaleString(undefined, { hour12: false }),
  kind,
  kindHelp,
  severity,
  stepState,
  outcome: (o: string) => outcome[o] ?? o,

  nav: {
    label: 'Pages',
    devices: 'Devices',
    guests: 'Guests',
    operations: 'Operations',
    settings: 'Host',
    doctor: 'Doctor',
    issues: (count: number) => `(${n.format(count)})`,
  },

  connection: {
    live: 'live',
    connecting: 'connecting',
    lost: 'not connected',
    lostTitle: 'Not connected to the service',
    lostBody: (at: Date | undefined) =>
      `The page tries again by itself. ${at === undefined ? '' : `It shows the host as of ${at.toLocaleTimeString(undefined, { hour12: false })}. `}Operations continue without this page.`,
    limitedTitle: 'Limited access: you can look, but not change anything',
    limitedCockpit:
      'To change the host, choose "Limited access" at the top of the Cockpit window, and turn on administrative access. If that is not possible for your user, ask the administrator of this host to add the user to the group gangway-operators.',
    limitedStandalone: 'Only operators can change the host. Ask the administrator of this host for the role.',
    limitedOtherHost: 'The service shows another host (gangway serve --host). Nothing can be changed there.',
    limitedContents: 'Only operators can see this: commands can contain passwords',
    limitedButton: 'Your access is limited to looking',
  },

  failure: {
    title: 'This could not be loaded',
    notRunning: 'The service is not running',
    notRunningFix: 'Start it as root:',
    notRunningCommand: 'systemctl start gangway-serve',
    notPermitted: 'You are not permitted to connect to the service',
    notPermittedFix: 'Turn on administrative access, or ask the administrator of this host.',
    noToken: 'The token is missing or wrong',
    noTokenFix: "Open the address that 'gangway serve --web' printed. The token is valid until the service ends.",
    lost: 'The connection to the service was lost',
    stale: 'The data could not be loaded again',
    asOf: (at: Date) => `The page shows the data of ${at.toLocaleTimeString(undefined, { hour12: false })}.`,
  },

  explain: { toggle: (code: string) => `What ${code} means` },

  host: {
    xen: (v: string) => `Xen ${v}`,
    noXen: 'No Xen',
    iommu: 'IOMMU on',
    noIommu: 'IOMMU off',
    observed: (at: Date) => `seen ${at.toLocaleTimeString(undefined, { hour12: false })}`,
    notDom0Title: 'This is not the dom0 of a Xen host',
    notDom0Body: 'The page lists the devices, but cannot assign them.',
  },

  interrupted: {
    title: (count: number) => (count === 1 ? 'An operation was interrupted' : `${n.format(count)} operations were interrupted`),
    body: 'No other operation can use the same devices until it is recovered.',
    recover: 'Recover',
    recoverHelp: 'Recover undoes or completes all interrupted operations.',
    asIs: 'Keep as is…',
    asIsTitle: 'Keep the host as it is?',
    asIsBody: 'Gangway then undoes and completes nothing. Check the devices of the operation yourself afterwards.',
    asIsConfirm: 'Keep as is',
    show: 'Show the operation',
    failed: 'The recovery could not be started',
  },

  devices: {
    title: 'PCI devices',
    view: 'View',
    list: 'List',
    tree: 'Tree',
    search: 'Search the devices',
    searchHint: 'address, name, driver, guest',
    owner: 'Owner',
    kind: 'Class',
    hidden: 'Hidden',
    all: 'all',
    clearFilters: 'Clear the filters',
    count: (shown: number, all: number) => (shown === all ? plural(all, 'function', 'functions') : `${n.format(shown)} of ${plural(all, 'function', 'functions')}`),
    selected: (count: number) => `${n.format(count)} selected`,
    clearSelection: 'Clear the selection',
    act: 'Assign to a guest…',
    nothingSelected: 'Select a function first',
    tooMany: (most: number) => `A request can have ${n.format(most)} functions at most`,
    columns: { select: 'Selected', address: 'Address', kind: 'Class', owner: 'Owner', hidden: 'Hidden', carries: 'Carries', device: 'Device' },
    ownerKind,
    hiddenState: hidden,
    ownerOf: (o: Owner): string => {
      switch (o.kind) {
        case 'dom0':
          return `dom0: ${o.driver}`;
        case 'guest':
          return o.vdev === undefined ? o.guest : `${o.guest} at ${o.vdev}`;
        case 'arriving':
          return `${o.guest} (starting)`;
        case 'none':
        case 'pciback':
        case 'inconsistent':
          return ownerKind[o.kind];
      }
    },
    doubt: (d: string) => `doubtful: ${d}`,
    carriesNothing: 'nothing',
    carriesUnknown: 'not known',
    carriesPending: '…',
    operation: (interrupted: boolean) => (interrupted ? 'interrupted operation' : 'operation in progress'),
    checking: 'checking…',
    whyNot: 'why not?',
    cannotSelect: 'Cannot be selected',
    gridLabel: 'PCI functions',
    gridHelp: 'Arrow keys move, Space selects, Shift and Space select a range, Enter shows the details.',
    treeHelp: 'Arrow keys move, Right and Left open and close a branch, Space selects, Enter shows the details.',
    below: (sum: Sum) => `${n.format(sum.free)} of ${plural(sum.functions, 'function', 'functions')} free`,
    emptyTitle: 'This host has no PCI functions',
    emptyBody: 'The kernel lists none below /sys/bus/pci/devices.',
    noMatchTitle: 'No function matches the filters',
    noMatchBody: (all: number) => `The host has ${plural(all, 'function', 'functions')}.`,
    reason: {
      bridge: 'This is a bridge. Select the functions behind it.',
      guest: (g: string) => `Guest ${g} has this function. Detach it from ${g} first.`,
      arriving: (g: string) => `Guest ${g} starts with this function.`,
      inconsistent: 'The owner is inconsistent: the kernel and Xen do not agree. See the details and the doctor.',
      inProgress: (c: string) => `The operation 'gangway ${c}' changes this function now.`,
      interrupted: (c: string) => `The operation 'gangway ${c}' was interrupted and must be recovered first.`,
      blocked: (code: string, message: string) => `${code}: ${message}`,
      checkFailed: (m: string) => `The check failed: ${m}`,
    },
    announceSelected: (a: string, count: number) => `${a} selected, ${n.format(count)} in all`,
    announceRefused: (a: string, why: string) => `${a} cannot be selected. ${why}`,
  },

  drawer: {
    region: (a: string) => `Details of ${a}`,
    gone: 'The function no longer exists',
    goneBody: 'It was removed, or its address has changed.',
    fields: {
      address: 'Address',
      device: 'Device',
      subsystem: 'Subsystem',
      kind: 'Class',
      owner: 'Owner',
      driver: 'Driver in dom0',
      hidden: 'Hidden',
      setIn: 'Hidden at boot by',
      path: 'Behind',
      siblings: 'Other functions of the device',
      physicalFunction: 'Physical function',
      virtualFunctions: 'Virtual functions',
      iommuGroup: 'IOMMU group',
      numaNode: 'NUMA node',
      reset: 'Reset methods',
      irq: 'Interrupts',
      bars: 'Memory and ports',
      inGuest: 'In the guest',
      answers: 'Answers',
    },
    carriesTitle: 'What it carries',
    checkTitle: 'Can it be assigned?',
    check: 'Check now',
    checkedAt: (at: Date) => `Checked at ${at.toLocaleTimeString(undefined, { hour12: false })}`,
    checkNothing: 'Nothing blocks this function from being hidden.',
    anyway: 'Continue, and accept this in the next steps',
    doesNotAnswer: 'no: its configuration space reads as all ones',
    noReset: 'none: the function cannot be reset',
    inconsistent: 'What the kernel and Xen say',
    bar: (size: string, what: string, start: string) => `${size} ${what} at ${start}`,
    barKind: (kind: string, prefetchable: boolean) => (kind === 'io' ? 'ports' : prefetchable ? 'prefetchable memory' : 'memory'),
    guestView: { driver: (d: string) => `driver ${d}`, 'no-driver': 'no driver in the guest', 'not-seen': 'the guest does not see it' },
  },

  wizard: {
    title: (k: Kind) => kind[k],
    steps: ['Devices and guest', 'Findings', 'Plan', 'Operation', 'Result'],
    stepOf: (i: number, all: number) => `Step ${n.format(i)} of ${n.format(all)}`,
    progress: 'Steps of this task',
    action: 'What to do',
    functions: 'Functions',
    remove: (a: string) => `Leave out ${a}`,
    noFunctions: 'No function is selected',
    noFunctionsBody: 'Select functions in the list of devices.',
    toDevices: 'To the devices',
    unknownFunction: 'This host has no such function',
    mixed: 'These functions cannot be changed together, because they have different owners. Leave out some of them.',
    guest: 'Guest',
    chooseGuest: 'Choose a guest',
    guestOption: (name: string, state: string) => `${name} (${state})`,
    guestsLoading: 'The guests are being loaded',
    noGuests: 'This host has no guests.',
    when: 'When',
    now: 'Now',
    nowHelp: { guest: 'The guest must be running.', host: 'The function changes its driver now.' },
    persistent: 'For later',
    persistentHelp: { guest: "Also in the guest's definition, for its next start.", host: 'Also in the boot settings, for the next boot.' },
    whenNeeded: 'Choose at least one.',
    check: 'Check',
    checking: 'Checking the host',
    checkFailed: 'The check failed',
    findingsTitle: 'Findings',
    nothingFound: 'No problems found',
    nothingFoundBody: 'Nothing blocks this request, and there is nothing to note.',
    summary: (blocks: number, warns: number, notes: number) =>
      `${plural(blocks, 'finding blocks', 'findings block')}, ${plural(warns, 'warning', 'warnings')}, ${plural(notes, 'note', 'notes')}`,
    checkedAt: (at: Date) => `checked at ${at.toLocaleTimeString(undefined, { hour12: false })}`,
    again: 'Check again',
    cannotAccept: 'This cannot be accepted. Fix it, then check again.',
    typeToAccept: (wanted: string) => `To proceed anyway, type ${wanted}`,
    acceptedBy: 'Accepted',
    notAcceptedYet: 'The text is not the same yet',
    openLeft: (count: number) => (count === 1 ? '1 finding still blocks the request.' : `${n.format(count)} findings still block the request.`),
    changedTitle: 'The host has changed since the check',
    changedBody: 'Nothing was started. Read the findings again; what is new is marked.',
    changedSame: 'The findings and the plan are the same as before.',
    marks: { new: 'new', changed: 'changed' },
    gone: 'No longer found',
    addedSteps: 'New in the plan',
    removedSteps: 'No longer in the plan',
    planTitle: 'Plan',
    planIntro: 'The condition of each step is checked before the next step begins. If a step fails, the steps before it are undone, except those that are never undone.',
    emptyPlan: 'Nothing has to be changed',
    noPlan: 'The service gave no plan',
    noPlanBody: 'Nothing can be started. A service that shows another host (--host) gives no plan.',
    actions: 'Does',
    doneWhen: 'Proof',
    undo: 'Undo',
    undoneWhen: 'Proof of the undo',
    noUndo: 'never undone',
    command: 'The same as a command',
    notes: 'Also',
    start: (k: Kind) => `Start: ${kind[k].toLowerCase()}`,
    starting: 'Starting',
    startFailed: 'The operation could not be started',
    sameGuestOnly: 'The functions belong to this guest.',
  },

  operation: {
    title: 'Operation',
    steps: 'Steps',
    progress: (done: number, all: number) => `${n.format(done)} of ${plural(all, 'step', 'steps')} done`,
    waiting: 'The operation starts',
    stop: 'Stop and undo',
    stopping: 'The operation stops after the current step, and is undone.',
    completing: 'The operation can no longer be undone. It performs its remaining steps.',
    stopFailed: 'The operation could not be stopped',
    undoing: 'The operation is being undone',
    lost: 'Not connected: the operation continues without this page. The page tries again by itself.',
    running: 'In progress',
    result: 'Result',
    proof: 'Proof',
    unfinished: 'The operation ended without a result. See its events.',
    facts: { id: 'Operation', command: 'Command', started: 'Started', user: 'By', from: 'From', outcome: 'Outcome' },
    events: 'Events',
    evidence: 'Why it ended so',
    remarks: 'Findings about the result',
    notes: 'Next',
    results: 'Parts',
    messages: 'Messages',
    toOperations: 'All operations',
    toGuest: (g: string) => `To guest ${g}`,
    toDevices: 'To the devices',
    notFound: 'There is no such operation',
    announce: (number: number, step: string, state: string) => `Step ${n.format(number)}, ${step}: ${state}`,
  },

  changedFiles: {
    title: 'Changed files',
    none: 'The operation changed no file by itself.',
    what: (f: ChangedFile) =>
      [f.from === undefined ? (fileChange[f.change] ?? f.change) : `renamed from ${f.from}`, ...(f.state === 'done' ? [] : [stepState[f.state]])].join(', '),
    diff: (file: string) => `The difference in ${file}`,
    same: 'The content is the same as before.',
    onlySecrets: 'The contents differ only in secrets, which are not shown.',
    leftOut: (lines: number) => `${plural(lines, 'more line is', 'more lines are')} left out.`,
    place: (line: number) => `from line ${n.format(line)} on`,
    added: 'added: ',
    removed: 'removed: ',
    before: 'Before',
    after: 'After',
    content: (c: FileContent) => plural(c.bytes, 'byte', 'bytes') + (c.sha256 === undefined ? '' : `, SHA-256 ${c.sha256}`),
  },

  operations: {
    title: 'Operations',
    columns: { started: 'Started', command: 'Command', user: 'By', outcome: 'Outcome' },
    empty: 'Gangway has changed nothing on this host yet',
    emptyBody: 'Each operation of this page and of the command line is recorded here.',
    from: (user: string, from: string | undefined) => (from === undefined ? user : `${user} from ${from}`),
    unreadableTitle: 'Operations that this version cannot read',
    unreadableOpen: 'not ended: it blocks all operations',
  },

  guests: {
    title: 'Guests',
    empty: 'This host has no guests',
    emptyBody: 'No guest runs, and no definition was found.',
    state: (s: string) => s,
    domain: (id: number) => `domain ${String(id)}`,
    functions: 'Functions',
    noFunctions: 'This guest has no PCI functions.',
    address: 'Address',
    vdev: 'In the guest',
    driver: 'Guest driver',
    attached: 'State',
    isAttached: 'attached',
    notAttached: (states: string) => `not complete: ${states}`,
    noReport: 'no report',
    definitions: 'Definitions',
    noDefinition: 'No definition was found.',
    starts: (link: string) => `starts with the host (${link})`,
    defined: 'defines',
    refusedEntry: (e: string) => `xl refuses the definition because of the entry ${e}`,
    drift: 'Running guest and definition differ',
    hotplug: 'Hot-plug',
    hotplugText: (now: boolean, next: boolean) =>
      now ? (next ? 'ready, also after its next start' : 'ready until its next start only') : next ? 'not ready now, but after its next start' : 'not ready',
    hotplugFix: (g: string) => `gangway enable-hotplug ${g}`,
    riskTitle: 'Save and migration',
    risk: (atRisk: boolean) => (atRisk ? 'Do not save or migrate this guest with xl or virsh.' : 'xl or virsh can save this guest.'),
    riskWithDevice: 'With its devices, this guest would crash or lose them. "Save…" and "Migrate…" detach the devices first and attach them again afterwards.',
    actions: 'Actions for this guest',
    allActions: 'Actions for guests',
    create: 'New guest…',
    restore: 'Restore a guest…',
    save: 'Save…',
    migrate: 'Migrate…',
    enableHotplug: 'Allow hot-plug…',
    notRunning: 'The guest does not run.',
    migrateXlOnly: 'Only guests of xl can be migrated.',
    detach: 'Detach…',
    detachAll: 'Detach all…',
    detachOne: (a: string) => `Detach ${a}`,
    assign: 'Assign devices…',
    noSuch: (name: string) => `There is no guest ${name}`,
    ambiguous: (count: number) => `${n.format(count)} definitions have this name. A request with this name is refused.`,
  },

  guestTask: {
    title: {
      new: 'New guest',
      'enable-hotplug': 'Allow hot-plug',
      save: 'Save a guest',
      restore: 'Restore a guest',
      migrate: 'Migrate a guest',
    } satisfies Record<GuestKind, string>,
    help: {
      new: 'Defines a PV guest that has PCI functions from its start. More functions can be attached while it runs.',
      'enable-hotplug': "Adds the settings for hot-plug to the guest's definition. They take effect at the guest's next start.",
      save: "Detaches the guest's devices, writes its memory to a file, and ends the guest. If a step fails, the guest continues and gets its devices back.",
      restore: 'Restores a guest that Gangway has saved, and attaches the devices that it had. A file can be restored only once, unless the guest was shut down for it.',
      migrate: "Detaches the guest's devices, moves the guest to another host, and attaches equal devices there.",
    } satisfies Record<GuestKind, string>,
    start: {
      new: 'Start: create the guest',
      'enable-hotplug': 'Start: allow hot-plug',
      save: 'Start: save the guest',
      restore: 'Start: restore the guest',
      migrate: 'Start: migrate the guest',
    } satisfies Record<GuestKind, string>,
    steps: ['Guest', 'Findings', 'Plan', 'Operation', 'Result'],
    guest: 'Guest',
    name: 'Name',
    nameHelp: 'Letters, digits and ._- ; not only digits.',
    nameNeeded: 'Enter the name.',
    image: 'File',
    saveImageHelp: 'An absolute path that does not exist yet, in a folder that only root can write to. FILE.gangway records the devices.',
    restoreImageHelp: 'The absolute path of the file that "Save…" wrote.',
    imageNeeded: 'Enter an absolute path.',
    cold: 'Shut the guest down instead',
    coldHelp: 'For a guest without the module of Gangway. The content of its memory is lost; its devices are kept.',
    host: 'Other host',
    hostHelp: 'A name for ssh: [USER@]NAME[:PORT]. root must be able to log in there without a password, with a key from a file. The check connects to the host.',
    hostNeeded: 'Enter the name of the other host.',
    manner: 'How',
    manners: {
      live: { label: 'While the guest runs', help: 'Xen must have shadow page tables.' },
      suspended: { label: 'Suspended to a file', help: 'The guest stands still while its memory is copied.' },
      cold: { label: 'Shut down, and started there', help: 'The content of its memory is lost; its devices are kept.' },
    },
    replacements: 'Other devices (optional)',
    replacementsHelp: 'To give the guest another function than before, write OLD=NEW with full addresses, and blanks between several.',
    replacementsWrong: 'Write OLD=NEW with full addresses, such as 0000:09:00.0=0000:04:00.0.',
    toolstack: 'Toolstack',
    toolstackDefault: 'as configured',
    memory: 'Memory in MiB',
    vcpus: 'Virtual CPUs',
    numberNeeded: 'Enter whole numbers for memory and CPUs.',
    disks: 'Disks (files or block devices of dom0)',
    listHelp: 'Absolute paths, one a line.',
    kernel: 'Kernel (optional)',
    kernelHelp: "A file of dom0. Without it, the kernel on the guest's first disk is booted.",
    initrd: 'Initial RAM disk (optional)',
    arguments: 'Kernel command line (optional)',
    kernelNeeded: 'An initial RAM disk and a command line need a kernel.',
    bootNeeded: 'Enter a disk or a kernel.',
    pathsWrong: 'Paths must be absolute.',
    bridges: 'Bridges (optional)',
    bridgesHelp: 'Bridges of dom0, with blanks between several. The guest gets a network interface in each.',
    hidden: 'Functions',
    noHidden: 'No function is hidden and free. Hide functions first, or attach them later.',
    startNow: 'Start the guest',
    noGuest: 'Choose a guest in the list of guests.',
  },

  doctor: {
    title: 'Doctor',
    healthy: 'No problems found',
    healthyBody: 'The doctor checked what earlier assignments can leave on a host.',
    count: (count: number) => plural(count, 'issue', 'issues'),
    fixable: 'safe to repair',
    repair: (count: number) => `Repair what is safe (${n.format(count)})`,
    repairNone: 'No issue can be repaired safely. See the fix of each issue.',
    repairFailed: 'The repair could not be started',
    refresh: 'Check again',
  },

  settings: {
    title: 'Host',
    contents: 'Sections',
    change: (r: SettingRequest): string => {
      switch (r.kind) {
        case 'guard-install':
          return 'Install the guard';
        case 'guard-remove':
          return 'Remove the guard';
        case 'shutdown-policy':
          return `Shutdown policy of guest ${r.guest}: ${r.policy}`;
      }
    },
    changeHelp: (r: SettingRequest): string => {
      switch (r.kind) {
        case 'guard-install':
          return "Xen's tools then ask Gangway before they save, migrate or restore a guest.";
        case 'guard-remove':
          return "Xen's tools then no longer ask Gangway. A guest with a device can be saved or migrated, and crashes.";
        case 'shutdown-policy':
          return `When the host shuts down: ${policy[r.policy]}.`;
      }
    },
    planned: 'Plan',
    checking: 'Checking the host',
    refused: 'This change is not possible now',
    already: 'Nothing has to be changed: the host is already so',
    start: (r: SettingRequest): string => {
      switch (r.kind) {
        case 'guard-install':
          return 'Start: install the guard';
        case 'guard-remove':
          return 'Start: remove the guard';
        case 'shutdown-policy':
          return 'Start: set the policy';
      }
    },
    changedTitle: 'The host has changed since the check',
    changedBody: 'Nothing was started. Read the plan again.',
    atRiskTitle: (count: number) => (count === 1 ? '1 running guest is at risk' : `${n.format(count)} running guests are at risk`),
    onlyOperators: 'Only operators can see the guard, because it tells which guests have devices.',
    guard: 'Guard',
    guardHelp: 'A guest that has, or had, a device can crash when it is saved, migrated or restored. The guard makes the tools of Xen ask Gangway first.',
    complete: 'All tools are guarded',
    incomplete: 'Not all tools are guarded',
    noTools: "Xen's tools are not installed",
    install: 'Install the guard…',
    removeGuard: 'Remove the guard…',
    tool: 'Tool',
    file: 'File for libvirt',
    state: 'State',
    toolStatus,
    fileStatus: (s: GuardFileStatus, effective: boolean) => (s === 'installed' && !effective ? 'installed, but libvirt does not use it' : guardFileStatus[s]),
    guests: 'Running guests',
    noGuests: 'No guest runs.',
    guest: 'Guest',
    risk: 'Risk',
    atRisk: 'at risk',
    safe: 'safe',
    policies: 'Shutdown policies',
    policiesHelp: 'What Gangway does with a guest when the host shuts down. The unit gangway-shutdown uses the policies.',
    policy: 'Policy',
    policyOf: (g: string) => `Policy of guest ${g}`,
    policyText: (p: Policy) => policy[p],
    set: 'Set…',
    setOf: (g: string) => `Set the policy of guest ${g}`,
    samePolicy: 'Choose another policy first',
    noSuchGuest: 'this host has no such guest',
    noPolicies: 'This host has no guests.',
    boot: 'Boot settings',
    bootHelp: 'Which functions are hidden now, and which after the next boot.',
    nothingHidden: 'No function is hidden, now or after the next boot.',
    same: 'The next boot hides the same functions as now',
    differs: (count: number) => (count === 1 ? 'The next boot differs from now for 1 function' : `The next boot differs from now for ${n.format(count)} functions`),
    address: 'Address',
    device: 'Device',
    owner: 'Owner',
    now: 'Now',
    afterReboot: 'After the next boot',
    hidden: 'hidden',
    notHidden: 'not hidden',
    setIn: 'Set in',
    difference: 'Difference',
    differenceKind,
    differences: 'Differences',
    toCheck: 'Check…',
    toCheckOf: (command: string) => `Check ${command}`,
    lists: 'Lists of functions to hide at boot',
    noList: 'No list is set.',
    inEffect: 'in effect',
    noEffect: 'no effect',
    absent: (all: string) => `This host has no function ${all}.`,
    syntaxError: (rest: string) => `Syntax error from here on: ${rest}`,
    loaders: 'What loads pciback at boot',
    noLoader: 'No setting loads pciback.',
    builtIn: 'pciback is built into the kernel.',
    refusedAtBoot: (where: string) => `The kernel refuses to load pciback at the next boot: module_blacklist= in ${where} names it.`,
    dialect: (d: string) => `Format of the files: ${d}`,
    command: 'The same as a command',
  },

  notFound: { title: 'This page does not exist', body: 'The address may be of another version.' },
} as const;
