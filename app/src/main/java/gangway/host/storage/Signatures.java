package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of an unused device, from udev: {@code /run/udev/data/bMAJOR:MINOR} has a line {@code
 * E:KEY=VALUE} for each property.
 */
final class Signatures {
  private static final Path DATA = Path.of("/run/udev/data");
  private static final String TYPE = "E:ID_FS_TYPE=";

  /** Names of blkid(8) for parts of a larger volume. */
  private static final Map<String, String> PARTS =
      Map.of(
          "LVM2_member", "an LVM physical volume",
          "LVM1_member", "an LVM physical volume",
          "linux_raid_member", "a member of a RAID",
          "isw_raid_member", "a member of a RAID",
          "ddf_raid_member", "a member of a RAID",
          "crypto_LUKS", "an encrypted volume",
          "zfs_member", "a member of a ZFS pool",
          "btrfs", "a btrfs file system",
          "bcache", "a part of a bcache",
          "mpath_member", "a path of a multipath device");

  /** The type of the EFI system partition (UEFI specification, 5.3.3), in udev's form. */
  private static final String ESP = "E:ID_PART_ENTRY_TYPE=c12a7328-f81f-11d2-ba4b-00a0c93ec93b";

  private final Machine machine;

  Signatures(Machine machine) {
    this.machine = machine;
  }

  /** The content of the device with a number, if dom0 may need it later. */
  Optional<String> of(String number) {
    List<String> data = machine.lines(DATA.resolve("b" + number));
    if (data.contains(ESP)) {
      return Optional.of("an EFI system partition");
    }
    return data.stream()
        .filter(line -> line.startsWith(TYPE))
        .findFirst()
        .map(line -> PARTS.get(line.substring(TYPE.length())));
  }
}
