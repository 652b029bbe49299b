package gangway.lab;

import gangway.Resource;

/** A host with the GRUB of Debian in place of the lab's own configuration. */
final class GrubHost {
  private GrubHost() {}

  /** Installs GRUB; the next boot is by an entry of update-grub. */
  static void install(Dom0 dom0) {
    dom0.must(Resource.text(GrubHost.class, "install-grub"));
  }

  /** The same with the unit that ends trial boots; reboots. */
  static void installForTrials(Dom0 dom0) {
    install(dom0);
    dom0.must(
        "cp /opt/gangway/systemd/gangway-trial.service /etc/systemd/system"
            + " && systemctl -q enable gangway-trial");
    dom0.reboot();
    // GRUB makes the file when it first chooses an entry
    dom0.must("grub-editenv /boot/grub/grubenv create");
  }
}
