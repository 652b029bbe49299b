package gangway.xen.definition.xl;

import static gangway.pci.Examples.address;
import static gangway.xen.definition.xl.XlConfigExamples.PV1;
import static gangway.xen.definition.xl.XlConfigExamples.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Text;
import gangway.pci.PciAddress;
import gangway.xen.definition.PciSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accepts and refuses exactly what xl 4.17 (libxlutil) accepts and refuses. */
class XlConfigTest {
  private static final PciAddress NINE = address("0000:09:00.0");
  private static final PciAddress TEN = address("0000:0a:04.1");

  @Test
  void stringsHaveEitherQuotesAndNumbersHaveNone() {
    XlConfig config = config(PV1);
    assertThat(config.string("name")).contains("pv1");
    assertThat(config.string("kernel")).contains("/srv/vmlinuz");
    assertThat(config.string("memory")).contains("0x100");
    assertThat(config.string("disk")).isEmpty();
    assertThat(config.string("absent")).isEmpty();
  }

  @Test
  void theLastValueOfAKeyCounts() {
    assertThat(config("name='a'\nname='b'").string("name")).contains("b");
  }

  @Test
  void escapeSequencesAreResolved() {
    assertThat(config("name=\"a\\\"b\\'c\\\\d\\te\"\n").string("name")).contains("a\"b'c\\d\te");
    assertThat(config("name='it\\'s'\n").string("name")).contains("it's");
    assertThat(config("name=\"it's\"\n").string("name")).contains("it's");
  }

  @Test
  void statementsCanShareALine() {
    XlConfig config = config("name='a'; pci=['09:00.0'];;\n");
    assertThat(config.string("name")).contains("a");
    assertThat(config.functions()).containsExactly(NINE);
  }

  @Test
  void aListCanSpanLinesWithCommentsAndEndWithAComma() {
    assertThat(
            config("pci = [ # the card\n\n \"09:00.0\"\n, # the other\n\t'0a:04.1',\n]\n")
                .functions())
        .containsExactly(NINE, TEN);
  }

  @Test
  void aHashInAStringIsNotAComment() {
    assertThat(config("name='a#b' # c\n").string("name")).contains("a#b");
  }

  @Test
  void plusEqualsExtendsAListAndEqualsReplacesIt() {
    assertThat(config("pci=['09:00.0']\npci+=['0a:04.1']").functions()).containsExactly(NINE, TEN);
    assertThat(config("pci=['09:00.0']\npci=['0a:04.1']").functions()).containsExactly(TEN);
    assertThat(config("pci+=['09:00.0']").functions()).containsExactly(NINE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name = pv1\n",
        "name \"pv1\"\n",
        "name = \"pv1\n",
        "name = \"pv1'\n",
        "name = \"p\nv1\"\n",
        "name = \"pv1\" memory = 1\n",
        "name =\n\"pv1\"\n",
        "name = \"a\\z\"\n",
        "name = \"a\\",
        "pci = [ '09:00.0'\n",
        "pci = [ '09:00.0' '0a:04.1' ]\n",
        "pci = [ , ]\n",
        "pci = [ '09:00.0',, ]\n",
        "Name = 'pv1'\n",
        "_name = 'pv1'\n",
        "name = 1-2\n",
        "name = 'pv1'\r\n",
        "#!/bin/sh\necho 'no definition'\n",
        "import os\n",
        "<domain type='xen'/>\n",
        "]"
      })
  void textsThatXlRefusesAreRefused(String text) {
    assertThat(XlConfig.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#",
        "\r",
        "\0",
        "?",
        "\"",
        ";;;\n;",
        "x = 1+",
        "x = 1; y = 2",
        "x = [\n1\n,\n# c\n[2,],]\n",
        "x = [ # c\r\n]\n",
        "# a NUL \0\n",
        "x = 1\nx = [1]\nx += [2]\n"
      })
  void oddTextsThatXlAcceptsAreAccepted(String text) {
    assertThat(XlConfig.parse("name = 'a'\n" + text)).isPresent();
  }

