package gangway.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModprobeFileTest {
  private static final HideList OTHER = HideList.parse("(0000:01:00.0)");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "options pciback hide=(0000:09:00.0)(0000:0a:04.1)",
        "options xen-pciback hide=(0000:09:00.0)(0000:0a:04.1)",
        "options xen_pciback hide=(0000:09:00.0)(0000:0a:04.1)",
        "  options\txen-pciback   permissive=1 hide=(0000:09:00.0)(0000:0a:04.1)",
        "options xen-pciback hide=(0000:09:00.0)(0000:0a:04.1) passthrough=1",
        "options xen-pciback \"hide=(0000:09:00.0)(0000:0a:04.1)\"",
        "options xen-pciback \"hide=(0000:09:00.0) (0000:0a:04.1)\"",
        "options xen-pciback hide=\"(0000:09:00.0)(0000:0a:04.1)\"",
        "options xen-pciback hide=(0000:01:00.0) hide=(0000:09:00.0)(0000:0a:04.1)",
        "options xen-pciback \\\n  hide=(0000:09:00.0)(0000:0a:04.1)",
        "options xen-pciback hide=(0000:09:00.0)\\\n(0000:0a:04.1)"
      })
  void theListIsFoundHoweverTheLineIsWritten(String line) {
    assertThat(hidden(line)).contains("(0000:09:00.0)(0000:0a:04.1)");
  }

  @Test
  void aListCanNameManyFunctions() {
    String list = "(0000:09:00.0)".repeat(65536);
    assertThat(hidden("options xen-pciback hide=" + list)).contains(list);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# options pciback hide=(0000:09:00.0)",
        "# a comment that goes on\\\noptions pciback hide=(0000:09:00.0)",
        "options pciback",
        "options pciback permissive=1",
        "options pcibackend hide=(0000:09:00.0)",
        "options xhide=(0000:09:00.0)",
        "options pciback xhide=(0000:09:00.0)",
        "options bnx2 hide=(0000:09:00.0)",
        "install bnx2 /sbin/modprobe pciback hide=(0000:09:00.0)"
      })
  void otherLinesHideNothing(String line) {
    assertThat(hidden(line)).isEmpty();
  }

  @Test
  void aStatementHasItsLineNumbers() {
    ModprobeFile file = file("# one\n\noptions a \\\n b \\\n c\noptions d\n");
    assertThat(file.statements())
        .containsExactly(new Statement(3, 5, "options a  b  c"), new Statement(6, 6, "options d"));
  }

  @Test
  void replacingAListChangesNothingElse() {
    String text =
        """
        # Our network cards
        options pciback  permissive=1 hide=(0000:09:00.0) passthrough=1\t# kept
        alias eth0 bnx2
        """;
    assertThat(file(text).withHide(2, OTHER).text())
        .isEqualTo(text.replace("(0000:09:00.0)", "(0000:01:00.0)"));
  }

  @Test
  void aListOverSeveralLinesIsReplaced() {
    String text = "options pciback hide=(0000:09:00.0)\\\n(0000:0a:04.1) permissive=1\nalias a b\n";
    assertThat(file(text).withHide(1, OTHER).text())
        .isEqualTo("options pciback hide=(0000:01:00.0) permissive=1\nalias a b\n");
  }

  @Test
  void lineContinuationsAreKept() {
    String text = "options pciback hide=(0000:09:00.0)\\\n  permissive=1\nalias a b\n";
    assertThat(file(text).withHide(1, OTHER).text())
        .isEqualTo("options pciback hide=(0000:01:00.0)\\\n  permissive=1\nalias a b\n");
  }

  @Test
  void theLastListOfAStatementIsReplaced() {
    String text = "options pciback hide=(0000:09:00.0) \\\n hide=(0000:0a:04.1)\n";
    assertThat(file(text).withHide(1, OTHER).text())
        .isEqualTo("options pciback hide=(0000:09:00.0) \\\n hide=(0000:01:00.0)\n");
  }

  @Test
  void aStatementWithNothingButTheListIsRemoved() {
    assertThat(
            file("alias a b\noptions pciback hide=(0000:09:00.0)\nalias c d\n")
                .withoutHide(2)
                .text())
        .isEqualTo("alias a b\nalias c d\n");
    assertThat(
            file("options pciback \\\n hide=(0000:09:00.0)\\\n(0000:0a:04.1)\nalias c d\n")
                .withoutHide(1)
                .text())
        .isEqualTo("alias c d\n");
    assertThat(file("options pciback hide=(0000:09:00.0) hide=(0000:0a:04.1)").withoutHide(1))
        .isEqualTo(file(""));
  }

  @Test
  void aStatementWithOtherOptionsKeepsThem() {
    assertThat(file("options pciback hide=(0000:09:00.0) permissive=1\n").withoutHide(1).text())
        .isEqualTo("options pciback permissive=1\n");
    assertThat(
            file("options pciback permissive=1 \\\n hide=(0000:09:00.0)\nalias a b\n")
                .withoutHide(1)
                .text())
        .isEqualTo("options pciback permissive=1\nalias a b\n");
  }

  @Test
  void aStatementWithoutAListCannotBeReplaced() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> file("alias a b\noptions pciback hide=(0000:09:00.0)\n").withHide(1, OTHER));
  }

  @Test
  void linesAreAddedAfterALastLineWithoutALineEnd() {
    assertThat(file("alias a b").withLines(List.of("alias c d")).text())
        .isEqualTo("alias a b\nalias c d\n");
    assertThat(file("").withLines(List.of("alias c d")).text()).isEqualTo("alias c d\n");
  }

  @Test
  void linesAreNotAddedToALineContinuation() {
    assertThat(file("alias a b \\\n").withLines(List.of("alias c d")).statements())
        .extracting(Statement::text)
        .containsExactly("alias a b ", "alias c d");
  }

  @Test
  void withoutChangesEveryByteStays() {
    for (String text : List.of("", "\n\n", "alias a b", "alias a b\r\n", "# x\n")) {
      assertThat(file(text).withLines(List.of()).text()).isEqualTo(text);
      assertThat(file(text).withoutLines(List.of("alias c d")).text()).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "install bnx2 /sbin/modprobe pciback; /sbin/modprobe --first-time --ignore-install bnx2",
        "install bnx2 /sbin/modprobe xen-pciback ; /sbin/modprobe --ignore-install bnx2",
        "softdep bnx2 pre: xen-pciback",
        "softdep bnx2 pre: libphy xen_pciback post: cnic",
        "softdep bnx2 post: cnic pre: xen-pciback"
      })
  void theseLinesLoadPcibackFirst(String line) {
    assertThat(statement(line).loadsPcibackFirst("bnx2")).isTrue();
    assertThat(statement(line).loadsPcibackFirst("bnx2x")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "softdep bnx2 post: xen-pciback",
        "softdep bnx2 pre: libphy",
        "softdep bnx2 pre: libphy post: xen-pciback",
        "install bnx2 /bin/true",
        "options bnx2 pciback=1",
        "alias bnx2 pciback"
      })
  void theseLinesDoNot(String line) {
    assertThat(statement(line).loadsPcibackFirst("bnx2")).isFalse();
  }

  @Test
  void dashAndUnderscoreAreEqualInModuleNames() {
    assertThat(statement("softdep xhci-pci pre: xen_pciback").loadsPcibackFirst("xhci_pci"))
        .isTrue();
    assertThat(statement("install xhci-pci /bin/true").installs("xhci_pci")).isTrue();
  }

  private static Optional<String> hidden(String text) {
    return file(text).statements().stream()
        .flatMap(statement -> statement.hides().stream())
        .map(HideList::toString)
        .findFirst();
  }

  private static Statement statement(String line) {
    return file(line).statements().getFirst();
  }

  private static ModprobeFile file(String text) {
    return new ModprobeFile(Path.of("/etc/modprobe.d/test.conf"), text);
  }
}
