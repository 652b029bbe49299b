package gangway.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import gangway.service.Ask;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel tells about the process that connected to a UNIX socket. */
class PeerCredentialsTest {
  @TempDir private Path folder;

  private UnixDomainSocketAddress address;
  private ServerSocketChannel server;

  @BeforeEach
  void aSocket() throws IOException {
    address = UnixDomainSocketAddress.of(folder.resolve("s"));
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void itNamesTheProcessAndItsUser() throws IOException {
    try (SocketChannel own = SocketChannel.open(address);
        SocketChannel accepted = server.accept()) {
      Peer peer = PeerCredentials.of(accepted);
      assertThat(peer.pid()).isEqualTo((int) ProcessHandle.current().pid());
      assertThat(peer.uid()).isEqualTo(Files.getAttribute(folder, "unix:uid"));
      assertThat(own.isConnected()).isTrue();
    }
  }

  /** More groups than usual: the kernel then first answers only how many. */
  @Test
  void itNamesAllGroupsOfAUserInManyGroups() throws Exception {
    assumeThat(Files.getAttribute(folder, "unix:uid")).as("only root sets groups").isEqualTo(0);
    List<Integer> groups = IntStream.rangeClosed(20_001, 20_300).boxed().toList();
    Process caller =
        new ProcessBuilder(
                "setpriv",
                "--groups=" + groups.stream().map(String::valueOf).collect(Collectors.joining(",")),
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Ask.class.getName(),
                address.getPath().toString(),
                "GET /")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (SocketChannel accepted = server.accept()) {
      assertThat(PeerCredentials.of(accepted).groups()).containsExactlyElementsOf(groups);
    } finally {
      caller.destroy();
      caller.waitFor();
    }
  }
}
