package gangway.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gangway.attack.Attack;
import gangway.attack.Party;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshTest {

  @Test
  void specialCharactersAreQuotedForTheRemoteShell() {
    assertThat(new Ssh("root@pv1").command("ls", "a b'c"))
        .hasToString("ssh -o BatchMode=yes -o ServerAliveInterval=15 root@pv1 ls 'a b'\\''c'");
  }

  @Test
  void aPortFollowsTheName() {
    assertThat(new Ssh("root@pv1:2222").command("true"))
        .hasToString("ssh -o BatchMode=yes -o ServerAliveInterval=15 -p 2222 root@pv1 true");
    assertThat(new Ssh("pv1:2222")).hasToString("pv1:2222");
  }

  @Test
  void anIpv6AddressHasNoPort() {
    assertThat(new Ssh("fd00::2").command("true"))
        .hasToString("ssh -o BatchMode=yes -o ServerAliveInterval=15 fd00::2 true");
  }

  /** scp of OpenSSH 9 would take quotes as a part of the path. */
  @Test
  void thePathOfACopyHasNoQuotes() {
    assertThat(new Ssh("root@pv1:2222").copy(Path.of("/srv/a+b.image")))
        .hasToString(
            "scp -q -p -o BatchMode=yes -o ServerAliveInterval=15 -P 2222 -- /srv/a+b.image root@pv1:/srv/a+b.image");
    assertThat(new Ssh("root@fd00::2").copy(Path.of("/srv/a")))
        .hasToString(
            "scp -q -p -o BatchMode=yes -o ServerAliveInterval=15 -- /srv/a root@[fd00::2]:/srv/a");
  }

  @Attack({Party.LOCAL_USER, Party.OTHER_HOST})
  @ParameterizedTest
  @ValueSource(strings = {"", "-oProxyCommand=x", "a b", "a;b", "a\nb"})
  void invalidNamesAreRefused(String host) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Ssh(host));
  }
}
