package gangway.lab;

import java.nio.file.Path;

/**
 * A Xen with shadow page tables, for a lab's host. Debian's Xen is built without them, but a live
 * migration needs them to track the memory that a PV guest writes.
 */
public record Hypervisor(Path folder) {
  /** The release whose Xen is built. */
  static final Release RELEASE = Release.BOOKWORM;

  private static final String FILE = "xen.gz";
  private static final String FOLDER = "/root/hypervisor";

  /**
   * Returns this Xen from the cache; if necessary, builds it first with {@code lab/from-source}.
   */
  public static Hypervisor build(Path root, Cache cache, Report report) {
    return new Hypervisor(Recipe.fromSource(root, "hypervisor").make(cache, report));
  }

  /** Reboots a lab's host with this Xen, unless the host's Xen already has shadow page tables. */
  public void installIn(Lab lab) {
    if (lab.dom0().run("xl info | grep -q '^virt_caps.* shadow'").ok()) {
      return;
    }
    lab.copy(folder, FOLDER);
    // the file that GRUB boots
    lab.dom0().must("mv %s/%s /boot/xen-4.17-amd64.gz && sync".formatted(FOLDER, FILE));
    lab.dom0().reboot();
  }
}
