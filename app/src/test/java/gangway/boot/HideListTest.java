package gangway.boot;

import static gangway.pci.Examples.address;
import static gangway.pci.Examples.function;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Cases;
import gangway.boot.HideList.Group;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.pci.PciFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HideListTest {
  private static final PciAddress NINE = address("0000:09:00.0");
  private static final PciAddress TEN = address("0000:0a:04.1");

  @Test
  void blanksBeforeNumbersAreRead() {
    // the kernel's sscanf skips them
    HideList list = HideList.parse("( 0000:09:00.0) ( 0a: 04. 1)");
    assertThat(list.sound()).isTrue();
    assertThat(list).hasToString("(0000:09:00.0)(0000:0a:04.1)");
    assertThat(HideList.parse("(0a :04.1)").sound()).isFalse();
    assertThat(HideList.parse("(0a:04.1 )").sound()).isFalse();
  }

  @Test
  void theGuidesListIsRead() {
    HideList list = HideList.parse("(0000:09:00.0)(0000:0a:04.1)");
    assertThat(list.sound()).isTrue();
    assertThat(list.groups()).containsExactly(new Group.One(NINE), new Group.One(TEN));
    assertThat(list).hasToString("(0000:09:00.0)(0000:0a:04.1)");
  }

  @ParameterizedTest
  @CsvSource({
    "(09:00.0), (0000:09:00.0)",
    "(9:0.0), (0000:09:00.0)",
    "(0:9:0.0), (0000:09:00.0)",
    "(0000:0A:1F.7), (0000:0a:1f.7)",
    "(00000:009:000.00), (0000:09:00.0)",
    "(0x0:0x9:0x0.0x0), (0000:09:00.0)",
    "(ffff:ff:1f.7), (ffff:ff:1f.7)",
    "(0000:09:00.*), (0000:09:00.*)",
    "(9:0.*), (0000:09:00.*)",
    "(0000:09:*.*), (0000:09:*.*)",
    "(9:*.*), (0000:09:*.*)",
    "' (09:00.0) (0a:04.1) ', (0000:09:00.0)(0000:0a:04.1)"
  })
  void functionsThatTheKernelReadsAreReadAndWrittenInFull(String text, String inFull) {
    HideList list = HideList.parse(text);
    assertThat(list.sound()).isTrue();
    assertThat(list).hasToString(inFull);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000:09:00.0",
        "(0000:09:00.0",
        "(0000:09:00.0))",
        "(0000:82.0.0)",
        "(0b::00.1)",
        "()",
        "(0000:09:00)",
        "(0000:09:00.8)",
        "(0000:09:20.0)",
        "(0000:100:00.0)",
        "(10000:e1:00.0)",
        "(0000:09:*.0)",
        "(*:*.*)",
        "(0000:09:00.0),(0000:0a:04.1)",
        "[0000:09:00.0]",
        "(pci_0000_09_00_0)",
        "(0000:09:0g.0)"
      })
  void textThatTheKernelDoesNotReadMakesTheListInvalid(String text) {
    HideList list = HideList.parse(text);
    assertThat(list.sound()).isFalse();
    assertThat(list).hasToString(text);
  }

  @Test
  void groupsBeforeTheFirstInvalidOneAreReadAndTheRestIsKeptAsText() {
    HideList list = HideList.parse("(0000:09:00.0)(0000:82.0.0)(0000:0a:04.1)");
    assertThat(list.groups()).containsExactly(new Group.One(NINE));
    assertThat(list.unread()).contains("(0000:82.0.0)(0000:0a:04.1)");
    assertThat(list.isEmpty()).isFalse();
  }

  @Test
  void anEmptyValueHidesNothingAndIsValid() {
    assertThat(HideList.parse("")).isEqualTo(HideList.EMPTY);
    assertThat(HideList.EMPTY.sound()).isTrue();
    assertThat(HideList.EMPTY.isEmpty()).isTrue();
    assertThat(HideList.parse("x").isEmpty()).isFalse();
  }

  @Test
  void aGroupWithAStarCoversFunctionsButNamesNoFunction() {
    HideList device = HideList.parse("(0000:0a:04.*)");
    assertThat(device.covers(TEN)).isTrue();
    assertThat(device.covers(address("0a:05.1"))).isFalse();
    assertThat(device.names(TEN)).isFalse();
    HideList bus = HideList.parse("(0000:0a:*.*)");
    assertThat(bus.covers(TEN)).isTrue();
    assertThat(bus.covers(NINE)).isFalse();
    assertThat(bus.covers(address("0001:0a:04.1"))).isFalse();
  }

  @Test
  void aCoveredFunctionIsNotAddedAgain() {
    HideList list = HideList.parse("(0000:0a:04.*)");
    assertThat(list.with(Set.of(TEN))).isEqualTo(list);
    assertThat(list.with(List.of(NINE, NINE))).hasToString("(0000:0a:04.*)(0000:09:00.0)");
  }

  @Test
  void onlyGroupsOfSingleFunctionsAreRemoved() {
    HideList list = HideList.parse("(0000:0a:04.*)(0000:09:00.0)(0000:0a:04.1)");
    assertThat(list.without(Set.of(TEN, NINE))).hasToString("(0000:0a:04.*)");
  }

  @Test
  void theListSelectsTheFunctionsThatItCovers() {
    Cases.each(
        500,
        random -> {
          HideList list = list(random);
          List<PciFunction> all = new ArrayList<>();
          for (Group group : list.groups()) {
            PciAddress near =
                switch (group) {
                  case Group.One(PciAddress one) -> one;
                  case Group.Device(PciAddress first) -> first;
                  case Group.Bus(int domain, int bus) -> new PciAddress(domain, bus, 3, 1);
                };
            all.add(function(near.toString(), "8086:10d3"));
            all.add(function(lowAddress(random).toString(), "8086:10d3"));
          }
          PciFunctions functions = new PciFunctions(all);
          assertThat(list.among(functions))
              .containsExactlyInAnyOrderElementsOf(
                  functions.stream().filter(f -> list.covers(f.address())).toList());
        });
  }

  @Test
  void everyListIsReadBackUnchanged() {
    Cases.each(
        1000,
        random -> {
          HideList list = list(random);
          assertThat(HideList.parse(list.toString())).isEqualTo(list);
          assertThat(HideList.parse(list.toString().toUpperCase(Locale.ROOT))).isEqualTo(list);
        });
  }

  @Test
  void addingAndRemovingAFunctionRestoresTheList() {
    Cases.each(
        1000,
        random -> {
          HideList list = list(random);
          PciAddress function = lowAddress(random);
          HideList more = list.with(Set.of(function));
          assertThat(more.covers(function)).isTrue();
          assertThat(more.groups().subList(0, list.groups().size())).isEqualTo(list.groups());
          if (!list.covers(function)) {
            assertThat(more.without(Set.of(function))).isEqualTo(list);
          }
        });
  }

  @Test
  void anyTextAfterTheGroupsIsKept() {
    Cases.each(
        1000,
        random -> {
          StringBuilder text = new StringBuilder(list(random).toString());
          for (int i = random.nextInt(4); i > 0; i--) {
            text.insert(random.nextInt(text.length() + 1), "():.*0fg -".charAt(random.nextInt(10)));
          }
          HideList list = HideList.parse(text.toString());
          assertThat(text.toString()).endsWith(list.unread().orElse(""));
          assertThat(HideList.parse(list.toString())).isEqualTo(list);
        });
  }

  static HideList list(Random random) {
    List<Group> groups = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      PciAddress some = lowAddress(random);
      groups.add(
          switch (random.nextInt(6)) {
            case 0 -> new Group.Device(new PciAddress(some.domain(), some.bus(), some.device(), 0));
            case 1 -> new Group.Bus(some.domain(), some.bus());
            default -> new Group.One(some);
          });
    }
    return new HideList(groups, Optional.empty());
  }

  /** An address that pciback's list can name. */
  static PciAddress lowAddress(Random random) {
    return new PciAddress(
        Cases.oneOf(random, 0, 0, 0, random.nextInt(0x10000)),
        random.nextInt(0x100),
        random.nextInt(0x20),
        random.nextInt(8));
  }
}
