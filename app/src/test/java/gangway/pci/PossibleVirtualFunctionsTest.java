package gangway.pci;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.pci.Capability.SrIov;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The addresses are those that the driver igb of an Intel 82576 creates: offset 128, stride 2. */
class PossibleVirtualFunctionsTest {
  private static final PciAddress PHYSICAL = address("0000:04:00.1");

  @Test
  void theAddressesFollowFromOffsetAndStride() {
    assertThat(addresses(new SrIov(7, 0, 0x80, 2)))
        .containsExactly(
            "0000:04:10.1",
            "0000:04:10.3",
            "0000:04:10.5",
            "0000:04:10.7",
            "0000:04:11.1",
            "0000:04:11.3",
            "0000:04:11.5");
  }

  @Test
  void virtualFunctionsCanBeOnTheNextBus() {
    assertThat(addresses(new SrIov(2, 0, 0x180, 1)))
        .containsExactly("0000:05:10.1", "0000:05:10.2");
  }

  @Test
  void aFunctionThatDoesNotShowTheOffsetHasNoKnownAddresses() {
    assertThat(addresses(new SrIov(8, 0, 0, 0))).isEmpty();
  }

  @Test
  void noAddressIsBehindTheLastBus() {
    assertThat(addresses(new SrIov(0xffff, 0, 0xfbfe, 1))).containsExactly("0000:ff:1f.7");
  }

  @Test
  void aVirtualFunctionIsFoundWithItsPhysicalFunction() {
    PossibleVirtualFunctions possible =
        new PossibleVirtualFunctions(new TreeMap<>(Map.of(PHYSICAL, new SrIov(7, 2, 0x80, 2))));
    assertThat(possible.first(address("0000:04:10.3")::equals))
        .contains(new PossibleVirtualFunctions.Possible(address("0000:04:10.3"), PHYSICAL, 7, 2));
    assertThat(possible.first(address("0000:04:10.2")::equals)).isEmpty();
    assertThat(possible.first(address("0001:04:10.3")::equals)).isEmpty();
  }

  private static List<String> addresses(SrIov capability) {
    return capability.virtualFunctions(PHYSICAL).map(PciAddress::toString).toList();
  }
}
