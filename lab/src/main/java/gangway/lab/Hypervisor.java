package gangway.lab;

import java.nio.file.Path;

/**
 * A Xen that has shadow page tables, for a lab's host in place of Debian's, which has none: only by
 * them is it known what a PV guest writes, so that it can be moved while it runs.
 */
public record Hypervisor(Path folder) {
  private static final String FILE = "xen.gz";
  private static final String BRING_TO = "/root/hypervisor";

  /** Finds it in the cache, and builds it first where it must, by {@code lab/from-source}. */
  public static Hypervisor build(Path root, Cache cache, Report report) {
    return new Hypervisor(Recipe.fromSource(root, "hypervisor").make(cache, report));
  }

  /** Restarts a lab's host with it, unless it has one like it. */
  public void bringInto(Lab lab) {
    if (lab.dom0().run("xl info | grep -q '^virt_caps.* shadow'").ok()) {
      return;
    }
    lab.bring(folder, BRING_TO);
    // the one that GRUB starts
    lab.dom0().must("mv %s/%s /boot/xen-4.17-amd64.gz && sync".formatted(BRING_TO, FILE));
    lab.dom0().reboot();
  }
}
