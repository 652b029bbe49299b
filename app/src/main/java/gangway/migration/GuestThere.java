package gangway.migration;

import gangway.json.JsonLine;
import gangway.pci.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A guest of another host, as {@code gangway guests --json} tells of it there (docs/json.md).
 *
 * @param functions those that it has and sees
 * @param files what its definitions stand in
 */
record GuestThere(String name, List<Address> functions, List<String> files) {

  /** Reads the answer; an {@link IllegalArgumentException} if it is malformed. */
  static List<GuestThere> parse(String answer) {
    return TheirJson.array(answer, "guests", GuestThere::guest);
  }

  private static GuestThere guest(JsonLine json) {
    String name = "";
    List<Address> functions = new ArrayList<>();
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

  private static Optional<Address> attached(JsonLine json) {
    Optional<Address> address = Optional.empty();
    boolean attached = false;
    json.object();
    for (String member : json.members()) {
      switch (member) {
        case "address" -> address = Address.parse(json.string());
        case "attached" -> attached = json.bool();
        default -> json.skip();
      }
    }
    return attached ? address : Optional.empty();
  }
}
