package gangway.guest;

import gangway.Problem;
import gangway.guest.GuestReport.Method;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.toolstack.BackendDisk;
import gangway.toolstack.Domains;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A disk of a guest that does not run: an image in a file, or a block device of dom0. */
public record GuestDisk(Path path) {
  private static final Set<String> KNOWN = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs");

  /** What partx counts in. */
  private static final long SECTOR = 512;

  private static final int MOST_PARTITIONS = 64;

  /**
   * A part of it.
   *
   * @param type what blkid finds there; empty if that is nothing it knows
   */
  private record Part(String name, long offset, long size, String type) {
    @Override
    public String toString() {
      return name + ": " + (type.isEmpty() ? "nothing that is known" : type);
    }
  }

  /**
   * Finds the guest's system on it.
   *
   * @throws Problem of kind REFUSED if a guest uses the disk, or somebody else does, or nothing on
   *     it can be worked on
   */
  public GuestSystem system(Machine machine) {
    if (!machine.exists(path)) {
      throw Problem.usage("there is no " + path, "name a disk image or a block device");
    }
    mustBeIdle(machine);
    List<Part> parts = parts(machine);
    List<GuestSystem> found = new ArrayList<>();
    for (Part part : parts) {
      if (KNOWN.contains(part.type())) {
        GuestSystem system = new GuestSystem.OnDisk(path, part.offset(), part.size());
        if (parts.size() == 1
            || GuestReport.of(machine, system, GuestKind.AUTO).method() != Method.NONE) {
          found.add(system);
        }
      }
    }
    if (found.size() != 1) {
      throw Problem.refused(
          found.isEmpty()
              ? "no guest's system is found on " + path
              : "there are several systems on " + path,
          wayOut(parts),
          parts.stream().map(Part::toString).toArray(String[]::new));
    }
    return found.getFirst();
  }

  private static String wayOut(List<Part> parts) {
    String types = parts.stream().map(Part::type).collect(Collectors.joining(" "));
    String byHand =
        types.contains("LVM2")
            ? "Gangway does not touch a guest's volume groups: "
            : types.contains("LUKS") ? "it is encrypted: " : "";
    return byHand
        + "start the guest and use --ssh or --print; or make it readable (qemu-nbd for qcow2, kpartx"
        + " and vgchange for LVM), mount it, and use --root";
  }

  private List<Part> parts(Machine machine) {
    String whole = type(machine, 0);
    if (!whole.isEmpty()) {
      return List.of(new Part("the whole disk", 0, 0, whole));
    }
    List<Part> parts = new ArrayList<>();
    String table =
        machine
            .told(
                Command.of(
                    "partx",
                    "--raw",
                    "--noheadings",
                    "--output",
                    "NR,START,SECTORS",
                    path.toString()))
            .orElse("");
    for (String line : table.lines().limit(MOST_PARTITIONS).toList()) {
      if (line.matches("[0-9]{1,4} [0-9]{1,15} [0-9]{1,15}")) {
        String[] numbers = line.split(" ");
        long offset = Long.parseLong(numbers[1]) * SECTOR;
        parts.add(
            new Part(
                "partition " + numbers[0],
                offset,
                Long.parseLong(numbers[2]) * SECTOR,
                type(machine, offset)));
      }
    }
    return parts.isEmpty() ? List.of(new Part("the whole disk", 0, 0, "")) : parts;
  }

  private String type(Machine machine, long offset) {
    return machine
        .told(
            Command.of(
                "blkid",
                "-p",
                "-o",
                "value",
                "-s",
                "TYPE",
                "-O",
                Long.toString(offset),
                path.toString()))
        .map(String::strip)
        .filter(type -> type.matches("[A-Za-z0-9_+-]{1,32}"))
        .orElse("");
  }

  /** What two write to at once is lost. */
  private void mustBeIdle(Machine machine) {
    Set<Path> names = new HashSet<>();
    machine.real(path).ifPresent(names::add);
    List<String> loops =
        machine
            .told(Command.of("losetup", "--noheadings", "--output", "NAME", "-j", path.toString()))
            .stream()
            .flatMap(String::lines)
            .map(String::strip)
            .filter(name -> name.startsWith("/dev/"))
            .toList();
    loops.forEach(loop -> names.add(Path.of(loop)));
    guest(machine, names)
        .ifPresent(evidence -> {
          throw Problem.refused(
              path + " is the disk of a guest that runs",
              "shut it down first; or prepare it as it runs, with --ssh",
              evidence);
        });
    if (!loops.isEmpty()) {
      throw inUse("it is behind " + String.join(", ", loops));
    }
    // of a block device: itself, and what is made of it
    machine
        .told(
            Command.of(
                "lsblk", "--raw", "--noheadings", "--output", "NAME,MOUNTPOINT", path.toString()))
        .stream()
        .flatMap(String::lines)
        .filter(line -> line.strip().contains(" "))
        .findFirst()
        .ifPresent(line -> {
          throw inUse("mounted, or swapped to: " + line.strip());
        });
  }

  private Problem inUse(String evidence) {
    return Problem.refused(
        path + " is in use", "end that first; or mount it by hand, and use --root", evidence);
  }

  private static Optional<String> guest(Machine machine, Set<Path> names) {
    return machine
        .xenStore()
        .flatMap(store -> {
          Map<Integer, List<BackendDisk>> disks = BackendDisk.read(store);
          return Domains.read(store).running().stream()
              .flatMap(domain ->
                  disks.getOrDefault(domain.domid(), List.of()).stream()
                      .flatMap(disk -> disk.path().stream())
                      .filter(path -> names.contains(machine.real(path).orElse(path)))
                      .map(path -> "guest %s has %s".formatted(domain, path)))
              .findFirst();
        });
  }
}
