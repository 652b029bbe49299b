package gangway.machine.capture;

import gangway.Problem;
import gangway.machine.Clock;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.xenstore.XenStore;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A machine that forwards every query to another machine and records the answers. The caller gets
 * the complete answer; the recorded one has passed a {@link CapturePrivacy}.
 *
 * <p>Every method is written out, and there is no base class that passes calls on: an answer that
 * is passed on without a record would be missing in the capture.
 */
public final class RecordingMachine implements Machine {
  private final Machine machine;
  private final CapturePrivacy discretion;
  private final Capture capture;

  public RecordingMachine(Machine machine, CapturePrivacy discretion, Capture.Origin origin) {
    this.machine = machine;
    this.discretion = discretion;
    capture = new Capture(origin);
    capture.self(new Capture.Self(machine.root(), false, Optional.empty(), Optional.empty()));
  }

  /** The answers so far. */
  public Capture capture() {
    return capture;
  }

  /** Records a text as the content of a file, instead of the whole file. */
  public void excerpt(Path file, String text) {
    keep(file, place -> place.withText(text));
  }

  @Override
  public Clock clock() {
    return machine.clock();
  }

  @Override
  public Optional<byte[]> readBytes(Path file) {
    ForbiddenPaths.checkRead(file);
    if (answered(file, () -> ForbiddenPaths.hides(file, machine))) {
      return Optional.empty();
    }
    Optional<byte[]> content = answered(file, () -> machine.readBytes(file));
    content
        .filter(bytes -> bytes.length <= Place.MAX_BYTES)
        .ifPresent(bytes -> keep(file, content(file, bytes)));
    return content;
  }

  /**
   * Secrets can be anywhere in a text that cannot be parsed, so nothing of the text is recorded.
   */
  @Override
  public void unparsable(Path file, String standIn) {
    excerpt(file, discretion.file(file, standIn));
  }

  private UnaryOperator<Place> content(Path file, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String kept = discretion.file(file, text);
      return place -> place.withText(kept);
    } catch (CharacterCodingException isNoText) {
      // in Latin-1 every byte is a character, so that secrets are found in a text of any encoding
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      byte[] kept = discretion.file(file, text).getBytes(StandardCharsets.ISO_8859_1);
      return place -> place.withBytes(kept);
    }
  }

  @Override
  public List<String> list(Path folder) {
    ForbiddenPaths.checkList(folder);
    List<String> names = answered(folder, () -> machine.list(folder));
    if (!names.isEmpty()) {
      String kept = discretion.names(folder.toString(), String.join("/", names));
      keep(folder, place -> place.withNames(kept));
    }
    return names;
  }

  @Override
  public Optional<String> linkName(Path link) {
    Optional<String> name = answered(link, () -> machine.linkName(link));
    name.ifPresent(to -> {
      String kept = discretion.names(link.toString(), to);
      keep(link, place -> place.withLink(kept));
    });
    return name;
  }

  @Override
  public Optional<Path> real(Path path) {
    Optional<Path> real = answered(path, () -> machine.real(path));
    real.ifPresent(to -> {
      String kept = discretion.path(to.toString());
      keep(path, place -> place.withReal(kept));
    });
    return real;
  }

  @Override
  public boolean exists(Path path) {
    boolean there = answered(path, () -> machine.exists(path));
    if (there) {
      keep(path, Place::seen);
    }
    return there;
  }

  @Override
  public Optional<Instant> modified(Path file) {
    throw new IllegalStateException("no capture keeps when a file was changed: " + file);
  }

  @Override
  public List<Path> filesBelow(Path start) {
    throw new IllegalStateException("no capture keeps all files below a folder: " + start);
  }

  private <T> T answered(Path path, Supplier<T> question) {
    try {
      return question.get();
    } catch (Problem problem) {
      keep(path, place -> place.refused(discretion.refusal(problem)));
      throw problem;
    }
  }

  private void keep(Path path, UnaryOperator<Place> answer) {
    capture.files().add(discretion.path(path.toString()), answer);
  }

  @Override
  public Optional<Result> ask(Command command) {
    List<String> words = discretion.words(command.words());
    try {
      Optional<Result> result = machine.ask(command);
      result
          .map(told ->
              new Result(
                  told.exit(),
                  discretion.told(command.words(), told.out()),
                  discretion.told(command.words(), told.err())))
          .ifPresent(kept -> capture.commands().put(words, new Capture.Told.Ended(kept)));
      return result;
    } catch (Problem problem) {
      capture.commands().put(words, new Capture.Told.Refused(discretion.refusal(problem)));
      throw problem;
    }
  }

  @Override
  public Optional<XenStore> xenStore() {
    try {
      Optional<XenStore> store = machine.xenStore();
      self(s -> new Capture.Self(s.root(), store.isPresent(), Optional.empty(), s.ssh()));
      return store.map(real -> new RecordingXenStore(real, discretion, capture.xenStore()));
    } catch (Problem problem) {
      Optional<Refusal> refusal = Optional.of(discretion.refusal(problem));
      self(s -> new Capture.Self(s.root(), false, refusal, s.ssh()));
      throw problem;
    }
  }

  @Override
  public Optional<String> sshConnection() {
    Optional<String> ssh = machine.sshConnection();
    Optional<String> kept = ssh.map(discretion::connection);
    self(s -> new Capture.Self(s.root(), s.xenStore(), s.refusal(), kept));
    return ssh;
  }

  private void self(UnaryOperator<Capture.Self> change) {
    capture.self(change.apply(capture.self()));
  }

  @Override
  public SortedMap<Path, SortedSet<String>> openDevices() {
    SortedMap<Path, SortedSet<String>> open = machine.openDevices();
    open.forEach((device, processes) -> {
      String kept = discretion.path(device.toString());
      processes.forEach(process -> capture.open(kept, process));
    });
    return open;
  }

  @Override
  public SortedMap<String, SortedSet<String>> socketHolders(SortedSet<String> inodes) {
    SortedMap<String, SortedSet<String>> holders = machine.socketHolders(inodes);
    holders.forEach(capture::socket);
    return holders;
  }

  @Override
  public boolean root() {
    return machine.root();
  }
}
