package gangway.toolstack;

import gangway.json.JsonLine;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a running guest was made, as libxl keeps it until the guest is gone: {@code
 * userdata-d.DOMID.UUID.libxl-json} in {@code /var/lib/xen}. What was left to libxl's own choice is
 * not in it (tools/libs/light/libxl_create.c, {@code guest_config_saved}).
 *
 * @param passthrough {@code enabled}, {@code disabled} or another word for one of them; absent
 *     where the guest's functions decided it
 * @param hostMemoryMap whether the guest has the holes of the host's memory map ({@code
 *     e820_host}), in which functions have their memory
 * @param functions those it has, as libxl would give them to it again if it restarted itself
 */
public record Creation(
    Optional<String> passthrough, boolean hostMemoryMap, List<PciSpec> functions) {
  private static final Path FOLDER = Path.of("/var/lib/xen");
  private static final int MOST_CHARACTERS = 1024 * 1024;

  /** The text that is kept of a guest, which only root may read; empty if there is none. */
  static String text(Machine machine, Domain domain) {
    return Optional.of(file(domain))
        .filter(_ -> machine.root())
        .flatMap(machine::read)
        .filter(text -> text.length() <= MOST_CHARACTERS)
        .orElse("");
  }

  /** The file it is kept in. */
  public static Path file(Domain domain) {
    return FOLDER.resolve("userdata-d.%d.%s.libxl-json".formatted(domain.domid(), domain.uuid()));
  }

  /** Reads the text; nothing if it is no JSON object. */
  public static Optional<Creation> parse(String text) {
    try {
      // a NUL may stand behind it
      String object = text.substring(0, text.lastIndexOf('}') + 1);
      return Optional.of(new CreationReader(new JsonLine(object)).read());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether functions can be given to the guest now that it runs. Where nothing is said of
   * passthrough, a guest that was made with a function has it; xl gives such a guest the host's
   * memory map too, and that is still told when its functions are gone.
   */
  public boolean hotPlug() {
    return passthrough
        .map(word -> !word.equals("disabled"))
        .orElse(hostMemoryMap || !functions.isEmpty());
  }

  /** The settings that the guest was made with, of those that libxl knows. */
  public Set<Readiness> settings() {
    Set<Readiness> settings = EnumSet.noneOf(Readiness.class);
    if (hotPlug()) {
      settings.add(Readiness.PASSTHROUGH);
    }
    if (hostMemoryMap) {
      settings.add(Readiness.MEMORY_MAP);
    }
    return settings;
  }
}
