package gangway.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A login to a lab's host with a terminal, in which a shell command runs. */
public final class Login implements AutoCloseable {
  private final Process ssh;
  private final Thread reader;
  private final StringBuilder shown = new StringBuilder();

  private Login(Process ssh) {
    this.ssh = ssh;
    this.reader = Thread.ofVirtual().start(this::read);
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

  /** Waits until the terminal shows a text; returns false at the time limit. */
  public boolean awaitShown(String text, Duration limit) {
    return Waiting.until(() -> shown().contains(text), limit);
  }

  /** Waits until the command ends, and returns what the terminal shows. */
  public String screen() {
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return shown();
  }

  /** What the terminal shows now. */
  public String shown() {
    synchronized (shown) {
      return shown.toString();
    }
  }

  @Override
  public void close() {
    drop();
  }

  private void read() {
    try (Reader screen = ssh.inputReader(StandardCharsets.UTF_8)) {
      for (int c = screen.read(); c >= 0; c = screen.read()) {
        synchronized (shown) {
          shown.append((char) c);
        }
      }
    } catch (IOException lost) {
      // the connection was dropped
    }
  }
}
