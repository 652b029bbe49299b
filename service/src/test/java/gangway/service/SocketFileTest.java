package gangway.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Problem;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of the socket: who may connect, and what happens if the file is not there any more. */
class SocketFileTest {
  @TempDir Path folder;

  @Test
  void theServiceEndsIfItsSocketIsDeleted() throws Exception {
    Path path = folder.resolve("new/api.sock");
    CountDownLatch gone = new CountDownLatch(1);
    try (SocketFile file = new SocketFile(path, gone::countDown)) {
      file.prepare();
      try (ServerSocketChannel _ = listener(path)) {
        file.open();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .isEqualTo("rw-rw-rw-");
        Files.delete(path);
        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void theSocketOfAServiceThatHasEndedIsReplaced() throws IOException {
    Path path = folder.resolve("api.sock");
    listener(path).close();
    assertThat(path).exists();
    try (SocketFile file = new SocketFile(path, () -> {})) {
      file.prepare();
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void aSecondServiceIsRefused() throws IOException {
    Path path = folder.resolve("api.sock");
    try (ServerSocketChannel _ = listener(path);
        SocketFile file = new SocketFile(path, () -> {})) {
      assertThatThrownBy(file::prepare)
          .isInstanceOf(Problem.class)
          .hasMessageContaining("another gangway serve uses");
    }
    assertThat(path).exists();
  }

  @Test
  void anotherFileIsNotDeleted() throws IOException {
    Path path = Files.writeString(folder.resolve("precious"), "text");
    try (SocketFile file = new SocketFile(path, () -> {})) {
      assertThatThrownBy(file::prepare)
          .isInstanceOf(Problem.class)
          .hasMessageContaining("is not a socket");
    }
    assertThat(path).hasContent("text");
  }

  private static ServerSocketChannel listener(Path path) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path));
  }
}
