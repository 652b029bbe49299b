package gangway.machine.capture;

import gangway.Problem;
import gangway.Text;
import gangway.machine.Clock;
import gangway.machine.Command;
import gangway.machine.LiveClock;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.xenstore.StaticXenStore;
import gangway.xenstore.XenStore;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

/** A machine that answers from a capture. Anything that was not recorded does not exist. */
public final class CapturedMachine implements Machine {
  private final Capture capture;

  public CapturedMachine(Capture capture) {
    this.capture = capture;
  }

  /** Time goes on, whenever the capture was taken. */
  @Override
  public Clock clock() {
    return new LiveClock();
  }

  @Override
  public Optional<String> read(Path file) {
    return at(file).open().content().map(Text::withoutNul);
  }

  @Override
  public Optional<byte[]> readBytes(Path file) {
    return at(file).open().contentBytes();
  }

  @Override
  public List<String> list(Path folder) {
    Place place = at(folder).open();
    return place.names() == null || path(place.names()).isPresent()
        ? place.children()
        : place.children().stream().filter(name -> path(name).isPresent()).toList();
  }

  @Override
  public Optional<String> linkName(Path link) {
    return known(link, Place::linkName).filter(name -> path(name).isPresent());
  }

  @Override
  public Optional<Path> real(Path path) {
    return known(path, Place::realPath).flatMap(CapturedMachine::path);
  }

  @Override
  public boolean exists(Path path) {
    Place place = at(path);
    return place.exists() || place.open().exists();
  }

  /** A capture has no times of files. */
  @Override
  public Optional<Instant> modified(Path file) {
    throw unknown("when %s was changed".formatted(file));
  }

  /**
   * Refuses, because a capture contains only the files that Gangway read, and perhaps not all files
   * of a folder.
   */
  @Override
  public List<Path> filesBelow(Path start) {
    throw unknown("which files are below %s".formatted(start));
  }

  private static Problem unknown(String what) {
    return Problem.refused(
        "the capture does not tell " + what,
        "run the command on the host itself, or with '--host' on a folder with all its files");
  }

  /** The path, if this machine supports the name: some locales allow only ASCII. */
  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** An answer; throws the recorded problem only if the machine did not give this answer. */
  private Optional<String> known(Path path, Function<Place, Optional<String>> answer) {
    Place place = at(path);
    return answer.apply(place).or(() -> answer.apply(place.open()));
  }

  private Place at(Path path) {
    return capture.files().at(path.toString());
  }

  @Override
  public Optional<Result> ask(Command command) {
    return Optional.ofNullable(capture.commands().get(command.words()))
        .map(told ->
            switch (told) {
              case Capture.Told.Ended(Result result) -> result;
              case Capture.Told.Refused(Refusal refusal) -> throw refusal.again();
            });
  }

  @Override
  public Optional<XenStore> xenStore() {
    capture
        .self()
        .refusal()
        .ifPresent(refusal -> {
          throw refusal.again();
        });
    return capture.self().xenStore()
        ? Optional.of(new CapturedXenStore(capture.xenStore()))
        : Optional.empty();
  }

  @Override
  public Optional<String> sshConnection() {
    return capture.self().ssh();
  }

  @Override
  public SortedMap<Path, SortedSet<String>> openDevices() {
    SortedMap<Path, SortedSet<String>> open = new TreeMap<>();
    capture.open().forEach((device, by) -> path(device).ifPresent(known -> open.put(known, by)));
    return open;
  }

  /** A socket that was not recorded could not be examined on the host. */
  @Override
  public SortedMap<String, SortedSet<String>> socketHolders(SortedSet<String> inodes) {
    SortedMap<String, SortedSet<String>> holders = new TreeMap<>();
    for (String inode : inodes) {
      SortedSet<String> known = capture.sockets().get(inode);
      if (known == null) {
        throw unknown("which process has the socket %s".formatted(inode));
      }
      holders.put(inode, known);
    }
    return holders;
  }

  @Override
  public boolean root() {
    return capture.self().root();
  }

  /** The recorded XenStore; it never changes, so waiting returns at once. */
  private record CapturedXenStore(Places nodes) implements StaticXenStore {

    @Override
    public Optional<String> read(String path) {
      return nodes.at(path).open().content().map(Text::withoutNul);
    }

    @Override
    public List<String> list(String path) {
      return nodes.at(path).open().children().stream().map(Text::of).toList();
    }
  }
}
