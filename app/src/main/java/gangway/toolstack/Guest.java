package gangway.toolstack;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A guest, running or not.
 *
 * @param running the guest as it runs
 * @param note what libxl keeps of one that runs, as {@link Creation} reads it; empty if unknown
 * @param paused whether it is paused, and so cannot answer anybody
 * @param definitions the definitions found under its name, those of its own toolstack only
 */
public record Guest(
    String name,
    Toolstack toolstack,
    Optional<Domain> running,
    String note,
    boolean paused,
    List<DefinitionFile> definitions) {

  /** How it was made, of one that runs. */
  public Optional<Creation> creation() {
    return Creation.parse(note);
  }

  /** The files its definitions stand in. */
  public Stream<String> files() {
    return definitions.stream().map(definition -> definition.file().toString());
  }

  /** Its definition, where there is one and only one. */
  public Optional<DefinitionFile> definition() {
    return definitions.size() == 1 ? Optional.of(definitions.getFirst()) : Optional.empty();
  }
}
