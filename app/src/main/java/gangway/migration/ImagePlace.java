package gangway.migration;

import gangway.Problem;
import gangway.Text;
import gangway.guard.SavedGuestNote;
import gangway.host.FreeSpace;
import gangway.machine.Machine;
import gangway.machine.PlaceToWrite;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The file to write a guest's state to. */
public record ImagePlace(Path image) {

  /** Whether a guest's name can be part of a file name. */
  public static boolean canBeNamedFor(String guest) {
    return guest.matches("[A-Za-z0-9_][A-Za-z0-9_.+-]{0,200}");
  }

  /** The default; {@code /etc/default/xendomains} can name another folder. */
  private static final Path OF_XENDOMAINS = Path.of("/var/lib/xen/save");

  /** Space in addition to the guest's memory: page tables, state of its vCPUs. */
  private static final long BESIDE_MEMORY = 64L * 1024 * 1024;

  public ImagePlace {
    if (!image.isAbsolute()) {
      throw new IllegalArgumentException("the path of an image must be absolute");
    }
  }

  /**
   * Checks that a guest's state can be written there.
   *
   * @throws Problem of kind REFUSED if it cannot
   */
  void mustTake(Machine machine, Domain guest) {
    mustHaveRoom(machine, mustBeFree(machine), guest);
  }

  /**
   * Checks that a guest's state can be written there after its folder has been created.
   *
   * @throws Problem of kind REFUSED if it cannot
   */
  void mustTakeOnceMade(Machine machine, Domain guest) {
    mustBeFreeForRoot(machine);
    Path folder =
        Stream.iterate(image, path -> path.getParent() != null, Path::getParent)
            .filter(machine::exists)
            .findFirst()
            .orElseGet(image::getRoot);
    mustHaveRoom(machine, folder, guest);
  }

  /**
   * Checks that the file does not exist yet, and that only root can create it.
   *
   * @return the folder of the file
   * @throws Problem of kind REFUSED if the file exists, if its folder does not, or if another user
   *     can write to a folder on the way
   */
  Path mustBeFree(Machine machine) {
    Path folder =
        Optional.ofNullable(image.getParent())
            .flatMap(machine::real)
            .orElseThrow(() ->
                Problem.refused(
                    "the folder of '" + image + "' does not exist",
                    "create the folder, or name another file"));
    if (folder.equals(OF_XENDOMAINS)) {
      throw Problem.refused(
          "xendomains restores every file in " + folder + " at host start, without devices",
          "name a file in another folder");
    }
    mustBeFreeForRoot(machine);
    return folder;
  }

  private void mustBeFreeForRoot(Machine machine) {
    List<Path> files = List.of(image, SavedGuestNote.file(image));
    files.stream()
        .filter(machine::exists)
        .findFirst()
        .ifPresent(there -> {
          throw Problem.refused(
              "'" + there + "' already exists", "name another file, or move the existing one away");
        });
    files.forEach(file -> new PlaceToWrite(file).mustBeOfRoot(machine));
  }

  private static void mustHaveRoom(Machine machine, Path folder, Domain guest) {
    OptionalLong memory = memory(machine, guest);
    Optional<Long> free = Optional.ofNullable(FreeSpace.in(machine, List.of(folder)).get(folder));
    if (memory.isPresent() && free.isPresent()) {
      long needed = memory.getAsLong() + BESIDE_MEMORY;
      if (free.get() < needed) {
        throw Problem.refused(
            "not enough space for the state of guest '%s' in %s".formatted(guest.name(), folder),
            "free some space, or name a file in another folder",
            "needed: %d MiB, free: %d MiB".formatted(mebibytes(needed), mebibytes(free.get())));
      }
    }
  }

  /** A guest's memory in bytes; the value in XenStore is in KiB. */
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
