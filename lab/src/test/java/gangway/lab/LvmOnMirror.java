package gangway.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Builds LVM on a mirror (md) of a lab's two NVMe disks, like an administrator. */
final class LvmOnMirror {
  /** A host with the two NVMe disks. */
  static final Hardware HARDWARE = new Hardware(true, 0, 2, false);

  // without dpkg, whose triggers make systemd reload many times, and without the packages'
  // initramfs hooks, which add all RAID levels: each takes minutes on an emulated host
  private static final String INSTALL =
      """
      set -e
      for package in /srv/packages/*.deb; do
        dpkg-deb --fsys-tarfile "$package" \
          | tar -x --keep-directory-symlink --exclude=./usr/share/initramfs-tools -C /
      done
      ldconfig
      """;

  private LvmOnMirror() {}

  /** Creates the volume group "vg" with one volume. */
  static void make(Dom0 dom0, String volume) {
    dom0.must(INSTALL);
    dom0.must(
        """
        set -e
        mdadm --create /dev/md0 --level=1 --raid-devices=2 --metadata=1.2 --assume-clean --run \
          /dev/nvme0n1 /dev/nvme1n1
        pvcreate -q /dev/md0
        vgcreate -q vg /dev/md0
        lvcreate -q -y -W n -l 100%%FREE -n %s vg
        """
            .formatted(volume));
  }

  /**
   * Creates the group with a volume, moves the host's root file system to the volume, and reboots
   * the host from it.
   */
  static void moveRoot(Dom0 dom0) {
    make(dom0, "root");
    dom0.must(script("move-root"));
    dom0.reboot();
  }

  private static String script(String name) {
    try (InputStream stream = LvmOnMirror.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("not among the tests' resources: " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
