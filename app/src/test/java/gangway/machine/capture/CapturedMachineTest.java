package gangway.machine.capture;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.MemoryFolder;
import gangway.Problem;
import gangway.check.Checks;
import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.request.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A captured machine gives the same observations and verdicts as the machine itself. */
class CapturedMachineTest {
  /** Every kind of request, for functions in every state. */
  static final List<Request> REQUESTS =
      List.of(
          hide(BOTH, CARD, TWIN),
          hide(NOW, DISK, MANAGEMENT, "0000:00:1c.0", "0000:00:1e.0"),
          unhide(BOTH, CARD),
          unhide(NOW, TWIN, OTHER_TWIN),
          attach(BOTH, "pv1", CARD),
          attach(LASTING, "pv2", TWIN),
          detach(BOTH, "pv1", CARD),
          detach(LASTING, "pv2", "0000:0b:00.0"));

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
  }

  private static Machine captured(Machine machine, Consumer<Machine> looks) {
    RecordingMachine recorder =
        new RecordingMachine(
            machine, CapturePrivacy.usual(), new Capture.Origin("0", "now", false));
    looks.accept(recorder);
    return reread(recorder.capture());
  }

  /** A machine from a capture that was written to a file and read again. */
  private static Machine reread(Capture capture) {
    try {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      CaptureWriter.write(file, capture);
      return new CapturedMachine(
          CaptureReader.read(new ByteArrayInputStream(file.toByteArray()), "it"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Consumer<GuideHost>> hosts() {
    return Stream.of(
        host -> {},
        host -> host.hidden(CARD, TWIN).given(3, CARD),
        host ->
            host.hiddenAtBoot(CARD)
                .put("etc/modprobe.d/a.conf", "options xen-pciback hide=(0000:09:00.0)\n"),
        host -> host.given(3, CARD).answer("xl list", "pv1  3  256  1  --p---  1.9\n"),
        host -> host.volume("md0", "9:0", "sda1").volume("dm-0", "253:0", "md0"),
        CapturedMachineTest::withHiddenUsesOfDisks,
        GuideHost::withoutIommu,
        GuideHost::withoutXl,
        GuideHost::withoutRoot,
        GuideHost::withoutPciback,
        host ->
            host.put(
                "etc/libvirt/libxl/pv3.xml",
                "<domain type='xen'><name>pv3</name><devices/></domain>"));
  }

  /** Mounts in other namespaces, triggers, open nodes, and mounts that lead nowhere. */
  private static void withHiddenUsesOfDisks(GuideHost host) {
    DiskStacks.on(host)
        .nvmes()
        .mount("8:1", "/", "ext4", "/dev/sda1")
        .mount("0:50", "/boot", "autofs", "systemd-1")
        .mount("0:51", "/srv", "nfs4", "192.0.2.7:/srv")
        .mount("0:52", "/net", "fuse.sshfs", "admin@192.0.2.9:/srv")
        .mount("0:17", "/data", "btrfs", "/dev/root");
    host.put("etc/fstab", "PARTLABEL=EFI\\040System /boot vfat noauto,x-systemd.automount 0 2\n")
        .link("dev/disk/by-partlabel/EFI\\x20System", "../../nvme0n1p1")
        .link("proc/1/ns/mnt", "mnt:[4026531841]")
        .link("proc/812/ns/mnt", "mnt:[4026532300]")
        .put("etc/crypttab", "root UUID=x /root.key:PARTLABEL=EFI\\040System luks\n")
        .put("proc/812/comm", "postgres\n")
        .put(
            "proc/812/mountinfo",
            """
            28 27 259:3 / /pg rw - ext4 /dev/nvme1n1p1 rw
            29 27 0:60 / /nas rw - nfs4 192.0.2.8:/pg rw,addr=192.0.2.8
            """)
        .link("proc/812/fd/7", "/dev/nvme1n1p1")
        .link("sys/fs/bcachefs/u/dev-0/block", "../../../../devices/x/nvme0n1p1")
        .put("proc/fs/jbd2/sda2/info", "");
  }

  @Test
  void aMaskedCaptureGivesTheSameVerdicts() {
    withHiddenUsesOfDisks(host);
    RecordingMachine recorder =
        new RecordingMachine(
            host.machine(), CapturePrivacy.masking(), new Capture.Origin("0", "now", true));
    HostSnapshot live = new Observer(recorder).host();
    HostSnapshot masked = new Observer(reread(recorder.capture())).host();
    assertThat(recorder.capture().files().at("/proc/812/mountinfo").open().content().orElseThrow())
        .contains("/pg rw")
        .doesNotContain("192.0.2.8");
    for (String function : List.of(CARD, DiskStacks.NVME, DiskStacks.OTHER_NVME, GuideHost.DISK)) {
      Request request = hide(NOW, function);
      assertThat(verdict(masked, request)).isNotEmpty().isEqualTo(verdict(live, request));
    }
  }

  private static List<String> verdict(HostSnapshot host, Request request) {
    return Checks.of(host, request).stream()
        .map(finding -> finding.severity() + " " + finding.code() + " " + finding.function())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void observationsAndVerdictsEqualThoseOfTheMachine(Consumer<GuideHost> made) {
    made.accept(host);
    HostSnapshot live = host.observed();
    Machine captured = captured(host.machine(), machine -> new Observer(machine).host());
    HostSnapshot again = new Observer(captured).host();
    assertThat(again)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*\\.document", ".*\\.spans")
        .isEqualTo(live);
    for (Request request : REQUESTS) {
      assertThat(Checks.of(again, request)).isEqualTo(Checks.of(live, request));
    }
  }

  @Test
  void unrecordedFilesDoNotExist() {
    Machine captured = captured(host.machine(), machine -> machine.read(Path.of("/proc/swaps")));
    assertThat(captured.exists(Path.of("/proc/swaps"))).isTrue();
    assertThat(captured.exists(Path.of("/proc/cmdline"))).isFalse();
    assertThat(captured.read(Path.of("/proc/cmdline"))).isEmpty();
    assertThat(captured.list(Path.of("/proc"))).isEmpty();
    assertThat(captured.real(Path.of("/sbin/modprobe"))).isEmpty();
    assertThat(captured.linkName(Path.of("/sbin/modprobe"))).isEmpty();
    assertThat(captured.ask(Command.of("xl", "info"))).isEmpty();
    assertThat(captured.xenStore()).isEmpty();
  }

  @Test
  void binaryContentIsPreserved() throws IOException {
    byte[] config = new byte[4096];
    config[0] = (byte) 0x86;
    config[1] = (byte) 0x80;
    config[300] = -1;
    Files.write(folder.resolve("sys/some"), config);
    Machine captured = captured(host.machine(), machine -> machine.readBytes(Path.of("/sys/some")));
    assertThat(captured.readBytes(Path.of("/sys/some"))).hasValue(config);
    assertThat(captured.read(Path.of("/sys/some")))
        .isEqualTo(host.machine().read(Path.of("/sys/some")));
  }

  /** JSON can contain half of a pair of surrogates; no path can. */
  @Test
  void loneSurrogatesAreNotPartOfTextsAndNames() {
    Capture capture = new Capture(new Capture.Origin("0", "now", false));
    capture
        .files()
        .add(
            "/a",
            place ->
                place
                    .withText("8:1\ud800")
                    .withNames("c\ud800/d")
                    .withLink("e\udc00")
                    .withReal("/\ud800"));
    Machine machine = new CapturedMachine(capture);
    Path path = Path.of("/a");
    assertThat(machine.read(path)).contains("8:1\ufffd");
    assertThat(machine.list(path)).containsExactly("d");
    assertThat(machine.linkName(path)).isEmpty();
    assertThat(machine.real(path)).isEmpty();
  }

  @Test
  void recordedRefusalsAreRepeated() {
    Machine denying = new DenyingMachine();
    Machine captured =
        captured(
            denying,
            machine -> {
              assertThatThrownBy(() -> machine.read(Path.of("/a"))).isInstanceOf(Problem.class);
              assertThatThrownBy(machine::xenStore).isInstanceOf(Problem.class);
              assertThatThrownBy(() -> machine.ask(Command.of("xl", "list")))
                  .isInstanceOf(Problem.class);
            });
    assertThatThrownBy(() -> captured.read(Path.of("/a"))).hasMessageContaining("no entry");
    assertThatThrownBy(captured::xenStore).hasMessageContaining("no entry");
    assertThatThrownBy(() -> captured.ask(Command.of("xl", "list")))
        .hasMessageContaining("no entry");
  }

  @Test
  void aRepeatedReadRecordsOnlyTheLastAttempt() {
    CollidingXenStore store = new CollidingXenStore();
    Places kept = new Places();
    String seen =
        new RecordingXenStore(store, CapturePrivacy.usual(), kept)
            .consistently(view ->
                view.read("/which").orElse("")
                    + view.read("/" + view.read("/which").orElse("")).orElse(""));
    assertThat(seen).isEqualTo("bB");
    assertThat(kept.at("/which").text()).isEqualTo("b");
    assertThat(kept.at("/a").exists()).isFalse();
    assertThat(kept.at("/b").text()).isEqualTo("B");
  }
}
