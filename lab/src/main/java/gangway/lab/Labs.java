package gangway.lab;

import gangway.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The labs of one cache folder. */
public final class Labs {
  private final Cache cache;
  private final Report report;

  public Labs(Cache cache, Report report) {
    this.cache = cache;
    this.report = report;
  }

  /** The running lab with a name, if any. */
  public Optional<Lab> running(String name) {
    LabFiles files = files(name);
    return LabState.read(files.state())
        .map(state -> new Lab(name, files, state))
        .filter(lab -> lab.qemu().runs());
  }

  /** All running labs. */
  public List<Lab> running() {
    try (Stream<Path> folders = Files.list(cache.labs())) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> running(folder.getFileName().toString()))
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a lab from the snapshot of its image and hardware; creates the snapshot first if
   * necessary. If a lab with this name and hardware is already running, returns it.
   */
  public Lab start(String name, Image image, Hardware hardware) {
    LabFiles files = files(name);
    try (FileChannel _ = lock(files.folder())) {
      return startLocked(name, image, hardware);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Lab startLocked(String name, Image image, Hardware hardware) throws IOException {
    Optional<Lab> running = running(name);
    if (running.isPresent()) {
      if (!running.get().hardware().equals(hardware)) {
        throw Problem.usage(
            "the lab '" + name + "' is already running with other hardware",
            "stop it first (gangway lab stop), or use another name (--name)");
      }
      return running.get();
    }
    Accelerator accelerator = Accelerator.select(cache);
    try {
      return start(name, new LabState(image, hardware, accelerator, freePort()));
    } catch (Problem problem) {
      if (accelerator == Accelerator.TCG) {
        throw problem;
      }
      report.detail("KVM cannot run Xen on this machine: continuing without KVM");
      return start(name, new LabState(image, hardware, Accelerator.TCG, freePort()));
    }
  }

  private Lab start(String name, LabState state) throws IOException {
    LabFiles files = files(name);
    files.create();
    Path snapshot = snapshot(state);
    if (!Files.exists(snapshot)) {
      try (FileChannel _ = lock(snapshot)) {
        if (!Files.exists(snapshot)) {
          boot(name, state, snapshot);
        }
      }
    }
    report.begins("starting the host from its snapshot");
    files.clear();
    copy(snapshot, files.disk());
    Lab lab = prepared(name, state);
    try {
      lab.resume(Lab.READY);
    } catch (RuntimeException e) {
      lab.powerOff();
      throw e;
    }
    state.accelerator().remember(cache);
    return lab;
  }

  /** Boots the host once and takes a snapshot of its disk and memory. */
  private void boot(String name, LabState state, Path snapshot) throws IOException {
    LabFiles files = files(name);
    files.clear();
    must(
        HostCommand.of(
            "qemu-img",
            "create",
            "-q",
            "-f",
            "qcow2",
            "-F",
            "raw",
            "-b",
            state.image().disk().toString(),
            files.disk().toString()));
    Lab lab = prepared(name, state);
    report.begins(
        state.accelerator() == Accelerator.KVM
            ? "booting the host with KVM"
            : "booting the host without KVM (about a minute, only once)");
    lab.qemu().boot(state, List.of());
    try {
      if (!lab.dom0().awaitUp(new BootWatch(lab.qemu(), files.serial(), report)::failed)) {
        throw lab.unreachable();
      }
      report.begins("taking a snapshot of the host");
      lab.saveSnapshot(Lab.READY);
    } finally {
      lab.powerOff();
    }
    Files.move(files.disk(), snapshot, StandardCopyOption.ATOMIC_MOVE);
  }

  private Lab prepared(String name, LabState state) {
    LabFiles files = files(name);
    new Cargo(files.cargo()).create();
    state.write(files.state());
    return new Lab(name, files, state);
  }

  private LabFiles files(String name) {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,15}")) {
      throw Problem.usage(
          "'" + name + "' is not a valid lab name",
          "use at most 16 letters (a-z), digits and hyphens; begin with a letter or digit");
    }
    return new LabFiles(cache.labs().resolve(name));
  }

  /** A snapshot belongs to one image, one hardware, and the QEMU version that created it. */
  private Path snapshot(LabState state) {
    String qemu = must(HostCommand.of(Qemu.PROGRAM, "--version")).lines().findFirst().orElse("");
    return cache
        .snapshots()
        .resolve(
            "%s-%s-%s-%08x.qcow2"
                .formatted(
                    state.image().id(),
                    state.hardware().name(),
                    state.accelerator().name().toLowerCase(Locale.ROOT),
                    qemu.hashCode()));
  }

  /** Waits until no other process creates this file or folder. */
  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolveSibling(path.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    channel.lock();
    return channel;
  }

  private static void copy(Path from, Path to) {
    must(HostCommand.of("cp", "--sparse=always", "--reflink=auto", from.toString(), to.toString()));
  }

  private static String must(HostCommand command) {
    Output output = command.run();
    if (!output.ok()) {
      throw Problem.failed(
          "the command failed: " + String.join(" ", command.words()), "", output.err().strip());
    }
    return output.out();
  }

  /** A free port on loopback; if another process takes it before QEMU uses it, QEMU refuses it. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
