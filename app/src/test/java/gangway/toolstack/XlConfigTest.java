package gangway.toolstack;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import gangway.Cases;
import gangway.pci.Address;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verdicts on what can be read are those of xl 4.17 (libxlutil) itself. */
class XlConfigTest {
  private static final Address NINE = address("0000:09:00.0");
  private static final Address TEN = address("0000:0a:04.1");
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

  // What is read

  @Test
  void stringsMayBeInEitherQuotesAndNumbersInNone() {
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
  void escapesAreResolved() {
    assertThat(config("name=\"a\\\"b\\'c\\\\d\\te\"\n").string("name")).contains("a\"b'c\\d\te");
    assertThat(config("name='it\\'s'\n").string("name")).contains("it's");
    assertThat(config("name=\"it's\"\n").string("name")).contains("it's");
  }

  @Test
  void statementsMayShareALine() {
    XlConfig config = config("name='a'; pci=['09:00.0'];;\n");
    assertThat(config.string("name")).contains("a");
    assertThat(config.functions()).containsExactly(NINE);
  }

  @Test
  void aListMayGoOnOverLinesWithCommentsAndACommaAtItsEnd() {
    assertThat(
            config("pci = [ # the card\n\n \"09:00.0\"\n, # the other\n\t'0a:04.1',\n]\n")
                .functions())
        .containsExactly(NINE, TEN);
  }

  @Test
  void aHashInAStringIsNoComment() {
    assertThat(config("name='a#b' # c\n").string("name")).contains("a#b");
  }

  @Test
  void whatIsAddedToAListIsInItAndAnotherListTakesItsPlace() {
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
  void whatXlDoesNotReadIsNotRead(String text) {
    assertThat(XlConfig.parse(text)).isEmpty();
  }

  @Test
  void listsNestedBeyondAllReasonAreRefusedNotFollowed() {
    assertThat(XlConfig.parse("pci=" + "[".repeat(100_000))).isEmpty();
    assertThat(XlConfig.parse("a=" + "[".repeat(100) + "]".repeat(100))).isEmpty();
  }

  @Test
  void noTextWhateverIsAnError() {
    Cases.each(
        2000,
        random -> {
          StringBuilder text = new StringBuilder(PV1 + "pci = [ \"09:00.0\" ]\n");
          for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
              case 0 -> text.setLength(at);
              case 1 -> text.deleteCharAt(at);
              default -> text.insert(at, "\"'[],;=#\\\n".charAt(random.nextInt(10)));
            }
            text.append(' ');
          }
          assertThatCode(() -> XlConfig.parse(text.toString())).doesNotThrowAnyException();
        });
  }

  // What is changed

  @Test
  void aFirstFunctionGetsALineOfItsOwnAtTheEnd() {
    assertThat(config(PV1).withFunction(NINE)).hasToString(PV1 + "pci = [ \"0000:09:00.0\" ]\n");
    assertThat(config("name='a'").withFunction(NINE))
        .hasToString("name='a'\npci = [ \"0000:09:00.0\" ]\n");
  }

  @Test
  void anotherOneComesAfterTheLastOfTheList() {
    assertThat(config("pci = [\n  '09:00.0', # first\n] # all\nname='a'\n").withFunction(TEN))
        .hasToString("pci = [\n  '09:00.0', \"0000:0a:04.1\", # first\n] # all\nname='a'\n");
    assertThat(config("pci = []\n").withFunction(TEN)).hasToString("pci = [ \"0000:0a:04.1\" ]\n");
  }

  @Test
  void itComesIntoTheListThatCounts() {
    assertThat(config("pci=['1:0.0']\npci=['2:0.0']\npci+=['3:0.0']\n").withFunction(NINE))
        .hasToString("pci=['1:0.0']\npci=['2:0.0']\npci+=['3:0.0', \"0000:09:00.0\"]\n");
  }

  @Test
  void whatTheGuestHasAlreadyIsNotAddedInWhateverFormItIsWritten() {
    for (String spec : List.of("09:00.0", "9:0.0", "0000:09:00.0@7,permissive=1", "bdf=09:00.0")) {
      XlConfig config = config("pci=['" + spec + "']\n");
      assertThat(config.withFunction(NINE)).as(spec).isSameAs(config);
    }
  }

  @Test
  void aFunctionIsTakenOutOfTheListWithOneComma() {
    String three = "pci = [ '08:00.0', '09:00.0,permissive=1', '0a:00.0' ]\n";
    assertThat(config(three).withoutFunction(NINE)).hasToString("pci = [ '08:00.0', '0a:00.0' ]\n");
    assertThat(config(three).withoutFunction(address("08:00.0")))
        .hasToString("pci = [ '09:00.0,permissive=1', '0a:00.0' ]\n");
    assertThat(config(three).withoutFunction(address("0a:00.0")))
        .hasToString("pci = [ '08:00.0', '09:00.0,permissive=1' ]\n");
  }

  @Test
  void commentsOnOtherFunctionsStay() {
    String text = "pci = [ '08:00.0', # storage\n        '09:00.0', # network\n ]\n";
    assertThat(config(text).withoutFunction(NINE))
        .hasToString("pci = [ '08:00.0', # storage\n         # network\n ]\n");
    assertThat(config("pci=['08:00.0', # storage\n'09:00.0' # x\n,]").withoutFunction(NINE))
        .hasToString("pci=['08:00.0', # storage\n]");
  }

  @Test
  void theLastFunctionTakesItsLineWithIt() {
    assertThat(config("name='a'\n  pci = [ '09:00.0' ]  \nmemory=1\n").withoutFunction(NINE))
        .hasToString("name='a'\nmemory=1\n");
    assertThat(config("name='a'; pci = ['09:00.0'] # c\n").withoutFunction(NINE))
        .hasToString("name='a'; pci = [] # c\n");
  }

  @Test
  void withoutItsLastFunctionAListDoesNotGiveWayToAnEarlierOne() {
    XlConfig without = config("pci=['0a:04.1']\npci=['09:00.0']\n").withoutFunction(NINE);
    assertThat(without).hasToString("pci=['0a:04.1']\npci = []\n");
    assertThat(without.functions()).isEmpty();
  }

  @Test
  void aFunctionNamedTwiceIsGoneAltogether() {
    assertThat(config("pci=['09:00.0']\npci+=['9:0.0','0a:04.1']\n").withoutFunction(NINE))
        .hasToString("pci+=['0a:04.1']\n");
  }

  @Test
  void whatIsNotThereNeedsNoChange() {
    XlConfig config = config(PV1);
    assertThat(config.withoutFunction(NINE)).isSameAs(config);
  }

  @Test
  void whatWasAddedAndTakenAwayAgainLeavesTheTextAsItWas() {
    Cases.each(
        500,
        random -> {
          String text = definition(random);
          XlConfig before = config(text);
          Address function = new Address(0, 0xff, random.nextInt(0x20), random.nextInt(8));
          XlConfig with = before.withFunction(function);
          assertThat(with.functions()).containsAll(before.functions()).contains(function);
          XlConfig after = with.withoutFunction(function);
          assertThat(after.functions()).isEqualTo(before.functions());
          if (!EMPTY_LIST.matcher(text).find()) {
            assertThat(after).hasToString(text);
          }
        });
  }

  @Test
  void whoeverIsTakenAwayTheOthersAndAllOtherTextStay() {
    Cases.each(
        500,
        random -> {
          String text = definition(random);
          XlConfig before = config(text);
          for (Address function : before.functions()) {
            XlConfig after = before.withoutFunction(function);
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
    Address address = new Address(0, random.nextInt(4), random.nextInt(2), 0);
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
