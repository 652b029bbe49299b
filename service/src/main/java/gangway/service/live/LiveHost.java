package gangway.service.live;

import gangway.machine.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The host that the service runs on, kept current: all sources of changes, and the snapshot that
 * viewers share.
 *
 * <p>What no source tells: which programs have a node of {@code /dev} open, free space, files of
 * sysfs that are written without a message of the kernel ({@code driver_override}), the state of
 * Open vSwitch, DRBD and ZFS. A viewer sees them after {@link SharedObservation#AGE} at the latest.
 * Checks and operations do not use the shared snapshot, they observe.
 */
public final class LiveHost implements ChangeSource {
  private static final Set<Topic> USE = set(Topic.FUNCTIONS, Topic.DOCTOR);
  private static final Set<Topic> DEFINITIONS = set(Topic.GUESTS, Topic.FUNCTIONS, Topic.DOCTOR);
  private static final Set<Topic> BOOT = set(Topic.HOST, Topic.FUNCTIONS, Topic.DOCTOR);
  private static final Set<Topic> NOTES = DEFINITIONS;
  private static final Set<Topic> GUARD = set(Topic.DOCTOR, Topic.HOST);
  private static final Set<Topic> PROGRESS = set(Topic.OPERATIONS, Topic.HOST, Topic.DOCTOR);
  private static final Set<Topic> NONE = Set.of();

  /** What the boot loader reads: its configuration, and what chooses the next entry. */
  private static final Set<String> GRUB = Set.of("grub.cfg", "grubenv");

  private static final Path RUNNING = Path.of("/var/lib/gangway/running");
  private static final Path XENSTORED = Path.of("/run/xenstored");
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  /** As the machine of the commands looks for it. */
  private static final List<Path> XENSTORE_SOCKETS =
      List.of(Path.of("/run/xenstored/socket"), Path.of("/var/run/xenstored/socket"));

  /** The files that observing reads, and the journal. */
  private static final List<WatchedFolder> FOLDERS =
      List.of(
          WatchedFolder.files("/var/lib/gangway/original", NOTES),
          WatchedFolder.only("/var/lib/gangway", Set.of("cleared"), NOTES),
          WatchedFolder.files("/var/lib/gangway/moving", NOTES),
          WatchedFolder.files("/var/lib/gangway/saved", NOTES),
          WatchedFolder.files("/var/lib/gangway/hot-plugs", NOTES),
          WatchedFolder.files("/var/lib/gangway/watched", NOTES),
          WatchedFolder.tree(RUNNING.toString(), Topic.ALL, PROGRESS),
          WatchedFolder.files("/var/lib/gangway/history", PROGRESS),
          WatchedFolder.tree("/etc/gangway", Topic.ALL, Topic.ALL),
          WatchedFolder.tree("/etc/xen", DEFINITIONS, DEFINITIONS),
          WatchedFolder.tree("/etc/xen/auto", DEFINITIONS, DEFINITIONS),
          WatchedFolder.tree("/etc/libvirt/libxl", DEFINITIONS, DEFINITIONS),
          WatchedFolder.files("/var/lib/xen", DEFINITIONS),
          WatchedFolder.files("/etc/modprobe.d", BOOT),
          WatchedFolder.files("/run/modprobe.d", BOOT),
          WatchedFolder.files("/usr/local/lib/modprobe.d", BOOT),
          WatchedFolder.files("/usr/lib/modprobe.d", BOOT),
          WatchedFolder.files("/lib/modprobe.d", BOOT),
          WatchedFolder.files("/etc/modules-load.d", BOOT),
          WatchedFolder.files("/etc/initramfs-tools", BOOT),
          WatchedFolder.files("/etc/dracut.conf.d", BOOT),
          WatchedFolder.files("/etc/mkinitcpio.conf.d", BOOT),
          WatchedFolder.files("/etc/mkinitcpio.d", BOOT),
          WatchedFolder.files("/etc/mkinitfs", BOOT),
          WatchedFolder.files("/etc/mkinitfs/features.d", BOOT),
          WatchedFolder.files("/etc/driverctl.d", BOOT),
          WatchedFolder.files("/boot", BOOT),
          WatchedFolder.only("/boot/grub", GRUB, BOOT),
          WatchedFolder.only("/boot/grub2", GRUB, BOOT),
          WatchedFolder.only("/boot/efi/EFI/xenserver", GRUB, BOOT),
          WatchedFolder.only("/etc/default", Set.of("grub"), BOOT),
          WatchedFolder.files("/etc/default/grub.d", BOOT),
          WatchedFolder.only(
              "/etc",
              Set.of("modprobe.conf", "modules", "dracut.conf", "mkinitcpio.conf", "fstab"),
              BOOT),
          // the guard
          WatchedFolder.files("/usr/lib/xen/bin", GUARD),
          WatchedFolder.files("/usr/libexec/xen/bin", GUARD),
          WatchedFolder.files("/etc/libvirt", GUARD),
          WatchedFolder.files("/etc/libvirt/hooks/libxl.d", GUARD),
          WatchedFolder.files("/etc/polkit-1/rules.d", GUARD),
          WatchedFolder.only(XENSTORED.toString(), Set.of("socket"), DEFINITIONS));

  private static final List<ProcFile> PROC_FILES =
      List.of(
          new ProcFile(MOUNTS, USE),
          new ProcFile(Path.of("/proc/mdstat"), USE),
          new ProcFile(Path.of("/proc/swaps"), USE));

  private final Changes changes;
  private final Poller poller;
  private final ProcFileChanges procFiles;
  private final FileChanges files;
  private final OperationProcesses processes;
  private final XenStoreChanges xenStore;

  private LiveHost(Machine machine) throws IOException {
    changes = Changes.inRealTime();
    poller = new Poller(changes);
    procFiles = new ProcFileChanges(PROC_FILES, this::changed);
    files = new FileChanges(FOLDERS, this::changed);
    processes = OperationProcesses.ofJournal(machine);
    xenStore = new XenStoreChanges(XENSTORE_SOCKETS, changes);
  }

  /**
   * Starts to follow this host. A source that cannot be opened is reported by {@link
   * Changes#failures}.
   *
   * @param machine reads the journal of this host; must not be used for anything else, because
   *     XenStore is not for several threads
   * @throws IOException if the process has no descriptor or memory left
   */
  public static LiveHost start(Machine machine) throws IOException {
    LiveHost live = new LiveHost(machine);
    live.poller.start(
        List.of(
            new KernelEvents(live::moduleChanged),
            new RouteEvents(),
            live.files,
            live.procFiles,
            live.processes));
    live.xenStore.start();
    return live;
  }

  @Override
  public Changes changes() {
    return changes;
  }

  private void moduleChanged() {
    if (procFiles.incomplete()) {
      poller.reopen(procFiles, USE);
    }
  }

  private void changed(ProcFile file) {
    if (file.path().equals(MOUNTS)) {
      // a mount can hide a watched folder
      poller.reopen(files, NONE);
    }
  }

  private void changed(Path folder) {
    if (folder.equals(RUNNING)) {
      poller.reopen(processes, NONE);
    } else if (folder.equals(XENSTORED)) {
      xenStore.look();
    }
  }

  private static Set<Topic> set(Topic first, Topic... more) {
    return Collections.unmodifiableSet(EnumSet.of(first, more));
  }

  @Override
  public void close() {
    xenStore.close();
    poller.close();
  }
}
