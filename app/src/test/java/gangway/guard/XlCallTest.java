package gangway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XlCallTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "save pv1 /tmp/image",
        "sav pv1 /tmp/image",
        "sa -c -p pv1 /tmp/image",
        "-vvv -t save pv1 /tmp/image",
        "save -- pv1 /tmp/image"
      })
  void savesAreRecognized(String line) {
    assertThat(parse(line)).isEqualTo(new XlCall.Save("pv1", Path.of("/tmp/image")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"save -c pv1 /dev/null", "-v sav -ce -- pv1 /dev/null"})
  void theWayToResumeASuspendedGuestIsRecognized(String line) {
    assertThat(parse(line)).isEqualTo(new XlCall.Resume("pv1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"save pv1 /dev/null", "save -p pv1 /dev/null"})
  void aSaveToNowhereThatEndsOrPausesTheGuestDoesNotResumeIt(String line) {
    assertThat(parse(line)).isEqualTo(new XlCall.Save("pv1", Path.of("/dev/null")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrate pv1 other",
        "migrate -C /tmp/config -s ssh pv1 other",
        "migrate --live -e pv1 other",
        "-f migrate --debug pv1 other"
      })
  void migrationsAreRecognized(String line) {
    assertThat(parse(line)).isEqualTo(new XlCall.Migrate("pv1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create /etc/xen/pv1.cfg",
        "cr -c /etc/xen/pv1.cfg",
        "-v create /etc/xen/pv1.cfg -p",
        "create -qf /etc/xen/pv1.cfg",
        "create -f/etc/xen/pv1.cfg",
        "create --defconfig=/etc/xen/pv1.cfg",
        "create --defconfig /etc/xen/pv1.cfg -- "
      })
  void startsAreRecognized(String line) {
    assertThat(parse(line)).isEqualTo(new XlCall.Create(Path.of("/etc/xen/pv1.cfg"), List.of()));
  }

  @Test
  void settingsOfAStartFollowTheFile() {
    assertThat(parse("create pci=['09:00.0'] /etc/xen/pv1.cfg name='a'"))
        .isEqualTo(
            new XlCall.Create(Path.of("/etc/xen/pv1.cfg"), List.of("pci=['09:00.0']", "name='a'")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"create -n pv1.cfg", "create -qnp pv1.cfg", "create --dryrun pv1.cfg", "create"})
  void whatStartsNothingIsNoStart(String line) {
    assertThat(parse(line)).isEqualTo(new XlCall.Other());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"restore /tmp/image", "rest -p -e /tmp/image", "restore a.cfg /tmp/image"})
  void restoresAreRecognized(String line) {
    assertThat(parse(line)).isEqualTo(new XlCall.Restore(Path.of("/tmp/image")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list",
        "s pv1 /tmp/image",
        "save",
        "save pv1",
        "migrate",
        "migrate-receive",
        "config-update pv1 save.cfg",
        "shutdown save",
        "-h",
        "restore"
      })
  void otherCommandsAreNotRecognized(String line) {
    assertThat(parse(line)).isEqualTo(new XlCall.Other());
  }

  private static XlCall parse(String line) {
    return XlCall.parse(List.of(line.split(" ")));
  }
}
