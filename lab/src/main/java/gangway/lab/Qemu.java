package gangway.lab;

import gangway.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The QEMU process of one lab. It outlives the command that starts it. Later commands find it by
 * its pid file and by that file's name among its arguments, so that a process with a reused process
 * ID is not affected.
 */
final class Qemu {
  static final String PROGRAM = "qemu-system-x86_64";
  private static final Duration END_LIMIT = Duration.ofSeconds(20);

  private final LabFiles files;

  Qemu(LabFiles files) {
    this.files = files;
  }

  /**
   * Starts QEMU, and boots the machine.
   *
   * @param additional arguments for hardware that the state does not have
   * @throws Problem if QEMU refuses
   */
  void boot(LabState state, List<String> additional) {
    start(state, additional);
  }

  /** Starts QEMU, and resumes the machine from a snapshot. */
  void resume(LabState state, String snapshot) {
    start(state, List.of("-loadvm", snapshot));
  }

  private void start(LabState state, List<String> additional) {
    List<String> words = new ArrayList<>(List.of(PROGRAM, "-name", "gangway-lab"));
    words.addAll(state.accelerator().arguments());
    words.addAll(
        List.of(
            "-M",
            "q35" + (state.hardware().iommu() ? ",kernel-irqchip=split" : ""),
            "-smp",
            "2",
            "-m",
            "4096",
            "-nodefaults",
            "-display",
            "none",
            // dom0 sees native PCIe hot-plug, as on a real machine
            "-global",
            "ICH9-LPC.acpi-pci-hotplug-with-bridge-support=off",
            "-serial",
            "file:" + files.serial(),
            "-drive",
            "if=none,id=disk,file=" + files.disk() + ",format=qcow2,cache=unsafe",
            "-device",
            "ide-hd,drive=disk,bus=ide.0",
            "-drive",
            "if=none,id=cargo,file=" + files.cargo() + ",format=raw,readonly=on",
            "-device",
            "ide-cd,drive=cargo,bus=ide.1",
            "-qmp",
            "unix:" + files.qmp() + ",server=on,wait=off",
            "-pidfile",
            files.pid().toString(),
            "-daemonize"));
    words.addAll(state.hardware().arguments(state.sshPort()));
    words.addAll(additional);
    Path log = files.qemuLog();
    try {
      Process process =
          new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      if (process.waitFor() != 0) {
        throw Problem.failed(
            "QEMU did not start",
            "see its whole output in " + log,
            Files.readAllLines(log).toArray(String[]::new));
      }
    } catch (IOException e) {
      throw Problem.failed(
          PROGRAM + " cannot be started", "install QEMU (Debian: qemu-system-x86)", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The running process; empty if it has ended. */
  Optional<ProcessHandle> process() {
    try {
      long pid = Long.parseLong(Files.readString(files.pid()).strip());
      String arguments = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
      boolean ours = List.of(arguments.split("\0", -1)).contains(files.pid().toString());
      return ours ? ProcessHandle.of(pid) : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  boolean runs() {
    return process().isPresent();
  }

  /** Whether QEMU crashed: it deletes its pid file only when it ends normally. */
  boolean crashed() {
    return Files.exists(files.pid()) && !runs();
  }

  /**
   * Whether QEMU and its machine are running: if KVM fails, QEMU keeps running with a stopped
   * machine.
   */
  boolean healthy() {
    try (Qmp qmp = Qmp.connect(files.qmp())) {
      return qmp.status().equals("running");
    } catch (IOException e) {
      return false;
    }
  }

  void monitor(String command) {
    perform(qmp -> qmp.monitor(command));
  }

  /** Adds a disk for a device to use, under a name. */
  void addDisk(String name, Path file) {
    perform(qmp -> qmp.addDisk(name, file));
  }

  /**
   * Removes a disk.
   *
   * @throws Problem if a device still uses the disk
   */
  void removeDisk(String name) {
    perform(qmp -> qmp.removeDisk(name));
  }

  private interface Action {
    void on(Qmp qmp) throws IOException;
  }

  private void perform(Action action) {
    try (Qmp qmp = Qmp.connect(files.qmp())) {
      action.on(qmp);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean hasDevice(String id) {
    try (Qmp qmp = Qmp.connect(files.qmp())) {
      return qmp.hasDevice(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends QEMU, which is like a power cut for the host; returns when the process has ended. */
  void end() {
    Optional<ProcessHandle> running = process();
    if (running.isEmpty()) {
      return;
    }
    try (Qmp qmp = Qmp.connect(files.qmp())) {
      qmp.quit();
    } catch (IOException e) {
      running.get().destroy();
    }
    if (!ended(running.get())) {
      running.get().destroyForcibly();
      if (!ended(running.get())) {
        throw Problem.failed(
            "QEMU, process " + running.get().pid() + ", does not end",
            "end it: kill -9 " + running.get().pid());
      }
    }
  }

  private static boolean ended(ProcessHandle process) {
    CompletableFuture<ProcessHandle> exit = process.onExit();
    try {
      exit.get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
