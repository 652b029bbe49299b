package gangway.guard;

import gangway.json.JsonLine;
import gangway.json.JsonText;
import gangway.json.RecordJson;
import gangway.machine.Clock;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.pci.DeviceId;
import gangway.pci.Function;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a saved guest had, and is to have again: a file beside its image, {@code IMAGE.gangway}, of
 * one line of JSON (docs/save.md).
 *
 * @param guest the guest's name
 * @param saved when it was known that nothing was left of its devices; the image was begun then
 * @param restored when it was restored from the image: its disks have changed since, so it must not
 *     be restored once more
 * @param functions what was taken from it before
 * @param definition what it is to be started from, if it was shut down rather than saved: there is
 *     no image then
 */
public record Manifest(
    String guest,
    Instant saved,
    Optional<Instant> restored,
    List<Item> functions,
    Optional<Path> definition) {
  private static final String ENDING = ".gangway";
  private static final int MOST_CHARACTERS = 1024 * 1024;
  private static final RecordJson JSON =
      new RecordJson(
          Map.of(
              Instant.class,
              Instant::parse,
              Path.class,
              Path::of,
              Address.class,
              text -> Address.parse(text).orElseThrow(IllegalArgumentException::new),
              DeviceId.class,
              text -> DeviceId.parse(text).orElseThrow(IllegalArgumentException::new)),
          List.of());

  /** A function, with the ids that another one must have to be as good. */
  public record Item(Address address, DeviceId id, DeviceId subsystem) {
    public static Item of(Function function) {
      return new Item(function.address(), function.id(), function.subsystem());
    }
  }

  public Manifest {
    functions = List.copyOf(functions);
  }

  /** Of a guest that is about to be saved. */
  public static Manifest now(Clock clock, String guest, List<Item> functions) {
    return new Manifest(guest, clock.seconds(), Optional.empty(), functions, Optional.empty());
  }

  /** Of a guest that is about to be shut down. */
  public static Manifest cold(Clock clock, String guest, List<Item> functions, Path definition) {
    return new Manifest(
        guest, clock.seconds(), Optional.empty(), functions, Optional.of(definition));
  }

  /** The same once the guest is restored. */
  public Manifest restoredNow(Clock clock) {
    return new Manifest(guest, saved, Optional.of(clock.seconds()), functions, definition);
  }

  /** What takes the place of what a guest had, in the same order, by the addresses of that. */
  public static Map<Address, Address> places(List<Item> items, List<Address> functions) {
    Map<Address, Address> places = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      places.put(items.get(i).address(), functions.get(i));
    }
    return places;
  }

  /** The file beside an image. */
  public static Path file(Path image) {
    return image.resolveSibling(image.getFileName() + ENDING);
  }

  /** Reads the one beside an image; nothing if there is none that can be read. */
  public static Optional<Manifest> beside(Machine machine, Path image) {
    return machine
        .read(file(image))
        .filter(text -> text.length() <= MOST_CHARACTERS)
        .flatMap(Manifest::parse);
  }

  static Optional<Manifest> parse(String text) {
    try {
      return Optional.of(JSON.read(new JsonLine(text), Manifest.class));
    } catch (IllegalArgumentException | java.time.format.DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The file's text. */
  public String text() {
    return JsonText.of(json -> JSON.write(json, this)) + "\n";
  }

  /** Whether an image that was written at a time can be the one it is about. */
  boolean vouchesFor(Instant written) {
    return !written.isBefore(saved);
  }
}
