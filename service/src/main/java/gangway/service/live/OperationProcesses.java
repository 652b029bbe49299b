package gangway.service.live;

import gangway.journal.Author;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.machine.Machine;
import gangway.service.linux.Descriptor;
import gangway.service.linux.Linux;
import gangway.service.linux.SystemError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The processes of the operations in progress: a process that is killed writes nothing into the
 * journal, but its operation is interrupted then. The end of a process is an event of its pidfd
 * (pidfd_open(2), Linux 5.3).
 *
 * <p>Must be opened again after each change of the journal.
 */
final class OperationProcesses implements PolledSource {
  private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

  private final Machine machine;
  private final Supplier<List<Operation>> running;
  private final Map<Descriptor, Author> processes = new HashMap<>();

  /** Follows the operations of the journal of a machine. */
  static OperationProcesses ofJournal(Machine machine) {
    return new OperationProcesses(machine, () -> new Journal(machine).running().readable());
  }

  OperationProcesses(Machine machine, Supplier<List<Operation>> running) {
    this.machine = machine;
    this.running = running;
  }

  @Override
  public String name() {
    return "processes of operations";
  }

  @Override
  public void open() throws IOException {
    for (Operation operation : running.get()) {
      follow(operation);
    }
  }

  private void follow(Operation operation) throws IOException {
    Author author = operation.author();
    switch (author.life(machine)) {
      case DEAD -> {}
      case UNKNOWN -> throw foreign(operation);
      case ALIVE -> {
        if (!author.pidNamespace().equals(machine.linkName(NAMESPACE))) {
          throw foreign(operation);
        }
        try {
          Descriptor process = Descriptor.readable(Linux.process(author.pid()));
          processes.put(process, author);
          if (author.life(machine) != Author.Life.ALIVE) {
            // the descriptor can be of another process that got the number in the meantime
            ready(process, Descriptor.READABLE);
          }
        } catch (SystemError e) {
          // ESRCH: it ended a moment ago, so its operation is read as interrupted
          if (e.number() != SystemError.ESRCH) {
            throw e;
          }
        }
      }
    }
  }

  private static IOException foreign(Operation operation) {
    return new IOException(
        "the operation %s runs in another PID namespace".formatted(operation.id()));
  }

  @Override
  public List<Descriptor> descriptors() {
    return List.copyOf(processes.keySet());
  }

  @Override
  public Set<Topic> ready(Descriptor descriptor, int events) {
    processes.remove(descriptor);
    Linux.close(descriptor.number());
    return Topic.ALL;
  }

  @Override
  public void close() {
    processes.keySet().forEach(descriptor -> Linux.close(descriptor.number()));
    processes.clear();
  }
}
