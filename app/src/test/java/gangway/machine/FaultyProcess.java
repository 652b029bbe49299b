package gangway.machine;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A true process. The first wait of the thread that started the process fails with an Error; the
 * process continues.
 */
final class FaultyProcess extends Process {
  private final Process process;
  private final Error fault;
  private final Thread waiting = Thread.currentThread();
  private boolean failed;

  FaultyProcess(Process process, Error fault) {
    this.process = process;
    this.fault = fault;
  }

  private void failOnce() {
    if (!failed && Thread.currentThread().equals(waiting)) {
      failed = true;
      throw fault;
    }
  }

  @Override
  public int waitFor() throws InterruptedException {
    failOnce();
    return process.waitFor();
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    failOnce();
    return process.waitFor(timeout, unit);
  }

  @Override
  public OutputStream getOutputStream() {
    return process.getOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return process.getInputStream();
  }

  @Override
  public InputStream getErrorStream() {
    return process.getErrorStream();
  }

  @Override
  public int exitValue() {
    return process.exitValue();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public Stream<ProcessHandle> descendants() {
    return process.descendants();
  }

  @Override
  public Process destroyForcibly() {
    return process.destroyForcibly();
  }

  @Override
  public void destroy() {
    process.destroy();
  }
}
