package gangway.toolstack;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

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
  public static Optional<Creation> parse(String json) {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      return parser.nextToken() == JsonToken.START_OBJECT
          ? Optional.of(parse(parser))
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Creation parse(JsonParser parser) {
    Optional<String> passthrough = Optional.empty();
    boolean hostMemoryMap = false;
    List<PciSpec> functions = new ArrayList<>();
    KeptFunction function = new KeptFunction();
    Deque<String> within = new ArrayDeque<>();
    JsonToken token = parser.nextToken();
    // a NUL may stand behind the object's end
    while (token != null && !(token == JsonToken.END_OBJECT && within.isEmpty())) {
      String name = Objects.requireNonNullElse(parser.currentName(), "");
      switch (token) {
        case START_OBJECT, START_ARRAY -> {
          if (at(within, "pcidevs")) {
            function = new KeptFunction();
          }
          within.addLast(name);
        }
        case END_OBJECT, END_ARRAY -> {
          within.removeLast();
          if (token == JsonToken.END_OBJECT && at(within, "pcidevs")) {
            functions.add(function.spec());
          }
        }
        case VALUE_STRING -> {
          if (name.equals("passthrough") && at(within, "c_info")) {
            passthrough = Optional.of(parser.getString());
          } else if (name.equals("e820_host") && at(within, "b_info", "type.pv")) {
            hostMemoryMap = parser.getString().equals("True");
          }
        }
        default -> {}
      }
      if (token.isScalarValue() && within.size() == 2 && "pcidevs".equals(within.peekFirst())) {
        function.set(name, parser.getString());
      }
      token = parser.nextToken();
    }
    return new Creation(
        passthrough.filter(word -> !word.equals("default")), hostMemoryMap, List.copyOf(functions));
  }

  private static boolean at(Deque<String> within, String... place) {
    return within.size() == place.length && List.copyOf(within).equals(List.of(place));
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
}
