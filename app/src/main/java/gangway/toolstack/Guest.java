package gangway.toolstack;

import java.util.List;
import java.util.Optional;

/**
 * A guest, running or not.
 *
 * @param running the guest as it runs
 * @param paused whether it is paused, and so cannot answer anybody
 * @param definitions the definitions found under its name, those of its own toolstack only
 */
public record Guest(
    String name,
    Toolstack toolstack,
    Optional<Domain> running,
    boolean paused,
    List<Definition> definitions) {

  /** Its definition, where there is one and only one. */
  public Optional<Definition> definition() {
    return definitions.size() == 1 ? Optional.of(definitions.getFirst()) : Optional.empty();
  }
}
