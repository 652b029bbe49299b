package gangway.host;

import gangway.boot.FileEdit;
import gangway.journal.Author;
import gangway.machine.Machine;
import gangway.xen.guest.Domain;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The number of functions that Gangway attached to or detached from a running guest since the guest
 * was started.
 *
 * @param guest the guest: a domain's number and UUID in one boot of the host
 * @param kept the text of its file, if there is one; it may be about an earlier guest with the same
 *     number
 */
public record HotPlugs(Domain guest, String boot, Optional<String> kept) {
  /**
   * The RHEL 5 Virtualization Guide warns that a guest's kernel may fail after more than this many
   * hot-plugs in a short time.
   */
  public static final int MAX_IN_A_SHORT_TIME = 512;

  /** The folder of the counters, with a file for each domain. */
  public static final Path FOLDER = Path.of("/var/lib/gangway/hot-plugs");

  /** The kernel writes a UUID (drivers/char/random.c, {@code proc_do_uuid}). */
  private static final Pattern BOOT_ID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final Pattern TEXT =
      Pattern.compile("boot=(.*)\nuuid=(.*)\nhot-plugs=([0-9]{1,9})\n");

  /** The counters of some guests, by domain number. */
  static Map<Integer, HotPlugs> ofAll(Machine machine, Collection<Domain> guests) {
    return guests.stream().collect(Collectors.toMap(Domain::domid, guest -> read(machine, guest)));
  }

  public static HotPlugs read(Machine machine, Domain guest) {
    return new HotPlugs(guest, Author.boot(machine), machine.read(file(guest)));
  }

  /** The number, as far as it is known. */
  public int count() {
    return known().orElse(0);
  }

  /**
   * The number; empty if its file has an unknown format. If the boot is not known, the file of a
   * guest with the same UUID counts.
   */
  public Optional<Integer> known() {
    if (kept.isEmpty()) {
      return Optional.of(0);
    }
    Matcher text = TEXT.matcher(kept.get());
    if (!text.matches()) {
      return Optional.empty();
    }
    boolean same =
        (!BOOT_ID.matcher(boot).matches() || text.group(1).equals(boot))
            && text.group(2).equals(guest.uuid());
    return Optional.of(same ? Integer.parseInt(text.group(3)) : 0);
  }

  /** The file that counts. */
  public Path file() {
    return file(guest);
  }

  /** The change that writes a new count to the file. */
  public FileEdit counting(int count) {
    String text = "boot=%s\nuuid=%s\nhot-plugs=%s\n".formatted(boot, guest.uuid(), count);
    return new FileEdit(file(guest), kept, Optional.of(text));
  }

  private static Path file(Domain guest) {
    return FOLDER.resolve(Integer.toString(guest.domid()));
  }
}
