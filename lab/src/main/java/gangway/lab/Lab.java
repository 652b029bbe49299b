package gangway.lab;

import gangway.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A running Xen host in QEMU. */
public final class Lab {
  /** The snapshot that every lab starts from: the host directly after its boot. */
  static final String READY = "ready";

  private static final Duration DEVICE_LIMIT = Duration.ofSeconds(30);

  /** Size of a sparse NVMe disk, enough for a copy of the host's own disk. */
  private static final long NVME_BYTES = 5L << 30;

  private final String name;
  private final LabFiles files;
  private final LabState state;
  private final Qemu qemu;
  private final Ssh ssh;

  Lab(String name, LabFiles files, LabState state) {
    this.name = name;
    this.files = files;
    this.state = state;
    this.qemu = new Qemu(files);
    this.ssh = new Ssh(state.image(), state.sshPort(), files.sshControl());
  }

  public String name() {
    return name;
  }

  public Hardware hardware() {
    return state.hardware();
  }

  /** A port on loopback that is forwarded to the host's ssh. */
  public int sshPort() {
    return state.sshPort();
  }

  /**
   * Forwards a free port on loopback to a TCP port of the host, until the machine ends.
   *
   * @return the port on loopback
   */
  int forward(int port) {
    int local = Labs.freePort();
    // without the name of a network, QEMU takes the first one, which is that of the management NIC
    qemu.monitor("hostfwd_add tcp:127.0.0.1:%d-:%d".formatted(local, port));
    return local;
  }

  public Accelerator accelerator() {
    return state.accelerator();
  }

  public Path serialLog() {
    return files.serial();
  }

  public Dom0 dom0() {
    return new Dom0(ssh);
  }

  /** The login command. */
  public List<String> login(List<String> command) {
    return ssh.login(command);
  }

  /**
   * The command that leads connections to a UNIX socket of this machine to one of the host, until
   * the command is ended.
   */
  List<String> tunnel(Path local, String remote) {
    return ssh.tunnel(local, remote);
  }

  Qemu qemu() {
    return qemu;
  }

  /** Installs the program in the host as the command {@code gangway}. */
  public void install(Path distribution) {
    String folder = "/opt/gangway";
    dom0().must("rm -rf " + folder);
    copy(distribution, folder);
    dom0().must("ln -sf %s/bin/gangway /usr/local/bin/".formatted(folder));
  }

  /** Copies the content of a folder into a folder of the host. */
  void copy(Path what, String folder) {
    new Cargo(files.cargo()).load(what);
    dom0().must("set -e; mkdir -p %s; %s".formatted(folder, Cargo.unpack(folder)));
  }

  /**
   * Takes a snapshot of the host. Its NVMe controllers are unplugged before and plugged in again
   * after.
   */
  public void takeSnapshot(String snapshot) {
    unplugNvmes();
    saveSnapshot(snapshot);
    plugNvmes();
  }

  void saveSnapshot(String snapshot) {
    dom0().must("sync");
    qemu.monitor("savevm " + snapshot);
  }

  /** Restores the host from a snapshot. */
  public void restore(String snapshot) {
    powerOff();
    resume(snapshot);
  }

  /** Starts the machine, which is off, from a snapshot. */
  void resume(String snapshot) {
    qemu.resume(state, snapshot);
    awaitUp();
    dom0().setClock();
    plugNvmes();
  }

  /**
   * Turns the machine off, adds a NIC in front of all other devices, and boots: each bus has the
   * next number then. The host's files are as they are on the disk at that moment.
   */
  void bootWithCardInFront() {
    dom0().must("sync");
    powerOff();
    qemu.boot(state, Hardware.cardInFront());
    awaitUp();
  }

  /** Resets the machine, like a power cut, and boots it. */
  public void powerCycle() {
    ssh.close();
    qemu.monitor("system_reset");
    awaitUp();
  }

  private void awaitUp() {
    if (!dom0().awaitUp(() -> !qemu.runs())) {
      throw unreachable();
    }
  }

  /** Ends the machine and deletes its disk; keeps its logs. */
  public void stop() {
    powerOff();
    files.clear();
  }

  void powerOff() {
    ssh.close();
    qemu.end();
  }

  Problem unreachable() {
    return Problem.failed(
        "the lab's host did not come up",
        "see the whole log: " + files.serial(),
        files.serialEnd(15).toArray(String[]::new));
  }

  private void plugNvmes() {
    for (int i = 0; i < state.hardware().nvmes(); i++) {
      createDisk(files.nvme(i));
      qemu.addDisk("nvme" + i, files.nvme(i));
    }
    List<String> devices = state.hardware().nvmeDevices();
    for (int i = 0; i < devices.size(); i++) {
      qemu.monitor("device_add " + devices.get(i) + ",id=controller" + i);
    }
    awaitNvmes(devices.size());
  }

  private void unplugNvmes() {
    for (int i = 0; i < state.hardware().nvmeDevices().size(); i++) {
      String id = "controller" + i;
      qemu.monitor("device_del " + id);
      if (!Waiting.until(() -> !qemu.hasDevice(id), DEVICE_LIMIT)) {
        throw Problem.failed(
            "the lab's host does not release an NVMe controller", "see dmesg in the lab's host");
      }
    }
    for (int i = 0; i < state.hardware().nvmes(); i++) {
      removeDisk("nvme" + i);
    }
  }

  /** Repeats the command, because QEMU uses a disk for some time after its controller is gone. */
  private void removeDisk(String name) {
    AtomicReference<Problem> refusal = new AtomicReference<>();
    boolean removed =
        Waiting.until(
            () -> {
              try {
                qemu.removeDisk(name);
                return true;
              } catch (Problem inUse) {
                refusal.set(inUse);
                return false;
              }
            },
            DEVICE_LIMIT);
    if (!removed) {
      throw refusal.get();
    }
  }

  private void awaitNvmes(int count) {
    String there = "test \"$(ls /sys/class/nvme 2>/dev/null | wc -l)\" = " + count;
    if (!dom0().await(there, DEVICE_LIMIT)) {
      throw Problem.failed(
          "the lab's host does not see its NVMe controllers", "see dmesg in the lab's host");
    }
  }

  private static void createDisk(Path file) {
    try {
      Files.deleteIfExists(file);
      try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
        disk.setLength(NVME_BYTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
