package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An operator who uses virt-manager on this machine, connected to the libvirt of the host: the
 * stages of {@code lab/virt-manager/operate}. Pictures are in {@code lab/target/screenshots}.
 */
final class VirtManager implements AutoCloseable {
  private static final String LIBVIRT = "/run/libvirt/libvirt-sock";
  private static final Duration CONNECTED_LIMIT = Duration.ofSeconds(30);

  private final Process tunnel;
  private final StagedProgram operator;

  private VirtManager(Process tunnel, StagedProgram operator) {
    this.tunnel = tunnel;
    this.operator = operator;
  }

  /**
   * Opens virt-manager's window with the details of a guest; first installs virt-manager.
   *
   * @param folder for the socket that leads to libvirt; its path must be short
   */
  static VirtManager at(Lab lab, String guest, Path folder) throws IOException {
    Output installed =
        HostCommand.of(
                Checkout.ROOT.resolve("tools/need").toString(),
                "virt-manager=virt-manager",
                "Xvfb=xvfb",
                "xdotool=xdotool",
                "import=imagemagick",
                "dbus-run-session=dbus-daemon",
                "gdbus=libglib2.0-bin",
                "/usr/libexec/at-spi-bus-launcher=at-spi2-core",
                "/usr/lib/python3/dist-packages/pyatspi/__init__.py=python3-pyatspi")
            .run();
    assertThat(installed.exit()).as(installed.err()).isZero();
    Path socket = folder.resolve("libvirt");
    Process tunnel = new ProcessBuilder(lab.tunnel(socket, LIBVIRT)).inheritIO().start();
    assertThat(Waiting.until(() -> Files.exists(socket), CONNECTED_LIMIT)).isTrue();
    return new VirtManager(
        tunnel,
        StagedProgram.start(
            new ProcessBuilder(
                "dbus-run-session",
                "--",
                Checkout.ROOT.resolve("lab/virt-manager/operate").toString(),
                "xen+unix:///system?socket=" + socket,
                guest,
                Checkout.screenshots().toString())));
  }

  /** Chooses a device of the guest, and returns what the window shows about the device. */
  String show(String device) {
    return operator.must("show\t" + device);
  }

  /** Adds a device of the host, and returns virt-manager's answer or question. */
  String add(String device) {
    return operator.must("add\t" + device);
  }

  /** Answers virt-manager's question by a button. */
  void answer(String button) {
    operator.must("answer\t" + button);
  }

  /** Closes virt-manager. */
  @Override
  public void close() throws IOException {
    operator.close();
    tunnel.destroy();
  }
}
