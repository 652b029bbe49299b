package gangway.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.declaration.Declaration.Device;
import gangway.declaration.Declaration.GuestDevices;
import gangway.pci.Examples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of apply is read completely, or every error is reported with its line. */
class DeclarationTest {
  @Test
  void aFileDeclaresHiddenFunctionsAndTheDevicesOfGuests() {
    Declaration.Parsed parsed =
        Declaration.parse(
            """
            # both cards
            format: 1
            hidden:
              - 0000:09:00.0
              - "0a:04.0" # in quotes and short
            guests:
              pv1:
                devices: [0000:0a:04.0]
              'pv 2':
                devices: []
            """);
    assertThat(parsed.faults()).isEmpty();
    assertThat(parsed.declaration())
        .isEqualTo(
            new Declaration(
                List.of(device("0000:09:00.0", 4), device("0000:0a:04.0", 5)),
                List.of(
                    new GuestDevices("pv1", 7, List.of(device("0000:0a:04.0", 8))),
                    new GuestDevices("pv 2", 9, List.of()))));
    assertThat(parsed.declaration().functions())
        .containsExactly(Examples.address("0000:09:00.0"), Examples.address("0000:0a:04.0"));
  }

  @Test
  void bothSectionsAreOptional() {
    Declaration.Parsed parsed = Declaration.parse("format: 1\n");
    assertThat(parsed.faults()).isEmpty();
    assertThat(parsed.declaration()).isEqualTo(new Declaration(List.of(), List.of()));
    assertThat(Declaration.parse("format: 1\nhidden: []\nguests: {}\n").faults()).isEmpty();
    assertThat(Declaration.parse("{\"format\": 1, \"hidden\": [\"09:00.0\"]}").faults()).isEmpty();
  }

  @Test
  void allErrorsAreReportedAtOnceWithTheirLines() {
    assertThat(
            faults(
                """
                format: 2
                hiden: []
                hidden:
                  - 09:00.0
                  - eth0
                  - 0000:09:00.0
                guests:
                  pv1:
                    devices: [0a:04.0]
                    device: []
                  pv2:
                    devices:
                      - 0a:04.0
                  pv3:
                hidden: []
                """))
        .containsExactly(
            "line 1: 'format' must be 1, the only format that this version of gangway reads",
            "line 2: unknown key 'hiden' (did you mean 'hidden'?); the file can have: format,"
                + " hidden, guests",
            "line 5: 'eth0' is not the address of a PCI function, such as 0000:09:00.0",
            "line 6: 0000:09:00.0 is twice in the list, first in line 4",
            "line 10: unknown key 'device' (did you mean 'devices'?); guest 'pv1' can have:"
                + " devices",
            "line 13: 0000:0a:04.0 is listed for guest 'pv2' and, in line 9, for guest 'pv1'; only"
                + " one guest can have it",
            "line 14: guest 'pv3' must be a mapping with the keys devices",
            "line 15: the key 'hidden' is already in line 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# only a comment\n", "---\n", "---\n...\n", "~\n"})
  void anEmptyFileIsAnError(String text) {
    assertThat(faults(text))
        .containsExactly("line 1: the file is empty; its first line must be 'format: 1'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hidden: []                           | line 1: 'format: 1' is missing",
        "format: '1'                          | line 1: 'format' must be 1",
        "format: [1]                          | line 1: 'format' must be 1",
        "- format                             | line 1: the file must be a mapping",
        "format                               | line 1: the file must be a mapping",
        "{format: 1, hidden: }                | line 1: hidden must be a list of addresses",
        "{format: 1, hidden: 09:00.0}         | line 1: hidden must be a list of addresses",
        "{format: 1, hidden: {a: b}}          | line 1: hidden must be a list of addresses",
        "{format: 1, hidden: [[09:00.0]]}     | line 1: each device must be the address",
        "{format: 1, hidden: [~]}             | line 1: each device must be the address",
        "{format: 1, hidden: [8086:10d3]}     | line 1: '8086:10d3' is not the address",
        "{format: 1, hidden: ['0000:*']}      | line 1: '0000:*' is not the address",
        "{format: 1, guests: [pv1]}           | line 1: 'guests' must be a mapping with names",
        "{format: 1, guests: {pv1: [a]}}      | line 1: guest 'pv1' must be a mapping",
        "{format: 1, guests: {pv1: {}}}       | line 1: guest 'pv1' has no 'devices'",
        "{format: 1, guests: {'': {}}}        | line 1: this cannot be the name of a guest",
        "{format: 1, guests: {[a]: {}}}       | line 1: a key must be a word",
        "{format: 1, <<: {hidden: []}}        | line 1: unknown key '<<'",
        "{format: 1, hidden: !set [09:00.0]}  | line 1: tags (!set) are not allowed",
        "{format: !!int 1}                    | line 1: tags (tag:yaml.org,2002:int)",
        "{format: 1, hidden: &a [09:00.0]}    | line 1: anchors (&a) are not allowed",
        "{format: 1, hidden: *a}              | line 1: aliases (*a) are not allowed",
        "{format: 1                           | line 1: this is not YAML",
        "'format: 1, \"'                      | line 1:",
      })
  void aWrongFormIsAnError(String text, String fault) {
    assertThat(faults(text)).isNotEmpty().first().asString().startsWith(fault);
  }

  @Test
  void aSecondDocumentIsAnError() {
    assertThat(faults("format: 1\n---\nformat: 1\nhidden: [09:00.0]\n"))
        .containsExactly("line 2: a second document begins; the file must have one");
  }

  @Test
  void aTabIsAnErrorWithItsLine() {
    assertThat(faults("format: 1\nhidden:\n\t- 09:00.0\n"))
        .singleElement()
        .asString()
        .startsWith("line 3: this is not YAML: ");
  }

  /** Each level would have ten times the elements of the level before. */
  @Test
  void aliasesAreNotExpanded() {
    StringBuilder text = new StringBuilder("format: 1\na0: &a0 [x]\n");
    for (int i = 1; i < 100; i++) {
      text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
    }
    assertThat(faults(text.append("hidden: *a99\n").toString())).hasSizeGreaterThan(1000);
  }

  @Test
  void deepNestingIsAnErrorAndNotAnOverflow() {
    assertThat(faults("hidden: " + "[".repeat(100_000)))
        .containsExactly("line 1: lists and mappings are nested too deeply");
    assertThat(faults("{a: ".repeat(100_000)))
        .containsExactly("line 1: lists and mappings are nested too deeply");
  }

  @Test
  void controlCharactersAreAnError() {
    assertThat(faults("format: 1\nguests:\n  \"a\\nb\": {devices: []}\n"))
        .containsExactly("line 3: this cannot be the name of a guest");
    assertThat(faults("format: 1\u0000\n")).singleElement().asString().contains("not YAML");
  }

  private static List<String> faults(String text) {
    return Declaration.parse(text).faults().stream().map(Fault::toString).toList();
  }

  private static Device device(String address, int line) {
    return new Device(Examples.address(address), line);
  }
}
