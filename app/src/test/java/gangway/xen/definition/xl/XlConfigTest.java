package gangway.xen.definition.xl;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Cases;
import gangway.Text;
import gangway.pci.PciAddress;
import gangway.xen.definition.PciSpec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accepts and refuses exactly what xl 4.17 (libxlutil) accepts and refuses. */
class XlConfigTest {
  private static final PciAddress NINE = address("0000:09:00.0");
  private static final PciAddress TEN = address("0000:0a:04.1");
  private static final Pattern EMPTY_LIST = Pattern.compile("\\[(\\s|#.*\n)*]");
  private static final String PV1 =
      """
      # A PV guest, as an administrator would write it.
      name = "pv1"
      kernel = '/srv/vmlinuz'
      extra = "console=hvc0 iommu=soft"
      memory = 0x100
      disk = [ 'phy:/dev/vg/pv1,xvda,w',   # the root disk
               "phy:/dev/vg/swap,xvdb,w" ]
      """;

  // Parsing

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
            "a = [ 1", "line 1: unexpected end of file; expected ',' or ']'",
            "a = 'x\n", "line 1: a string is not closed on its line",
            "a = '\\q'\n", "line 1: unknown escape sequence \\q in a string")
        .forEach((text, why) -> assertThatThrownBy(() -> XlConfig.read(text)).hasMessage(why));
  }

  @Test
  void arbitraryBytesCauseNoErrorAndNoOtherChange() {
    Cases.each(
        3000,
        random -> {
          byte[] bytes = hostile(random);
          String text = Text.exact(bytes);
          assertThat(Text.bytes(text)).isEqualTo(bytes);
          XlConfig.parse(text)
              .ifPresent(config -> {
                assertThat(Text.bytes(config.toString())).isEqualTo(bytes);
                XlConfig with = config.with(NINE);
                assertThat(with.functions()).contains(NINE);
                assertThat(with.string("name")).isEqualTo(config.string("name"));
                XlConfig without = with.without(NINE);
                assertThat(without.functions()).doesNotContain(NINE);
                assertThat(without.string("name")).isEqualTo(config.string("name"));
                assertThat(without.pci())
                    .isEqualTo(
                        config.pci().stream()
                            .filter(spec -> !spec.function().equals(Optional.of(NINE)))
                            .toList());
              });
        });
  }

  /** A definition with some bytes changed or added. */
  private static byte[] hostile(Random random) {
    byte[] bytes = (PV1 + definition(random)).getBytes(StandardCharsets.UTF_8);
    String letters = "\"'[],;=+#\\\n\r\0\u0080\u00e9\u00ff x1";
    for (int i = random.nextInt(4); i > 0; i--) {
      byte letter = (byte) letters.charAt(random.nextInt(letters.length()));
      int at = random.nextInt(bytes.length);
      if (random.nextBoolean()) {
        bytes[at] = letter;
      } else {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
        longer[at] = letter;
        bytes = longer;
      }
    }
    return bytes;
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

  // Changes

  @Test
  void theFirstFunctionGetsANewLineAtTheEnd() {
    assertThat(config(PV1).with(NINE)).hasToString(PV1 + "pci = [ \"0000:09:00.0\" ]\n");
    assertThat(config("name='a'").with(NINE)).hasToString("name='a'\npci = [ \"0000:09:00.0\" ]\n");
  }

  @Test
  void anotherFunctionIsAppendedToTheList() {
    assertThat(config("pci = [\n  '09:00.0', # first\n] # all\nname='a'\n").with(TEN))
        .hasToString("pci = [\n  '09:00.0', \"0000:0a:04.1\", # first\n] # all\nname='a'\n");
    assertThat(config("pci = []\n").with(TEN)).hasToString("pci = [ \"0000:0a:04.1\" ]\n");
  }

  @Test
  void anEmptyListKeepsItsComments() {
    assertThat(config("pci = [ # none yet\n]\n").with(NINE))
        .hasToString("pci = [ \"0000:09:00.0\" # none yet\n]\n");
    assertThat(config("pci=[\n]").with(NINE)).hasToString("pci=[ \"0000:09:00.0\"\n]");
  }

  @Test
  void aFunctionIsAddedToTheEffectiveList() {
    assertThat(config("pci=['1:0.0']\npci=['2:0.0']\npci+=['3:0.0']\n").with(NINE))
        .hasToString("pci=['1:0.0']\npci=['2:0.0']\npci+=['3:0.0', \"0000:09:00.0\"]\n");
  }

  @Test
  void aFunctionIsNotAddedTwiceInAnotherForm() {
    for (String spec : List.of("09:00.0", "9:0.0", "0000:09:00.0@7,permissive=1", "bdf=09:00.0")) {
      XlConfig config = config("pci=['" + spec + "']\n");
      assertThat(config.with(NINE)).as(spec).isSameAs(config);
    }
  }

  @Test
  void aFunctionIsRemovedWithOneComma() {
    String three = "pci = [ '08:00.0', '09:00.0,permissive=1', '0a:00.0' ]\n";
    assertThat(config(three).without(NINE)).hasToString("pci = [ '08:00.0', '0a:00.0' ]\n");
    assertThat(config(three).without(address("08:00.0")))
        .hasToString("pci = [ '09:00.0,permissive=1', '0a:00.0' ]\n");
    assertThat(config(three).without(address("0a:00.0")))
        .hasToString("pci = [ '08:00.0', '09:00.0,permissive=1' ]\n");
  }

  @Test
  void commentsOnOtherFunctionsAreKept() {
    String text = "pci = [ '08:00.0', # storage\n        '09:00.0', # network\n ]\n";
    assertThat(config(text).without(NINE))
        .hasToString("pci = [ '08:00.0', # storage\n         # network\n ]\n");
    assertThat(config("pci=['08:00.0', # storage\n'09:00.0' # x\n,]").without(NINE))
        .hasToString("pci=['08:00.0', # storage\n]");
  }

  @Test
  void removingTheLastFunctionRemovesTheLine() {
    assertThat(config("name='a'\n  pci = [ '09:00.0' ]  \nmemory=1\n").without(NINE))
        .hasToString("name='a'\nmemory=1\n");
    assertThat(config("name='a'; pci = ['09:00.0'] # c\n").without(NINE))
        .hasToString("name='a'; pci = [] # c\n");
  }

  @Test
  void anEmptiedListStillOverridesAnEarlierOne() {
    XlConfig without = config("pci=['0a:04.1']\npci=['09:00.0']\n").without(NINE);
    assertThat(without).hasToString("pci=['0a:04.1']\npci=[]\n");
    assertThat(without.functions()).isEmpty();
  }

  @Test
  void aFunctionListedTwiceIsRemovedTwice() {
    assertThat(config("pci=['09:00.0']\npci+=['9:0.0','0a:04.1']\n").without(NINE))
        .hasToString("pci+=['0a:04.1']\n");
  }

  @Test
  void removingAMissingFunctionChangesNothing() {
    XlConfig config = config(PV1);
    assertThat(config.without(NINE)).isSameAs(config);
  }

  @Test
  void addingAndRemovingRestoresTheText() {
    Cases.each(
        500,
        random -> {
          String text = definition(random);
          XlConfig before = config(text);
          PciAddress function = new PciAddress(0, 0xff, random.nextInt(0x20), random.nextInt(8));
          XlConfig with = before.with(function);
          assertThat(with.functions()).containsAll(before.functions()).contains(function);
          XlConfig after = with.without(function);
          assertThat(after.functions()).isEqualTo(before.functions());
          if (!EMPTY_LIST.matcher(text).find()) {
            assertThat(after).hasToString(text);
          }
        });
  }

  @Test
  void removalKeepsAllOtherFunctionsAndText() {
    Cases.each(
        500,
        random -> {
          String text = definition(random);
          XlConfig before = config(text);
          for (PciAddress function : before.functions()) {
            XlConfig after = before.without(function);
            assertThat(after.functions())
                .isEqualTo(before.functions().stream().filter(f -> !f.equals(function)).toList());
            assertThat(others(after.toString())).isEqualTo(others(text));
          }
        });
  }

  private static List<String> others(String text) {
    return text.lines().filter(line -> line.matches("(name|memory|# A).*")).toList();
  }

  private static String definition(Random random) {
    StringBuilder text = new StringBuilder("# A guest\nname = 'g'\n");
    for (int i = random.nextInt(3); i > 0; i--) {
      String separator = Cases.oneOf(random, ",", ", ", " ,", ",\n  ", ", # c\n", "\n , ");
      text.append(Cases.oneOf(random, "pci=", "pci = ", "pci += "))
          .append(Cases.oneOf(random, "[", "[ ", "[\n", "[ # c\n"))
          .append(
              IntStream.range(0, random.nextInt(4))
                  .mapToObj(n -> item(random))
                  .collect(Collectors.joining(separator)))
          .append(Cases.oneOf(random, "]", " ]", "\n]", " # d\n]"))
          .append(Cases.oneOf(random, "\n", "; memory = 1\n", " # e\n"));
      text.append(Cases.oneOf(random, "", "memory = 256\n", "\n"));
    }
    return text.toString();
  }

  private static String item(Random random) {
    PciAddress address = new PciAddress(0, random.nextInt(4), random.nextInt(2), 0);
    String spec =
        Cases.oneOf(random, "", "0000:")
            + "%02x:%02x.0".formatted(address.bus(), address.device())
            + Cases.oneOf(random, "", "@5", ",permissive=1");
    return Cases.oneOf(random, "'" + spec + "'", "\"" + spec + "\"");
  }

  private static XlConfig config(String text) {
    return XlConfig.parse(text).orElseThrow();
  }
}
