package gangway.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The formats of the kernel's files. */
class KernelAnswersTest {
  private static final String USUAL = "36 35 98:0 /mnt1 /mnt2 rw master:1 - ext3 /dev/root rw\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue",
        "22 1 0:21 / /proc rw - proc proc rw",
        "36 35 98:0 / / rw - ext3 /dev/root ",
        "36 35 98:0 / / rw - - - rw - x y",
        "36 35 98:0 / / rw - ext3\t /dev/root rw - ext4 /dev/sda rw",
        "36 35 98:0 / / rw - ext3 /dev/a\tb rw",
      })
  void aLineOfAMountIsKnown(String line) {
    assertThat(flawOfMounts(USUAL + line + "\n" + USUAL)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "36",
        "36 35 98:0 /mnt1 /mnt2 rw master:1",
        "36 35 98:0 /mnt1 /mnt2 rw master:1 - ext3",
        "36 35 98:0 /mnt1 /mnt2 rw master:1 -",
        "36 35 98:0 /mnt1 /mnt2 - ext3 /dev/root rw",
        "36 35 98 /mnt1 /mnt2 rw - ext3 /dev/root rw",
        "36 35 :0 /mnt1 /mnt2 rw - ext3 /dev/root rw",
        "36 35 98: /mnt1 /mnt2 rw - ext3 /dev/root rw",
        "36  98:0 /mnt1 /mnt2 rw - ext3 /dev/root rw",
        " 35 98:0 /mnt1 /mnt2 rw - ext3 /dev/root rw",
        "36 35 98:0  /mnt2 rw - ext3 /dev/root rw",
        "36 35 98:0 /mnt1  rw - ext3 /dev/root rw",
        "36 35 98:0 /mnt\t1 /mnt2 rw - ext3 /dev/root rw",
        "x 35 98:0 /mnt1 /mnt2 rw - ext3 /dev/root rw",
        "36 35 98:0 /mnt1 /mnt2 rw -  /dev/root rw",
      })
  void anotherLineAmongMountsIsAFlaw(String line) {
    assertThat(flawOfMounts(USUAL + line + "\n" + USUAL)).isTrue();
  }

  private static boolean flawOfMounts(String text) {
    return KernelAnswers.of(Path.of("/proc/self/mountinfo"))
        .orElseThrow()
        .flaw(text.getBytes(StandardCharsets.UTF_8))
        .isPresent();
  }
}
