package gangway.knowledge;

import gangway.machine.Clock;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.xenstore.StaticXenStore;
import gangway.xenstore.XenStore;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A machine that keeps its answers, and loses or damages the answer to one question. Every method
 * is written out: an answer that a base class passed on could not be lost.
 */
final class ForgetfulMachine implements Machine {
  private final Machine whole;
  private final Map<Question, Object> answers = new TreeMap<>();
  private final Optional<Question> lost;
  private final Loss how;

  /** A machine that only keeps its answers. */
  ForgetfulMachine(Machine whole) {
    this(whole, Optional.empty(), Loss.UNREADABLE);
  }

  ForgetfulMachine(Machine whole, Question lost, Loss how) {
    this(whole, Optional.of(lost), how);
  }

  private ForgetfulMachine(Machine whole, Optional<Question> lost, Loss how) {
    this.whole = whole;
    this.lost = lost;
    this.how = how;
  }

  /** The answers so far, by question. */
  Map<Question, Object> answers() {
    return answers;
  }

  @SuppressWarnings("unchecked")
  private <T> T answer(String call, Object about, Supplier<T> ask) {
    Question question = new Question(call, about.toString());
    T answer = ask.get();
    if (lost.isEmpty()) {
      answers.put(question, answer);
    } else if (lost.get().equals(question)) {
      return (T) how.applied(question, answer);
    } else if (how == Loss.ABSENT && question.belowOrAt(lost.get())) {
      return (T) how.applied(question, answer);
    } else if (how == Loss.ABSENT && answer instanceof List<?> names) {
      return (T) names.stream().filter(name -> !question.names(lost.get(), name)).toList();
    }
    return answer;
  }

  @Override
  public Clock clock() {
    return whole.clock();
  }

  @Override
  public Optional<byte[]> readBytes(Path file) {
    return answer("read", file, () -> whole.readBytes(file));
  }

  @Override
  public Optional<SeekableByteChannel> open(Path file) {
    return answer("open", file, () -> whole.open(file));
  }

  @Override
  public List<String> list(Path folder) {
    return answer("list", folder, () -> whole.list(folder));
  }

  @Override
  public Optional<String> linkName(Path link) {
    return answer("link", link, () -> whole.linkName(link));
  }

  @Override
  public Optional<Path> real(Path path) {
    return answer("real", path, () -> whole.real(path));
  }

  @Override
  public boolean exists(Path path) {
    return answer("exists", path, () -> whole.exists(path));
  }

  @Override
  public Optional<Instant> modified(Path file) {
    return answer("modified", file, () -> whole.modified(file));
  }

  @Override
  public List<Path> filesBelow(Path start) {
    return answer("below", start, () -> whole.filesBelow(start));
  }

  @Override
  public Optional<Result> ask(Command command) {
    return answer("run", command, () -> whole.ask(command));
  }

  @Override
  public Optional<XenStore> xenStore() {
    Optional<XenStore> store = answer("xenstore", "all", whole::xenStore);
    return store.map(Store::new);
  }

  @Override
  public Optional<String> sshConnection() {
    return answer("session", "SSH_CONNECTION", whole::sshConnection);
  }

  @Override
  public SortedMap<Path, SortedSet<String>> openDevices() {
    return answer("open", "devices", whole::openDevices);
  }

  @Override
  public SortedMap<String, SortedSet<String>> socketHolders(SortedSet<String> inodes) {
    return answer("open", "sockets", () -> whole.socketHolders(inodes));
  }

  @Override
  public boolean root() {
    return whole.root();
  }

  private final class Store implements StaticXenStore {
    private final XenStore store;

    private Store(XenStore store) {
      this.store = store;
    }

    @Override
    public Optional<String> read(String path) {
      return answer("xenstore read", path, () -> store.read(path));
    }

    @Override
    public List<String> list(String path) {
      return answer("xenstore list", path, () -> store.list(path));
    }
  }
}
