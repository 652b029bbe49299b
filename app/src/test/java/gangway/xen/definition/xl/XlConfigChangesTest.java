package gangway.xen.definition.xl;

import static gangway.pci.Examples.address;
import static gangway.xen.definition.xl.XlConfigExamples.PV1;
import static gangway.xen.definition.xl.XlConfigExamples.config;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.pci.PciAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions are added to a definition and removed, and all other text stays. */
class XlConfigChangesTest {
  private static final PciAddress NINE = address("0000:09:00.0");
  private static final PciAddress TEN = address("0000:0a:04.1");

  @Test
  void optionsAndSlotAreSettingsOfAFunction() {
    XlConfig config =
        config(
            "pci=['09:00.0,permissive=1', '0a:04.0@7', 'bdf=0a:04.1', '0a:05.0,permissive=0']\n");
    assertThat(config.settings(NINE)).containsExactly("09:00.0,permissive=1");
    assertThat(config.settings(address("0a:04.0"))).containsExactly("0a:04.0@7");
    assertThat(config.settings(address("0a:04.1"))).isEmpty();
    assertThat(config.settings(address("0a:05.0"))).isEmpty();
  }

  @Test
  void aDefaultOfTheDefinitionIsNotASettingOfAFunction() {
    XlConfig config =
        config(
            "pci_permissive=1\npci=['09:00.0', '0a:04.0,permissive=1', '0a:04.1,permissive=0']\n");
    assertThat(config.settings(NINE)).isEmpty();
    assertThat(config.settings(address("0a:04.0"))).isEmpty();
    assertThat(config.settings(address("0a:04.1"))).containsExactly("0a:04.1,permissive=0");
  }

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
}
