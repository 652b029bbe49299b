package gangway.xen.guest;

import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.Toolstack;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A guest, running or not.
 *
 * @param running its domain, if it runs
 * @param note libxl's record of a running guest, which {@link Creation} parses; empty if unknown
 * @param state what Xen does with its domain; if xl is not installed, a running guest is assumed to
 *     run
 * @param definitions the definitions with its name, only those of its own toolstack
 */
public record Guest(
    String name,
    Toolstack toolstack,
    Optional<Domain> running,
    String note,
    RunState state,
    List<DefinitionFile> definitions) {
  public Guest {
    definitions = List.copyOf(definitions);
  }

  /** What to do about a suspended guest that must answer. */
  public static final String WHEN_SUSPENDED =
      "wait until the save or migration of the guest has ended; if it was killed, run 'gangway"
          + " recover', which resumes the guest";

  /** Whether it is paused, so that it cannot answer requests. */
  public boolean paused() {
    return state == RunState.PAUSED;
  }

  /** Whether it is suspended, so that it cannot answer requests and cannot be unpaused. */
  public boolean suspended() {
    return state == RunState.SUSPENDED;
  }

  /** Whether it runs, but Xen does not tell whether it can answer requests. */
  public boolean stateUnknown() {
    return state == RunState.UNKNOWN;
  }

  /** How a running guest was created. */
  public Optional<Creation> creation() {
    return Creation.parse(note);
  }

  /**
   * Whether functions can be attached to the guest while it runs, apart from the memory map that
   * they need. A guest that has a function was created so.
   */
  public HotPlugSupport hotPlug() {
    HotPlugSupport support =
        creation()
            .map(made -> made.hotPlug(definition().map(DefinitionFile::content)))
            .orElse(HotPlugSupport.UNKNOWN);
    boolean has = running.flatMap(Domain::pci).filter(pci -> !pci.entries().isEmpty()).isPresent();
    return has && support == HotPlugSupport.UNKNOWN ? HotPlugSupport.YES : support;
  }

  /** The paths of its definitions. */
  public Stream<String> files() {
    return definitions.stream().map(definition -> definition.file().toString());
  }

  /** Its definition, if there is exactly one. */
  public Optional<DefinitionFile> definition() {
    return definitions.size() == 1 ? Optional.of(definitions.getFirst()) : Optional.empty();
  }
}
