package gangway.host.storage;

import java.util.Set;
import java.util.regex.Pattern;

/** What the type of a mount tells about the place of its data. */
final class FileSystemTypes {
  /**
   * The file systems that the kernel keeps in memory or makes up, by their names in {@code
   * /proc/filesystems}, and those that programs make up. A type that is missing here is not assumed
   * to be in memory.
   */
  private static final Set<String> WITHOUT_DISK =
      Set.of(
          "apparmorfs",
          "autofs",
          "bdev",
          "binder",
          "binfmt_misc",
          "bpf",
          "cgroup",
          "cgroup2",
          "configfs",
          "cpuset",
          "dax",
          "debugfs",
          "devfs",
          "devpts",
          "devtmpfs",
          "dlmfs",
          "efivarfs",
          "functionfs",
          "fusectl",
          "hugetlbfs",
          "infinibandeventfs",
          "ipathfs",
          "mqueue",
          "nfsd",
          "nsfs",
          "ocfs2_dlmfs",
          "oprofilefs",
          "pidfs",
          "pipefs",
          "proc",
          "pstore",
          "qibfs",
          "ramfs",
          "resctrl",
          "rootfs",
          "rpc_pipefs",
          "securityfs",
          "selinuxfs",
          "smackfs",
          "sockfs",
          "sysfs",
          "tmpfs",
          "tracefs",
          "usbdevfs",
          "usbfs",
          "xenfs",
          "fuse.gvfs-fuse-daemon",
          "fuse.gvfsd-fuse",
          "fuse.lxcfs",
          "fuse.portal",
          "fuse.vmware-vmblock");

  /** {@code host:/path}, {@code user@host:path} or {@code //host/share}. */
  private static final Pattern OTHER_MACHINE = Pattern.compile("//.*|[^/:]+:.*");

  private FileSystemTypes() {}

  /** Whether file systems of a type have no data on any disk. */
  static boolean withoutDisk(String type) {
    return WITHOUT_DISK.contains(type);
  }

  /** Whether the source of a mount is written as a place on another machine. */
  static boolean onOtherMachine(String source) {
    return OTHER_MACHINE.matcher(source).matches();
  }
}
