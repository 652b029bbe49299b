package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.host.GuideHost;
import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.pci.PciIds;
import gangway.view.Audience;
import gangway.view.FunctionView;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names chosen by guests and devices reach a terminal only as text. */
class ConsoleTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(strings = {"pv1", "Café «Zeitlos»", "仮想マシン", "a b", ""})
  void plainTextIsNotChanged(String text) {
    assertThat(Console.printable(text)).isEqualTo(text);
  }

  @Attack({Party.GUEST, Party.OTHER_HOST})
  @ParameterizedTest
  @CsvSource({
    "'\u001b[2Jpv1', '\\u001b[2Jpv1'",
    "'pv\r1', 'pv\\u000d1'",
    "'a\nb\tc', 'a\\u000ab\\u0009c'",
    "'\u009b31m', '\\u009b31m'",
    "'\u0000\u007f', '\\u0000\\u007f'",
    "'\u202eevil\u2066', '\\u202eevil\\u2066'",
    "'zero\u200bwidth', 'zero\\u200bwidth'",
    "'tag\uDB40\uDC41', 'tag\\udb40\\udc41'",
    "'next\u2028line', 'next\\u2028line'"
  })
  void controlAndDirectionCharactersAreMadeVisible(String text, String shown) {
    assertThat(Console.printable(text)).isEqualTo(shown);
  }

  @Attack({Party.GUEST, Party.OTHER_HOST})
  @Test
  void everyPrintedLineIsEscaped() {
    Console console = console(false);
    console.line("one\u001b[1m\ntwo");
    console.complain(Style.RED, "three\u0007");
    console.flush();
    assertThat(text(out)).isEqualTo("one\\u001b[1m\\u000atwo\n");
    assertThat(text(err)).isEqualTo("three\\u0007\n");
  }

  @Test
  void stylesArePrintedOnlyToTerminals() {
    Console console = console(true);
    console.line(Style.GREEN, "done\u001b[31m");
    console.line("plain");
    console.complain(Style.RED, "failed");
    console.flush();
    assertThat(text(out)).isEqualTo("\u001b[32mdone\\u001b[31m\u001b[0m\nplain\n");
    assertThat(text(err)).isEqualTo("\u001b[31mfailed\u001b[0m\n");
  }

  @Attack(Party.GUEST)
  @Test
  void jsonEscapesAGuestsName(@TempDir(factory = MemoryFolder.class) Path folder) {
    GuideHost host = new GuideHost(folder).guest(4, "\u001b]0;\"evil\"\n\\").hidden(GuideHost.CARD);
    Inventory inventory = new Observer(host.given(4, GuideHost.CARD).machine()).inventory();
    HostFunction card = inventory.at(GuideHost.address(GuideHost.CARD)).orElseThrow();
    Console console = console(false);
    console.json(
        FunctionView.of(
            card, Optional.empty(), PciIds.of(host.machine(), Stream.of()), Audience.ROOT));
    console.flush();
    assertThat(text(out)).doesNotContain("\u001b").endsWith("}\n").containsOnlyOnce("\n");
    assertThat(new Run(ExitCode.DONE, text(out), "").json())
        .contains(
            "owner.kind=guest",
            "owner.guest=\u001b]0;\"evil\"\n\\",
            "owner.domid=4",
            "owner.vdev=0000:00:00.0");
  }

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    Table table = new Table("A", "LONG HEADING", "LAST");
    table.row("wide cell", "b", "");
    table.row("", "c", "of any width");
    Console console = console(false);
    table.print(console);
    console.flush();
    assertThat(text(out))
        .isEqualTo(
            """
            A          LONG HEADING  LAST
            wide cell  b
                       c             of any width
            """);
  }

  private Console console(boolean styled) {
    return new Console(
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        styled,
        styled);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