  @Test
  void aStrayByteAtTheVeryEndIsIgnoredAndKept() {
    XlConfig latin = config(Text.exact(new byte[] {'x', '=', '1', (byte) 0xe9}));
    assertThat(Text.bytes(latin.with(NINE).toString()))
        .isEqualTo("x=1\npci = [ \"0000:09:00.0\" ]\n\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(config("x=1\r").with(NINE)).hasToString("x=1\npci = [ \"0000:09:00.0\" ]\n\r");
    assertThat(XlConfig.parse("x=1\u00e9")).as("a character of two bytes in UTF-8").isEmpty();
  }

  @Test
  void numericEscapeSequencesHaveTheBugOfXl() {
    assertThat(config("x='a\\112b'\n").string("x")).contains("ab");
    assertThat(config("x='a\\1 12b'\n").string("x")).contains("ab");
    assertThat(config("x='a\\1-19b'\n").string("x")).contains("ab");
    assertThat(config("x='a\\01234b'\n").string("x")).contains("a4b");
    for (String refused : List.of("\\1", "\\12", "\\1 b", "\\x41", "\\8", "\\89")) {
      assertThat(XlConfig.parse("x='" + refused + "'\n")).as(refused).isEmpty();
    }
  }

  @Test
  void plusEqualsNeedsTheSameKindOfValue() {
    assertThat(config("x='a'\nx+='b'\nx+=12").string("x")).contains("ab12");
    assertThat(config("x='a'\nx=['b']\nx+=['c']").string("x")).isEmpty();
    assertThat(XlConfig.parse("x='a'\nx+=['b']\n")).isEmpty();
    assertThat(XlConfig.parse("x=['a']\nx+='b'\n")).isEmpty();
  }

  @Test
  void numbersAreParsedLikeStrtolWithoutPlusEquals() {
    assertThat(config("x=0x10").number("x")).hasValue(16);
    assertThat(config("x='010'").number("x")).hasValue(8);
    assertThat(config("x=' -3'").number("x")).hasValue(-3);
    for (String none : List.of("x=08", "x='yes'", "x=''", "x=1\nx+=1", "x=[1]", "y=1")) {
      assertThat(config(none).number("x")).as(none).isEmpty();
    }
  }

  @Test
  void itemsAfterANestedListAreIgnored() {
    assertThat(config("pci=[['x'],'09:00.0']").functions()).isEmpty();
    XlConfig config = config("pci=['09:00.0',['x'],'bad']\npci+=['0a:04.1']");
    assertThat(config.functions()).containsExactly(NINE);
    assertThat(config.refusedEntry()).isEmpty();
    assertThat(config.with(TEN))
        .hasToString("pci=['09:00.0',\"0000:0a:04.1\", ['x'],'bad']\npci+=['0a:04.1']");
  }

  @Test
  void aStringIsNotAListAndAListReplacesIt() {
    XlConfig config = config("pci='09:00.0'\n");
    assertThat(config.functions()).isEmpty();
    assertThat(config.with(NINE).functions()).containsExactly(NINE);
  }

  @Test
  void theFirstEntryThatXlRefusesIsFound() {
    assertThat(config("pci=['09:00.0','0a:00','x']").refusedEntry()).contains("0a:00");
    assertThat(config("pci=['name=nic,foo=1']").refusedEntry()).contains("name=nic,foo=1");
  }

  @Test
  void globalOptionsApplyToEntriesWithoutThem() {
    assertThat(
            config("pci_permissive=1\npci_seize='yes'\npci=['9:0.0','a:0.0,permissive=0']").pci())
        .extracting(PciSpec::toString)
        .containsExactly("0000:09:00.0,permissive=1", "0000:0a:00.0");
  }

  @Test
  void listsCanBeNestedAsDeeplyAsInXl() {
    assertThat(XlConfig.parse(nested(4996, "["))).isPresent();
    assertThat(XlConfig.parse(nested(4997, "["))).isEmpty();
    assertThat(XlConfig.parse(nested(1998, "[1,"))).isPresent();
    assertThat(XlConfig.parse(nested(1999, "[1,"))).isEmpty();
    assertThat(XlConfig.parse("pci=" + "[".repeat(500_000))).isEmpty();
    XlConfig deep = config("pci=['09:00.0'," + nested(1900, "[1,").substring(2) + "]");
    assertThat(deep.without(NINE).with(TEN).functions()).containsExactly(TEN);
  }

  private static String nested(int depth, String opening) {
    return "x=" + opening.repeat(depth) + "1" + "]".repeat(depth);
  }

  @Test
  void aReplacementKeepsTheOptions() {
    XlConfig config =
        config(
            """
            pci = [ '09:00.0@5,permissive=1', # the NIC
                    "0a:04.1", "bdf=1:0.0,bdf=9:0.0,seize=1", '02:00.0' ]
            """);

    assertThat(config.replacing(Map.of(NINE, TEN, TEN, NINE)).toString())
        .isEqualTo(
            """
            pci = [ "0000:0a:04.1@5,permissive=1", # the NIC
                    "0000:09:00.0", "0000:0a:04.1,seize=1", '02:00.0' ]
            """);
  }

  @Test
  void theReasonOfARefusalIsReported() {
    Map.of(
            "a = 1\nb = c\n", "line 2: unexpected 'c'; expected a value",
            "a = 1\r\n", "line 1: Windows line ends (CR LF), which xl does not accept",
            "a = 1\n# end", "line 2: the last line is a comment without a line end",
            "vncpasswd = s\n", "line 1: unexpected word; expected a value",
            "vncpasswd = 1 s\n", "line 1: unexpected word; expected the end of the statement",
            "vfb = [ 'vncpasswd='s'' ]\n", "line 1: unexpected word; expected ',' or ']'",
            "vncpasswd = 1\nb = c\n", "line 2: unexpected 'c'; expected a value",
            "a = [ 1", "line 1: unexpected end of file; expected ',' or ']'",
            "a = 'x\n", "line 1: a string is not closed on its line",
            "a = '\\q'\n", "line 1: unknown escape sequence \\q in a string")
        .forEach((text, why) -> assertThatThrownBy(() -> XlConfig.read(text)).hasMessage(why));
  }

  @Test
  void aLineOfAMegabyteIsParsedAndChangedInLinearTime() {
    String name = "x".repeat(1_000_000);
    XlConfig config = config("name='" + name + "'; pci=['09:00.0'] # " + name + "\n");
    assertThat(config.with(TEN).without(NINE).string("name")).contains(name);
    XlConfig many = config("pci=[" + "'09:00.0',".repeat(60_000) + "]\nname='a'\n");
    assertThat(many.without(NINE)).hasToString("name='a'\n");
    assertThat(config("pci=['9:" + "0".repeat(500_000) + ".0']").functions()).containsExactly(NINE);
  }
}
