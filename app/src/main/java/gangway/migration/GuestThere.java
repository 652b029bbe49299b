package gangway.migration;

import gangway.json.JsonLine;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A guest of another host, from the output of {@code gangway guests --json} there (docs/json.md).
 *
 * @param functions the functions that it has and sees
 * @param files the paths of its definitions
 */
record GuestThere(String name, List<PciAddress> functions, List<String> files) {
  GuestThere {
    functions = List.copyOf(functions);
    files = List.copyOf(files);
  }

  /** Parses the output; throws {@link IllegalArgumentException} if it is malformed. */
  static List<GuestThere> parse(String answer) {
    return TheirJson.array(answer, "guests", GuestThere::guest);
  }

  private static GuestThere guest(JsonLine json) {
    String name = "";
    List<PciAddress> functions = new ArrayList<>();
    List<String> files = new ArrayList<>();
    json.object();
    for (String member : json.members()) {
      switch (member) {
        case "name" -> name = json.string();
        case "functions" ->
            json.array(() -> attached(json))
                .forEach(function -> function.ifPresent(functions::add));
        case "definitions" -> files.addAll(json.array(() -> json.stringOf("file")));
        default -> json.skip();
      }
    }
    return new GuestThere(name, functions, files);
  }

  private static Optional<PciAddress> attached(JsonLine json) {
    Optional<PciAddress> address = Optional.empty();
    boolean attached = false;
    json.object();
    for (String member : json.members()) {
      switch (member) {
        case "address" -> address = PciAddress.parse(json.string());
        case "attached" -> attached = json.bool();
        default -> json.skip();
      }
    }
    return attached ? address : Optional.empty();
  }
}
