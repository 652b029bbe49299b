package gangway.host;

import gangway.Problem;
import gangway.Text;
import gangway.host.Unanswered.Subject;
import gangway.machine.Clock;
import gangway.machine.Command;
import gangway.machine.Limit;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.pci.PciBus;
import gangway.xenstore.XenStore;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * A machine whose answers are compared with what every dom0 answers. It passes all answers on, and
 * collects what is missing: a file of the kernel that is not there, is empty, is cut off or has an
 * unknown format, and an installed tool that fails.
 *
 * <p>The readers need not know all this: they read what is there, and the checks block what can
 * depend on a missing answer ({@link Unanswered}).
 *
 * <p>Every method is written out, and there is no base class that passes calls on: the answer to a
 * new kind of question must be verified here first.
 */
final class VerifiedMachine implements Machine {
  private static final String BLOCK_DEVICE = "/sys/class/block/";
  private static final Path BLOCK = Path.of(BLOCK_DEVICE);
  private static final Path NET = Path.of("/sys/class/net");

  private static final Path GRAPHICS = Path.of("/sys/class/graphics");

  /** The kernel's list of framebuffers (drivers/video/fbdev/core/fb_procfs.c). */
  private static final Path FRAMEBUFFERS = Path.of("/proc/fb");

  /** A file among the folders of the interfaces (drivers/net/bonding/bond_sysfs.c). */
  private static final Path BONDS = Path.of("bonding_masters");

  private static final String ABSENT = "does not exist";

  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  /** Files of every kernel, which are also in a copy of a whole host. */
  private static final List<Path> USUAL =
      Stream.of("swaps", "interrupts", "iomem", "consoles").map(Path.of("/proc")::resolve).toList();

  /**
   * The sockets of TCP and UDP, each with a file that the same kernels have (net/ipv4/proc.c and
   * net/ipv6/proc.c). Captures of earlier versions have none of them.
   */
  private static final Map<Path, Path> CONNECTIONS =
      Map.of(
          Path.of("/proc/net/tcp"), Path.of("/proc/net/sockstat"),
          Path.of("/proc/net/tcp6"), Path.of("/proc/net/sockstat6"),
          Path.of("/proc/net/udp"), Path.of("/proc/net/sockstat"),
          Path.of("/proc/net/udp6"), Path.of("/proc/net/sockstat6"));

  private static final Path LOGINS = Path.of("/run/systemd/sessions");

  /** With fewer of these files, it is a copy of some files of a host. */
  private static final int OF_A_WHOLE_HOST = 2;

  private final Machine machine;
  private final Set<Unanswered> unanswered = new LinkedHashSet<>();

  /** Whether any function has a file of a name; looked up if such a file is missing. */
  private final Map<Path, Boolean> ofOthers = new HashMap<>();

  /** The names in a folder of a function; looked up if a file in the folder is missing. */
  private final Map<Path, List<String>> besideMissing = new HashMap<>();

  VerifiedMachine(Machine machine) {
    this.machine = machine;
  }

  /** What was not answered so far. */
  List<Unanswered> unanswered() {
    return List.copyOf(unanswered);
  }

  private void note(Subject subject, Path path, String flaw) {
    unanswered.add(new Unanswered(subject, path + " " + flaw, PciBus.functionsAbove(path)));
  }

  /**
   * Notes a file of the kernel that cannot be read, also for a reader that goes on without it.
   * Without root a user cannot read the processes of others, and {@code NOT-ROOT} blocks.
   *
   * <p>A method that takes the question as a lambda would be shorter, but a host has thousands of
   * files, and a command reads most of them before Java has compiled any code.
   *
   * @return the problem, to throw
   */
  private Problem noted(Path path, Problem problem) {
    if (machine.root() && (path.startsWith("/proc") || path.startsWith("/sys"))) {
      unanswered.add(new Unanswered(Subject.STORAGE, problem.blocker(), List.of()));
    }
    if (machine.root() && (CONNECTIONS.containsKey(path) || path.startsWith(LOGINS))) {
      unanswered.add(new Unanswered(Subject.NETWORK, problem.blocker(), List.of()));
    }
    return problem;
  }

