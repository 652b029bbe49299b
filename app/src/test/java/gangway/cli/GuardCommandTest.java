package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import gangway.machine.capture.Capture;
import gangway.machine.capture.CapturePrivacy;
import gangway.machine.capture.CaptureWriter;
import gangway.machine.capture.RecordingMachine;
import gangway.xen.guest.Images;
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
            "not guarded: /usr/lib/xen-4.17/bin/xl: xl save, xl migrate and xl restore, also when a"
                + " script such as xendomains calls them",
            "at risk: pv1 (domain 3) has 0000:09:00.0 and would lose it");
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
            images.resolve("pv1") + ": saved by xl; the guest had no device",
            images.resolve("pv2")
                + ": saved by xl; the guest had no device; the image is incomplete");
    assertThat(Run.of("guard", "scan", images.resolve("a.txt").toString()).exit())
        .isEqualTo(ExitCode.NOTHING);
    assertThat(Run.of("guard", "scan", "/nowhere").exit()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void scanLooksAtTheHostThatIsNamed() throws IOException {
    host.put("srv/images/pv1", Images.whole("{ }")).put("srv/other", Images.whole("{ }"));
    host.link("srv/images/link", "/srv/other").link("srv/images/out", "/etc");
    Path here = Files.createDirectories(folder.resolve("here"));
    Files.write(here.resolve("pv2"), Images.whole("{ }"));

    Run run = Run.on(folder, "guard", "scan", "/srv/images");
    assertThat(run.lines())
        .containsExactly(
            "/srv/images/link: saved by xl; the guest had no device",
            "/srv/images/pv1: saved by xl; the guest had no device");
    assertThat(Run.on(folder, "guard", "scan", "srv/other").lines())
        .containsExactly("srv/other: saved by xl; the guest had no device");
    assertThat(Run.on(folder, "guard", "scan", here.toString()).exit()).isEqualTo(ExitCode.USAGE);
  }

  /** What a capture lacks may be there on the host. */
  @Test
  void scanRefusesPathsWhoseContentIsNotInTheCapture() {
    host.put("srv/images/pv1", Images.whole("{ }"));
    RecordingMachine recorder =
        new RecordingMachine(
            host.machine(), CapturePrivacy.usual(), new Capture.Origin("0", "now", false));
    recorder.list(Path.of("/srv/images"));
    Path file = folder.resolve("capture");
    CaptureWriter.create(file, recorder.capture());

    for (String path : List.of("/srv/images", "/srv/images/pv1", "/nowhere")) {
      Run run = Run.on(file, "guard", "scan", path);
      assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
      assertThat(run.err())
          .contains("the capture does not tell which files are below " + path)
          .contains("run the command on the host itself");
    }
  }

  @Test
  void anotherHostIsNotGuarded() {
    assertThat(Run.on(folder, "guard", "install").exit()).isEqualTo(ExitCode.USAGE);
  }

  private Run run(String... words) {
    return Run.of(console -> new Gangway(console, host::machine).run(List.of(words)));
  }
}
