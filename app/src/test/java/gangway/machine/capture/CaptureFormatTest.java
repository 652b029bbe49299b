package gangway.machine.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Golden;
import gangway.Problem;
import gangway.machine.Command;
import gangway.machine.Result;
import gangway.xenstore.XenStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * An old capture, with every kind of line and of answer, is still read. Its text is fixed: no
 * version writes it again.
 */
class CaptureFormatTest {
  private static final String OLD = "capture-1/old.jsonl";
  private static final Path CARD = Path.of("/sys/bus/pci/devices/0000:09:00.0");

  private final CapturedMachine machine = new CapturedMachine(read(Golden.read(OLD)));

  private static Capture read(String text) {
    try {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(text.getBytes(StandardCharsets.UTF_8));
      }
      return CaptureReader.read(new ByteArrayInputStream(packed.toByteArray()), "it");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void itsOriginIsKnown() {
    assertThat(read(Golden.read(OLD)).origin())
        .isEqualTo(new Capture.Origin("0.1.0", "2026-11-29T01:02:03Z", false));
  }

  @Test
  void itsFilesAreRead() {
    assertThat(machine.read(Path.of("/etc/hostname"))).contains("dom0\n");
    assertThat(machine.read(Path.of("/proc/cmdline"))).contains("quiet\n");
    assertThat(machine.readBytes(CARD.resolve("config")))
        .contains(
            Arrays.copyOf(new byte[] {(byte) 0x86, (byte) 0x80, (byte) 0xd3, (byte) 0x10}, 256));
    assertThat(machine.list(CARD.resolveSibling("")))
        .containsExactly("0000:09:00.0", "0000:0a:04.0");
    assertThat(machine.linkName(CARD.resolve("driver"))).contains("e1000e");
    assertThat(machine.real(CARD.resolve("driver")))
        .contains(Path.of("/sys/bus/pci/drivers/e1000e"));
    assertThat(machine.exists(Path.of("/srv"))).isTrue();
    assertThat(machine.exists(Path.of("/usr"))).isFalse();
  }

  @Test
  void itsXenStoreIsRead() {
    XenStore store = machine.xenStore().orElseThrow();
    assertThat(store.list("/local/domain/3")).containsExactly("name", "vm");
    assertThat(store.read("/local/domain/3/name")).contains("pv1");
  }

  @Test
  void itsCommandsAreAnswered() {
    assertThat(machine.ask(Command.of("xl", "info")))
        .contains(new Result(0, "virt_caps : pv\n", "warning\n"));
  }

  @Test
  void itsRefusalsAreRepeatedWithTheirFix() {
    assertThat(refusal(() -> machine.read(Path.of("/etc/shadow"))).remedy())
        .isEqualTo("do not read it");
    assertThat(refusal(() -> machine.ask(Command.of("xl", "dmesg"))).remedy())
        .isEqualTo("look at /proc");
  }

  @Test
  void itsMachineIsKnown() {
    assertThat(machine.root()).isTrue();
    assertThat(machine.sshConnection()).contains("192.0.2.7 50022 192.0.2.1 22");
    assertThat(machine.openDevices())
        .isEqualTo(Map.of(Path.of("/dev/vfio/14"), new TreeSet<>(Set.of("libvirtd", "qemu"))));
  }

  @Test
  void linesAndMembersOfLaterVersionsAreIgnored() {
    String later =
        Golden.read(OLD)
            .replace("\"masked\":false}", "\"masked\":false,\"later\":[1]}\n{\"later\":{}}")
            .replace("\"err\":\"warning\\n\"}", "\"err\":\"warning\\n\",\"later\":null}")
            .replace("{\"end\":12}", "{\"end\":13}");
    assertThat(new CapturedMachine(read(later)).ask(Command.of("xl", "info")))
        .isEqualTo(machine.ask(Command.of("xl", "info")));
  }

  @Test
  void writtenAgainItHasTheNamesOfToday() throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    CaptureWriter.write(written, read(Golden.read(OLD)));
    try (GZIPInputStream text =
        new GZIPInputStream(new ByteArrayInputStream(written.toByteArray()))) {
      assertThat(new String(text.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(Golden.read(OLD).replace("\"wayOut\":", "\"remedy\":"));
    }
  }

  private static Problem refusal(ThrowingCallable question) {
    return catchThrowableOfType(Problem.class, question);
  }
}
