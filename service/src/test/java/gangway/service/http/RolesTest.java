package gangway.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.service.http.Caller.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may change the host. */
class RolesTest {
  @TempDir Path folder;
  private Accounts accounts;

  @BeforeEach
  void accounts() throws IOException {
    Files.writeString(
        folder.resolve("passwd"), "root:x:0:0::/:/bin/sh\nalice:x:1000:1000::/:/bin/sh\nbad\n");
    Files.writeString(folder.resolve("group"), "root:x:0:\ngangway-operators:x:990:alice\n");
    accounts = new Accounts(folder.resolve("passwd"), folder.resolve("group"));
  }

  @Test
  void rootMayAct() {
    assertThat(of(0)).isEqualTo(new Caller("root", 0, Caller.Via.SOCKET, Role.OPERATOR));
  }

  @Test
  void anotherUserMayOnlyRead() {
    assertThat(of(1000, 1000).role()).isEqualTo(Role.VIEWER);
  }

  @Test
  void theGroupOfTheProcessCountsNotTheListOfMembers() {
    assertThat(of(1000, 1000, 990).role()).isEqualTo(Role.OPERATOR);
  }

  @Test
  void withoutTheGroupItsNumberGivesNoRight() throws IOException {
    Files.writeString(folder.resolve("group"), "root:x:0:\n");
    assertThat(of(1000, 990).role()).isEqualTo(Role.VIEWER);
    Files.delete(folder.resolve("group"));
    assertThat(of(1000, 990).role()).isEqualTo(Role.VIEWER);
  }

  @Test
  void anUnknownUserHasItsNumberAsName() {
    assertThat(of(4711).user()).isEqualTo("4711");
  }

  private Caller of(int uid, Integer... groups) {
    return new Roles(accounts, 0, user -> user == 0).caller(new Peer(1, uid, List.of(groups)));
  }
}
