package gangway.attack;

import static gangway.attack.FaultFree.assertPlain;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.cli.Run;
import gangway.corpus.CorpusHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A stranger writes a definition of a guest, and root copies it to the folder of the toolstack. */
@Attack(Party.FILE)
@Timeout(60)
class DefinitionAttackTest {
  private static final String XML = "etc/libvirt/libxl/x.xml";
  private static final String CFG = "etc/xen/x.cfg";
  private static final String DOMAIN = "<domain type='xen'><name>%s</name>%s</domain>";

  static Stream<Arguments> definitions() {
    return Stream.of(
        Arguments.of(
            "an external entity",
            XML,
            "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + DOMAIN.formatted("&a;", "")),
        Arguments.of(
            "entities that multiply",
            XML,
            "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
                + "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY e '&c;&c;&c;&c;&c;&c;&c;'>]>"
                + DOMAIN.formatted("&e;", "")),
        Arguments.of(
            "60,000 nested elements",
            XML,
            DOMAIN.formatted("x", "<a>".repeat(60_000) + "</a>".repeat(60_000))),
        Arguments.of(
            "150,000 functions",
            XML,
            DOMAIN.formatted("x", "<devices>" + "<hostdev/>".repeat(150_000) + "</devices>")),
        Arguments.of("nested lists", CFG, "name='x'\npci=" + "[".repeat(100_000)),
        Arguments.of("a line of 5 MB", CFG, "name='x'\nkernel='" + "k".repeat(5_000_000) + "'\n"),
        Arguments.of(
            "200,000 entries", CFG, "name='x'\npci=[" + "'09:00.0',".repeat(200_000) + "]"),
        Arguments.of("control characters", CFG, "name='\u001b[2J\u202ex'\nkernel='\u009b'\n"),
        Arguments.of("a name that is a path", CFG, "name='../../x'\nkernel='/boot/v'\n"),
        Arguments.of("a name that is an option", CFG, "name='--force'\nkernel='/boot/v'\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("definitions")
  void aDefinitionIsReadOrRefused(
      String what, String file, String text, @TempDir(factory = MemoryFolder.class) Path folder)
      throws IOException {
    CorpusHost.lay(CorpusHost.CORPUS.resolve("hosts/fstab-plain.host"), folder);
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
    for (String command :
        List.of("guests", "guests --json", "doctor", "attach --config --dry-run x 09:00.0")) {
      assertThat(assertPlain(Run.on(folder, command.split(" "))).printed())
          .as("%s: %s", what, command)
          .doesNotContain("root:x:0:0");
    }
  }
}
