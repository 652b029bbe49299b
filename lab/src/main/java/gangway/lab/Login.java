package gangway.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A login to a lab's host with a terminal, in which a shell command runs. */
public final class Login implements AutoCloseable {
  private final Process ssh;
  private final CompletableFuture<String> screen;

  private Login(Process ssh) {
    this.ssh = ssh;
    this.screen =
        CompletableFuture.supplyAsync(() -> text(ssh), task -> Thread.ofVirtual().start(task));
  }

  static Login with(HostCommand command) {
    try {
      return new Login(new ProcessBuilder(command.words()).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Types Ctrl-C: the terminal sends SIGINT to all processes of its foreground group. */
  public void pressCtrlC() {
    try {
      OutputStream keyboard = ssh.getOutputStream();
      keyboard.write(3);
      keyboard.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loses the connection: the host closes the terminal, and the kernel sends SIGHUP. */
  public void drop() {
    ssh.destroyForcibly();
  }

  /** Waits until the command ends, and returns what the terminal shows. */
  public String screen() {
    return screen.join();
  }

  @Override
  public void close() {
    drop();
  }

  private static String text(Process ssh) {
    try {
      return new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException lost) {
      return "";
    }
  }
}
