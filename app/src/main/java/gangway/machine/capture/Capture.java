package gangway.machine.capture;

import gangway.machine.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A machine as the answers it gave. What it was not asked, or had no answer to, is not in it; so a
 * machine that is made of it has nothing there.
 */
public final class Capture {
  private final Origin origin;
  private final Places files = new Places();
  private final Places xenStore = new Places();
  private final Map<List<String>, Told> commands = new HashMap<>();
  private final SortedMap<String, SortedSet<String>> open = new TreeMap<>();
  private Self self = new Self(false, false, Optional.empty(), Optional.empty());

  /**
   * Where a capture comes from.
   *
   * @param by the version of the program that took it
   * @param taken when, as ISO 8601 has it
   * @param masked whether the addresses of networks in it are replaced
   */
  public record Origin(String by, String taken, boolean masked) {}

  /**
   * What the machine says of itself.
   *
   * @param xenStore whether it has XenStore
   * @param refusal why XenStore could not be read
   * @param ssh the connection one had come in by
   */
  record Self(boolean root, boolean xenStore, Optional<Refusal> refusal, Optional<String> ssh) {}

  /** What came of a command. */
  sealed interface Told {
    /** It ended. */
    record Ended(Result result) implements Told {}

    /** It could not be run to its end. */
    record Refused(Refusal refusal) implements Told {}
  }

  Capture(Origin origin) {
    this.origin = origin;
  }

  public Origin origin() {
    return origin;
  }

  /** How many answers it has. */
  public int size() {
    return files.size() + xenStore.size() + commands.size() + open.size();
  }

  Places files() {
    return files;
  }

  Places xenStore() {
    return xenStore;
  }

  Map<List<String>, Told> commands() {
    return commands;
  }

  SortedMap<String, SortedSet<String>> open() {
    return open;
  }

  void open(String device, String process) {
    open.computeIfAbsent(device, _ -> new TreeSet<>()).add(process);
  }

  Self self() {
    return self;
  }

  void self(Self known) {
    self = known;
  }
}
