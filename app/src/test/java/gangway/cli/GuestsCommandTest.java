package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guests by their definitions: the files of another machine have no XenStore. */
class GuestsCommandTest {
  private static final String XML =
      """
      <domain type='xen'><name>pv4</name><devices>
        <hostdev type='pci'><source><address bus='0x0a' slot='4' function='1'/></source></hostdev>
      </devices></domain>
      """;

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
  }

  @Test
  void everyGuestIsListedWithTheFunctionsInItsDefinition() {
    host.put(
        "etc/xen/pv2.cfg", "name = 'pv2'\nbootloader='pygrub'\npci = [ '09:00.0', '0a:04.0' ]\n");
    host.put("etc/libvirt/libxl/pv4.xml", XML);
    Run run = Run.on(folder, "guests");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .isEqualTo(
            """
            GUEST  ID  TYPE  TOOLSTACK  STATE  FUNCTIONS                         GUEST DRIVER
            pv1    -   -     xl         off    -                                 -
            pv2    -   -     xl         off    0000:09:00.0 from its next start  -
                                               0000:0a:04.0 from its next start  -
            pv4    -   -     libvirt    off    0000:0a:04.1 from its next start  -
            """);
  }

  @Test
  void jsonHasTheSameContent() {
    host.put("etc/xen/pv2.cfg", "name = 'pv2'\nbootloader='pygrub'\npci = [ '09:00.0' ]\n");
    assertThat(Run.on(folder, "guests", "--json").json())
        .containsExactly(
            "format=1",
            "guests[0].name=pv1",
            "guests[0].toolstack=xl",
            "guests[0].state=off",
            "guests[0].definitions[0].file=/etc/xen/pv1.cfg",
            "guests[1].name=pv2",
            "guests[1].toolstack=xl",
            "guests[1].state=off",
            "guests[1].definitions[0].file=/etc/xen/pv2.cfg",
            "guests[1].definitions[0].functions[0]=0000:09:00.0",
            "guests[1].definitions[0].entries[0]=09:00.0");
  }

  @Test
  void acceptedAndRefusedEntriesOfADefinitionAreShown() {
    host.put(
        "etc/xen/pv2.cfg",
        "name = 'pv2'\nbootloader='pygrub'\npci = [ '9:0.*@3', 'name=nic,permissive=1' ]\n");
    host.put("etc/xen/pv3.cfg", "name = 'pv3'\nbootloader='pygrub'\npci = [ '09:00' ]\n");
    host.put("etc/xen/pv5.cfg", "name = 'pv5'\r\n");
    Run run = Run.on(folder, "guests");
    assertThat(run.out())
        .contains(
            "0000:09:00.*@03 from its next start",
            "name=nic,permissive=1 from its next start",
            "xl refuses '09:00' in /etc/xen/pv3.cfg");
    assertThat(run.err())
        .isEqualTo(
            "xl cannot read /etc/xen/pv5.cfg: line 1: Windows line ends (CR LF), which xl does not"
                + " accept\n");
    assertThat(Run.on(folder, "guests", "--json").json())
        .contains("guests[2].definitions[0].refusedEntry=09:00");
  }

  @Test
  void guestsThatStartWithTheHostAreMarked() throws IOException {
    host.put("srv/pv7.cfg", "name = 'pv7'\nbootloader='pygrub'\n");
    Path auto = Files.createDirectories(folder.resolve("etc/xen/auto"));
    Files.createSymbolicLink(auto.resolve("pv1"), Path.of("../pv1.cfg"));
    Files.createSymbolicLink(auto.resolve("pv7"), Path.of("../../../srv/pv7.cfg"));
    Files.createSymbolicLink(auto.resolve("gone"), Path.of("../gone.cfg"));
    Run run = Run.on(folder, "guests");
    assertThat(run.out())
        .isEqualTo(
            """
            GUEST  ID  TYPE  TOOLSTACK  STATE                      FUNCTIONS  GUEST DRIVER
            pv1    -   -     xl         off, starts with the host  -          -
            pv2    -   -     xl         off                        -          -
            pv7    -   -     xl         off, starts with the host  -          -
            """);
    assertThat(Run.on(folder, "guests", "--json").json())
        .contains(
            "guests[0].definitions[0].autostartLink=/etc/xen/auto/pv1",
            "guests[2].definitions[0].file=/srv/pv7.cfg");
  }

  @Test
  void controlCharactersInANameAreEscaped() {
    host.put("etc/xen/pv2.cfg", "name = 'pv\u001b[2J\u202e2'\n");
    Run table = Run.on(folder, "guests");
    assertThat(table.out()).contains("pv\\u001b[2J\\u202e2").doesNotContain("\u001b");
    Run json = Run.on(folder, "guests", "--json");
    assertThat(json.out()).doesNotContain("\u001b");
    assertThat(json.json()).contains("guests[0].name=pv\u001b[2J\u202e2");
  }

  @Test
  void withoutGuestsTheExitCodeSaysSo() {
    host.without("etc/xen");
    Run run = Run.on(folder, "guests");
    assertThat(run.exit()).isEqualTo(ExitCode.NOTHING);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("no guests on this host, neither running nor defined\n");
    assertThat(Run.on(folder, "guests", "--json").out())
        .isEqualTo("{\"format\":1,\"guests\":[]}\n");
  }
}
