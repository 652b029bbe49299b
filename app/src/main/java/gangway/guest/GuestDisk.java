package gangway.guest;

import gangway.Problem;
import gangway.guest.GuestReport.Method;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.xen.guest.BackendDisk;
import gangway.xen.guest.Domains;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A disk of a guest that is shut down: an image file, or a block device of dom0. */
public record GuestDisk(Path path) {
  private static final Set<String> KNOWN = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs");

  /** The unit of partx, in bytes. */
  private static final long SECTOR = 512;

  private static final int MAX_PARTITIONS = 64;

  /**
   * A partition, or the whole disk.
   *
   * @param offset its start on the disk, in bytes
   * @param size its size in bytes; 0 for the rest of the disk
   * @param type the type that blkid reports; empty if blkid does not know the content
   */
  private record Part(String name, long offset, long size, String type) {
    @Override
    public String toString() {
      return name + ": " + (type.isEmpty() ? "unknown content" : type);
    }
  }

  /**
   * Finds the guest's system on the disk.
   *
   * @throws Problem of kind REFUSED if a guest or dom0 uses the disk, or if the disk does not hold
   *     exactly one readable system
   */
  public GuestSystem system(Machine machine) {
    if (!machine.exists(path)) {
      throw Problem.usage(
          "there is no file or device " + path, "name an existing disk image or block device");
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
              ? "no guest system was found on " + path
              : "there is more than one guest system on " + path,
          remedy(parts),
          parts.stream().map(Part::toString).toArray(String[]::new));
    }
    return found.getFirst();
  }

  private static String remedy(List<Part> parts) {
    String types = parts.stream().map(Part::type).collect(Collectors.joining(" "));
    String byHand =
        types.contains("LVM2")
            ? "Gangway does not activate a guest's volume groups: "
            : types.contains("LUKS") ? "the disk is encrypted: " : "";
    return byHand
        + "start the guest and use --ssh or --print; or connect the disk (qemu-nbd for qcow2,"
        + " kpartx and vgchange for LVM), mount the guest's root file system, and use --root";
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
    for (String line : table.lines().limit(MAX_PARTITIONS).toList()) {
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

  /** Refuses a disk in use, because two writers at once destroy its file system. */
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
              path + " is the disk of a running guest",
              "shut the guest down first; or prepare the running guest with --ssh",
              evidence);
        });
    if (!loops.isEmpty()) {
      throw inUse("it is attached to " + String.join(", ", loops));
    }
    // for a block device: the device itself and the devices on top of it
    machine
        .told(
            Command.of(
                "lsblk", "--raw", "--noheadings", "--output", "NAME,MOUNTPOINT", path.toString()))
        .stream()
        .flatMap(String::lines)
        .filter(line -> line.strip().contains(" "))
        .findFirst()
        .ifPresent(line -> {
          throw inUse("mounted, or used for swap: " + line.strip());
        });
  }

  private Problem inUse(String evidence) {
    return Problem.refused(
        path + " is in use",
        "unmount or disconnect it first; or mount it yourself and use --root",
        evidence);
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
