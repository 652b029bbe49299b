package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import gangway.toolstack.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** guard, through the command line. */
class GuardCommandTest {
  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void aHostWithXensToolsAndAGuest() {
    host = new GuideHost(folder).put("usr/bin/dpkg-divert", "");
    host.put("usr/lib/xen-4.17/bin/xl", "\177ELF").made(3, "{}", "{}");
  }

  @Test
  void statusShowsUnguardedToolsAndGuestsAtRisk() {
    assertThat(run("guard", "status").lines())
        .last()
        .asString()
        .startsWith("safe: pv1 (domain 3) had no device since its boot: ");
    host.hidden(CARD).given(3, CARD);
    Run run = run("guard", "status");
    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.lines())
        .containsExactly(
            "not guarded: /usr/lib/xen-4.17/bin/xl can be used unasked: xl save, xl migrate, xl"
                + " restore, and what calls them, as xendomains does",
            "at risk: pv1 (domain 3) has 0000:09:00.0, which would be lost to it");
  }

  @Test
  void statusIsPrintedAsJson() {
    assertThat(run("guard", "status", "--json").json())
        .contains(
            "complete=false",
            "tools[0].path=/usr/lib/xen-4.17/bin/xl",
            "tools[0].status=unguarded",
            "guests[0].name=pv1",
            "guests[0].domid=3",
            "guests[0].atRisk=false");
  }

  @Test
  void statusNeedsRoot() {
    host.withoutRoot();
    Run run = run("guard", "status");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("only root can see");
  }

  @Test
  void scanListsOnlyImages(@TempDir Path images) throws IOException {
    Files.writeString(images.resolve("a.txt"), "Xen saved domain");
    byte[] image = Images.whole("{ }");
    Files.write(images.resolve("pv1"), image);
    Files.write(images.resolve("pv2"), Arrays.copyOf(image, image.length - 1));

    Run run = Run.of("guard", "scan", images.toString());
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines())
        .containsExactly(
            images.resolve("pv1") + ": saved by xl; it had no device",
            images.resolve("pv2") + ": saved by xl; it had no device; the image is incomplete");
    assertThat(Run.of("guard", "scan", images.resolve("a.txt").toString()).exit())
        .isEqualTo(ExitCode.NOTHING);
    assertThat(Run.of("guard", "scan", "/nowhere").exit()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void anotherHostIsNotGuarded() {
    assertThat(Run.on(folder, "guard", "install").exit()).isEqualTo(ExitCode.USAGE);
  }

  private Run run(String... words) {
    return Run.of(console -> new Gangway(console, host::machine).run(List.of(words)));
  }
}