  /** Something that every kernel has is not there. */
  private void noteAbsent(Subject subject, Path path) {
    if (USUAL.stream().filter(machine::exists).count() >= OF_A_WHOLE_HOST) {
      note(subject, path, ABSENT);
    } else if (path.equals(MOUNTS)) {
      note(Subject.STORAGE_OF_A_COPY, path, ABSENT);
    }
  }

  @Override
  public Clock clock() {
    return machine.clock();
  }

  /** Most files need no comparison, and then the machine need not encode a text as bytes. */
  @Override
  public Optional<String> read(Path file) {
    Optional<KernelAnswers> expected = KernelAnswers.of(file);
    if (expected.isPresent()) {
      return readBytes(file, expected).map(Text::of);
    }
    Optional<String> content;
    try {
      content = machine.read(file);
    } catch (Problem problem) {
      throw noted(file, problem);
    }
    if (content.isEmpty()) {
      noteIfLost(file);
      return content;
    }
    Optional<String> flaw = FunctionAnswers.flaw(file.toString(), content.get());
    if (flaw.isPresent()) {
      note(Subject.FUNCTION, file, flaw.get());
    }
    return content;
  }

  @Override
  public Optional<byte[]> readBytes(Path file) {
    return readBytes(file, KernelAnswers.of(file));
  }

  private Optional<byte[]> readBytes(Path file, Optional<KernelAnswers> expected) {
    Optional<byte[]> content;
    try {
      content = machine.readBytes(file);
    } catch (Problem problem) {
      throw noted(file, problem);
    }
    if (expected.isPresent()) {
      compare(file, content, expected.get());
    }
    if (content.isPresent() && KernelAnswers.shortConfiguration(file, content.get())) {
      note(Subject.FUNCTION, file, "is cut off");
    } else if (content.isEmpty()) {
      noteIfLost(file);
    }
    return content;
  }

  /**
   * Notes a file of a function that does not exist, if the kernel always has it together with files
   * that the folder has, and other functions have it: many copies of hosts leave out a kind of
   * file, and captures of earlier versions have only the files of some functions.
   */
  private void noteIfLost(Path file) {
    String path = file.toString();
    if (FunctionAnswers.hasCompanions(path)
        && FunctionAnswers.isLost(
            path,
            besideMissing.computeIfAbsent(Objects.requireNonNull(file.getParent()), machine::list))
        && ofOthers.computeIfAbsent(file.getFileName(), this::anyFunctionHas)) {
      note(Subject.FUNCTION, file, ABSENT);
    }
  }

  private boolean anyFunctionHas(Path name) {
    return machine.list(PciBus.DEVICES).stream()
        .anyMatch(function -> machine.exists(PciBus.DEVICES.resolve(function).resolve(name)));
  }

  @Override
  public void unparsable(Path file, String standIn) {
    machine.unparsable(file, standIn);
  }

  private void compare(Path file, Optional<byte[]> content, KernelAnswers expected) {
    if (content.isPresent()) {
      Optional<String> flaw = expected.flaw(content.get());
      if (flaw.isPresent()) {
        expected.subjects().forEach(subject -> note(subject, file, flaw.get()));
      }
    } else if (expected.always()) {
      expected.subjects().forEach(subject -> noteAbsent(subject, file));
    } else if (CONNECTIONS.containsKey(file)
        && machine.exists(CONNECTIONS.getOrDefault(file, file))) {
      note(Subject.NETWORK, file, ABSENT);
    }
  }

  @Override
  public Optional<SeekableByteChannel> open(Path file) {
    try {
      return machine.open(file);
    } catch (Problem problem) {
      throw noted(file, problem);
    }
  }

