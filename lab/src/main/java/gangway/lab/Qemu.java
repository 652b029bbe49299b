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
 * The QEMU of one lab. It outlives the command that starts it, and is known again by its pid file
 * and by that file's name among its arguments: another process that now has the same number is left
 * alone.
 */
final class Qemu {
  static final String PROGRAM = "qemu-system-x86_64";
  private static final Duration TO_END = Duration.ofSeconds(20);

  private final LabFiles files;

  Qemu(LabFiles files) {
    this.files = files;
  }

  /**
   * Starts it.
   *
   * @param snapshot the state of the machine to go on from; without one, the machine boots
   * @throws Problem if QEMU refuses
   */
  void start(LabState state, Optional<String> snapshot) {
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
            // dom0 sees native hot-plug, as on a real machine
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
    snapshot.ifPresent(name -> words.addAll(List.of("-loadvm", name)));
    Path log = files.qemuLog();
    try {
      Process process =
          new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      if (process.waitFor() != 0) {
        throw Problem.failed(
            "QEMU did not start",
            "its whole output is in " + log,
            Files.readAllLines(log).toArray(String[]::new));
      }
    } catch (IOException e) {
      throw Problem.failed(
          PROGRAM + " cannot be run", "install QEMU (Debian: qemu-system-x86)", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The running process; nothing if it has ended. */
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

  /** Whether it broke off by a fault of its own: where it ends, it takes its pid file away. */
  boolean broke() {
    return Files.exists(files.pid()) && !runs();
  }

  /** Whether it runs and its machine does, too: where KVM fails, QEMU stays with a dead one. */
  boolean healthy() {
    try (Qmp qmp = Qmp.connect(files.qmp())) {
      return qmp.status().equals("running");
    } catch (IOException e) {
      return false;
    }
  }

  void monitor(String command) {
    try (Qmp qmp = Qmp.connect(files.qmp())) {
      qmp.monitor(command);
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

  /** Ends it, as if the plug were pulled; returns when it has ended. */
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
        throw Problem.failed("QEMU, process " + running.get().pid() + ", does not end", "");
      }
    }
  }

  private static boolean ended(ProcessHandle process) {
    CompletableFuture<ProcessHandle> exit = process.onExit();
    try {
      exit.get(TO_END.toMillis(), TimeUnit.MILLISECONDS);
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
