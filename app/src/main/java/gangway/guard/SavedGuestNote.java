package gangway.guard;

import gangway.Problem;
import gangway.Text;
import gangway.json.JsonLine;
import gangway.json.JsonText;
import gangway.json.RecordJson;
import gangway.machine.Clock;
import gangway.machine.Machine;
import gangway.pci.DeviceId;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The functions that a saved guest had and gets back on restore. They are in a file next to the
 * image, {@code IMAGE.gangway}, as one line of JSON (docs/save.md).
 *
 * @param guest the guest's name
 * @param saved time when the guest's kernel had released its devices; Gangway began the image then
 * @param restored time when the guest was restored from the image; the guest must not be restored
 *     again, because its disks have changed since
 * @param functions the functions that were detached before the save
 * @param definition the file to start the guest from, if the guest was shut down and not saved;
 *     there is no image then
 */
public record SavedGuestNote(
    String guest,
    Instant saved,
    Optional<Instant> restored,
    List<Item> functions,
    Optional<Path> definition) {
  private static final String ENDING = ".gangway";
  private static final int MAX_BYTES = 1024 * 1024;
  private static final RecordJson JSON =
      new RecordJson(
          Map.of(
              Instant.class,
              Instant::parse,
              Path.class,
              Path::of,
              PciAddress.class,
              text -> PciAddress.parse(text).orElseThrow(IllegalArgumentException::new),
              DeviceId.class,
              text -> DeviceId.parse(text).orElseThrow(IllegalArgumentException::new)),
          List.of());

  /** A function, with the IDs that a replacement for it must have. */
  public record Item(PciAddress address, DeviceId id, DeviceId subsystem) {
    public static Item of(PciFunction function) {
      return new Item(function.address(), function.id(), function.subsystem());
    }
  }

  public SavedGuestNote {
    functions = List.copyOf(functions);
  }

  /** The manifest of a guest that is about to be saved. */
  public static SavedGuestNote now(Clock clock, String guest, List<Item> functions) {
    return new SavedGuestNote(
        guest, clock.seconds(), Optional.empty(), functions, Optional.empty());
  }

  /** The manifest of a guest that is about to be shut down. */
  public static SavedGuestNote cold(
      Clock clock, String guest, List<Item> functions, Path definition) {
    return new SavedGuestNote(
        guest, clock.seconds(), Optional.empty(), functions, Optional.of(definition));
  }

  /** This manifest, marked as restored now. */
  public SavedGuestNote restoredNow(Clock clock) {
    return new SavedGuestNote(guest, saved, Optional.of(clock.seconds()), functions, definition);
  }

  /**
   * Maps the address of each saved function to the function that replaces it; both lists have the
   * same order.
   */
  public static Map<PciAddress, PciAddress> places(List<Item> items, List<PciAddress> functions) {
    Map<PciAddress, PciAddress> places = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      places.put(items.get(i).address(), functions.get(i));
    }
    return places;
  }

  /** Path of the manifest of an image. */
  public static Path file(Path image) {
    return image.resolveSibling(image.getFileName() + ENDING);
  }

  /**
   * Reads the manifest of an image; empty if there is no readable one, or if a user other than root
   * can have written it.
   */
  public static Optional<SavedGuestNote> beside(Machine machine, Path image) {
    // a note that does not exist yet can be created by others in a sticky folder
    return machine
            .otherWriters(file(image), Machine.StickyFolders.TRUSTED_IF_FILE_EXISTS)
            .isPresent()
        ? Optional.empty()
        : text(machine, file(image)).flatMap(SavedGuestNote::parse);
  }

  /** Why the manifest of an image is not trusted; empty if only root can have written it. */
  public static Optional<String> otherWriters(Machine machine, Path image) {
    return machine.otherWriters(file(image), Machine.StickyFolders.TRUSTED);
  }

  /** Reads a regular file only, because a pipe could block for ever, and no large one. */
  private static Optional<String> text(Machine machine, Path note) {
    Optional<SeekableByteChannel> opened = machine.open(note);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (SeekableByteChannel channel = opened.get()) {
      byte[] text = Channels.newInputStream(channel).readNBytes(MAX_BYTES + 1);
      return text.length > MAX_BYTES ? Optional.empty() : Optional.of(Text.of(text));
    } catch (IOException e) {
      throw Problem.failed(
          "'%s' cannot be read".formatted(note),
          "check its disk and file system; 'dmesg' shows kernel errors",
          e.toString());
    }
  }

  static Optional<SavedGuestNote> parse(String text) {
    try {
      return Optional.of(JSON.read(new JsonLine(text), SavedGuestNote.class));
    } catch (IllegalArgumentException | java.time.format.DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The text of the file. */
  public String text() {
    return JsonText.of(json -> JSON.write(json, this)) + "\n";
  }

  /**
   * Whether this manifest belongs to an image.
   *
   * @param named the guest's name in the image
   * @param written the time when the image was last written
   */
  boolean vouchesFor(Optional<String> named, Instant written) {
    return named.equals(Optional.of(guest)) && !written.isBefore(saved);
  }
}