  /** A folder of sysfs for a device or an interface is never empty. */
  @Override
  public List<String> list(Path folder) {
    List<String> names;
    try {
      names = machine.list(folder);
    } catch (Problem problem) {
      throw noted(folder, problem);
    }
    if (names.isEmpty()) {
      Path parent = folder.getParent();
      if (folder.equals(PciBus.DEVICES)) {
        noteAbsent(Subject.FUNCTION, folder);
      } else if (folder.equals(NET)) {
        noteAbsent(Subject.NETWORK, folder);
      } else if (folder.equals(GRAPHICS)) {
        noteFramebuffers();
      } else if (folder.equals(BLOCK) && !machine.exists(folder)) {
        noteAbsent(Subject.STORAGE, folder);
      } else if (NET.equals(parent) && !folder.endsWith(BONDS)) {
        note(Subject.NETWORK, folder, "is empty");
      } else if (BLOCK.equals(parent)) {
        note(Subject.STORAGE, folder, "is empty");
      } else if (PciBus.DEVICES.equals(parent) && machine.exists(folder)) {
        note(Subject.FUNCTION, folder, "is empty");
      }
    } else if (folder.toString().startsWith(BLOCK_DEVICE)
        && BLOCK.equals(folder.getParent())
        && (names.contains("dm")
            || names.contains("md")
            || folder.getFileName().toString().startsWith("dm-"))
        && !names.contains("slaves")) {
      note(Subject.STORAGE, folder, "has no folder slaves");
    }
    return names;
  }

  /** Some kernels have no framebuffers. */
  private void noteFramebuffers() {
    if (machine.read(FRAMEBUFFERS).filter(text -> !text.isBlank()).isPresent()) {
      note(Subject.CONSOLES, GRAPHICS, "has no framebuffer, but %s has".formatted(FRAMEBUFFERS));
    }
  }

  @Override
  public Duration limit(Limit limit) {
    return machine.limit(limit);
  }

  @Override
  public Optional<String> linkName(Path link) {
    try {
      return machine.linkName(link);
    } catch (Problem problem) {
      throw noted(link, problem);
    }
  }

  /** The kernel lists a block device by a link to its folder. */
  @Override
  public Optional<Path> real(Path path) {
    Optional<Path> real;
    try {
      real = machine.real(path);
    } catch (Problem problem) {
      throw noted(path, problem);
    }
    if (real.isEmpty() && BLOCK.equals(path.getParent())) {
      note(Subject.STORAGE, path, "leads nowhere");
    }
    return real;
  }

  @Override
  public boolean exists(Path path) {
    try {
      return machine.exists(path);
    } catch (Problem problem) {
      throw noted(path, problem);
    }
  }

  @Override
  public Optional<Instant> modified(Path file) {
    return machine.modified(file);
  }

  @Override
  public List<Path> filesBelow(Path start) {
    try {
      return machine.filesBelow(start);
    } catch (Problem problem) {
      throw noted(start, problem);
    }
  }

  @Override
  public Optional<String> otherWriters(Path file, StickyFolders sticky) {
    return machine.otherWriters(file, sticky);
  }

  @Override
  public Optional<Result> ask(Command command) {
    try {
      Optional<Result> result = machine.ask(command);
      result.ifPresent(told -> unanswered.addAll(new ToolAnswer(command, told).missing()));
      return result;
    } catch (Problem problem) {
      unanswered.addAll(ToolAnswer.none(command, problem).missing());
      throw problem;
    }
  }

  @Override
  public Optional<XenStore> xenStore() {
    return machine.xenStore();
  }

  @Override
  public Optional<String> sshConnection() {
    return machine.sshConnection();
  }

  @Override
  public SortedMap<Path, SortedSet<String>> openDevices() {
    return machine.openDevices();
  }

  /** Without the answer, a connection counts as a session; nothing more needs to be said. */
  @Override
  public SortedMap<String, SortedSet<String>> socketHolders(SortedSet<String> inodes) {
    return machine.socketHolders(inodes);
  }

  @Override
  public boolean root() {
    return machine.root();
  }
}
