package gangway.machine.capture;

import gangway.machine.Result;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The recorded answers of a machine. It does not contain anything that was not asked or did not
 * exist; so a {@link CapturedMachine} has nothing there.
 */
public final class Capture {
  private final Origin origin;
  private final Places files = new Places();
  private final Places xenStore = new Places();
  private final Map<List<String>, Told> commands = new HashMap<>();
  private final SortedMap<String, SortedSet<String>> open = new TreeMap<>();
  private final SortedMap<String, SortedSet<String>> sockets = new TreeMap<>();
  private Self self = new Self(false, false, Optional.empty(), Optional.empty());

  /**
   * The origin of a capture.
   *
   * @param by version of the program that recorded it
   * @param taken time in ISO 8601
   * @param masked whether network addresses are replaced
   */
  public record Origin(String by, String taken, boolean masked) {}

  /**
   * Facts about the machine itself.
   *
   * @param xenStore whether XenStore was available
   * @param refusal why XenStore could not be read
   * @param ssh the SSH connection of the session
   */
  record Self(boolean root, boolean xenStore, Optional<Refusal> refusal, Optional<String> ssh) {}

  /** The recorded outcome of a command. */
  sealed interface Told {
    /** It ended. */
    record Ended(Result result) implements Told {}

    /** It could not be run or did not end in time. */
    record Refused(Refusal refusal) implements Told {}
  }

  Capture(Origin origin) {
    this.origin = origin;
  }

  public Origin origin() {
    return origin;
  }

  /** The number of answers. */
  public int size() {
    return files.size() + xenStore.size() + commands.size() + open.size() + sockets.size();
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

  /** The sockets whose processes were searched, with the names of the processes that were found. */
  SortedMap<String, SortedSet<String>> sockets() {
    return sockets;
  }

  void socket(String inode, Collection<String> processes) {
    sockets.computeIfAbsent(inode, _ -> new TreeSet<>()).addAll(processes);
  }

  Self self() {
    return self;
  }

  void self(Self known) {
    self = known;
  }
}
