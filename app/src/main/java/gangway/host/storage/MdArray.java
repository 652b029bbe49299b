package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An array of the kernel's software RAID (Documentation/admin-guide/md.rst: the files of {@code
 * /sys/block/mdN/md}).
 *
 * @param level {@code raid1}, {@code raid5}, …; empty if not known
 * @param tolerates the number of further members that it can lose
 * @param spares the members without data: spares and failed members
 * @param container whether it is not an array, but a container of arrays with external metadata
 */
record MdArray(String level, int tolerates, Set<String> spares, boolean container) {
  MdArray {
    spares = Collections.unmodifiableSet(new LinkedHashSet<>(spares));
  }

  static MdArray read(Machine machine, Path folder, List<String> members) {
    Path md = folder.resolve("md");
    String level = text(machine, md.resolve("level"));
    String state = text(machine, md.resolve("array_state"));
    Set<String> spares = new HashSet<>();
    int inSync = 0;
    boolean journal = false;
    for (String member : members) {
      String role = text(machine, md.resolve("dev-" + member).resolve("state"));
      journal |= role.contains("journal");
      if (role.contains("faulty") || role.contains("spare")) {
        spares.add(member);
      } else if (!role.contains("journal")) {
        inSync++;
      }
    }
    // during a reshape the old number follows in brackets, so the text is not a number then
    OptionalInt disks = machine.number(md.resolve("raid_disks"));
    boolean knownAndSettled =
        disks.isPresent()
            && Set.of("clean", "active", "active-idle", "write-pending", "read-auto", "readonly")
                .contains(state)
            && !Set.of("resync", "reshape").contains(text(machine, md.resolve("sync_action")))
            && !journal;
    int tolerates = 0;
    if (knownAndSettled) {
      int spared = tolerance(level, disks.getAsInt(), machine.number(md.resolve("layout")));
      int missing = machine.number(md.resolve("degraded")).orElse(spared);
      tolerates = Math.min(spared - missing, inSync - (disks.getAsInt() - spared));
    }
    boolean foreign = text(machine, md.resolve("metadata_version")).startsWith("external:");
    return new MdArray(level, Math.max(0, tolerates), spares, foreign && state.equals("inactive"));
  }

  /** The number of members that an array of a level can always lose. */
  private static int tolerance(String level, int disks, OptionalInt layout) {
    return switch (level) {
      case "raid1" -> disks - 1;
      case "raid4", "raid5" -> 1;
      case "raid6" -> 2;
      case "raid10" -> copies(layout.orElse(0)) - 1;
      default -> 0;
    };
  }

  /** The layout of raid10: near copies in the lowest byte, far copies in the next. */
  private static int copies(int layout) {
    return Math.max(1, (layout & 0xff) * (layout >> 8 & 0xff));
  }

  private static String text(Machine machine, Path file) {
    return machine.read(file).map(String::strip).orElse("");
  }
}
