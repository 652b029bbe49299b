package gangway.migration;

import gangway.Problem;
import gangway.Text;
import gangway.guard.Manifest;
import gangway.host.FreeSpace;
import gangway.machine.Machine;
import gangway.toolstack.Domain;
import gangway.toolstack.Domains;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A file that a guest's state is to be written to. */
public record ImagePlace(Path image) {
  /** Its own {@code /etc/default/xendomains} may name another one. */
  private static final Path OF_XENDOMAINS = Path.of("/var/lib/xen/save");

  /** What there is of a guest beside its memory: page tables, the state of its processors. */
  private static final long BESIDE_MEMORY = 64L * 1024 * 1024;

  public ImagePlace {
    if (!image.isAbsolute()) {
      throw new IllegalArgumentException("a file may lie anywhere, and so must be named whole");
    }
  }

  /**
   * Sees that a guest's state can be written there.
   *
   * @throws Problem of kind REFUSED if it cannot
   */
  void mustTake(Machine machine, Domain guest) {
    mustHaveRoom(machine, mustBeFree(machine), guest);
  }

  /**
   * Sees that a guest's state can be written there once its folder is made.
   *
   * @throws Problem of kind REFUSED if it cannot
   */
  void mustTakeOnceMade(Machine machine, Domain guest) {
    mustNotBeThere(machine);
    Path folder =
        Stream.iterate(image, path -> path.getParent() != null, Path::getParent)
            .filter(machine::exists)
            .findFirst()
            .orElseGet(image::getRoot);
    mustHaveRoom(machine, folder, guest);
  }

  /**
   * Sees that nothing is there yet.
   *
   * @return the folder it is in
   * @throws Problem of kind REFUSED if something is, or there is no folder for it
   */
  Path mustBeFree(Machine machine) {
    Path folder =
        Optional.ofNullable(image.getParent())
            .flatMap(machine::real)
            .orElseThrow(() ->
                Problem.refused(
                    "there is no folder for '" + image + "'", "make it, or name another file"));
    if (folder.equals(OF_XENDOMAINS)) {
      throw Problem.refused(
          "xendomains restores all that lies in " + folder + " as the host starts, without devices",
          "name a file in another folder");
    }
    mustNotBeThere(machine);
    return folder;
  }

  private void mustNotBeThere(Machine machine) {
    Stream.of(image, Manifest.file(image))
        .filter(machine::exists)
        .findFirst()
        .ifPresent(there -> {
          throw Problem.refused(
              "'" + there + "' is there already", "name another file, or move that one away");
        });
  }

  private static void mustHaveRoom(Machine machine, Path folder, Domain guest) {
    OptionalLong memory = memory(machine, guest);
    Optional<Long> free = Optional.ofNullable(FreeSpace.in(machine, List.of(folder)).get(folder));
    if (memory.isPresent() && free.isPresent()) {
      long needed = memory.getAsLong() + BESIDE_MEMORY;
      if (free.get() < needed) {
        throw Problem.refused(
            "there is no room for the state of guest '%s' in %s".formatted(guest.name(), folder),
            "make room, or name a file in another folder",
            "needed: %d MiB, free: %d MiB".formatted(mebibytes(needed), mebibytes(free.get())));
      }
    }
  }

  /** What a guest has of memory, in bytes; XenStore has it in KiB. */
  private static OptionalLong memory(Machine machine, Domain guest) {
    return machine
        .xenStore()
        .flatMap(store -> store.read(Domains.path(guest.domid()) + "/memory/target"))
        .stream()
        .flatMapToLong(text -> Text.longDigits(text, 15).stream())
        .map(kibibytes -> kibibytes * 1024)
        .findFirst();
  }

  private static long mebibytes(long bytes) {
    return bytes / 1024 / 1024;
  }
}
