package gangway.host;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.Owner.Inconsistent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerTest {
  private static final String RECORD = "/local/domain/0/backend/pci/3/0";

  private GuideHost host;

  @BeforeEach
  void host(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder);
  }

  @Test
  void aFunctionBoundToADriverBelongsToDom0() {
    assertThat(ownerOf(CARD)).isEqualTo(new Owner.Dom0("e1000e")).hasToString("e1000e");
  }

  @Test
  void aFunctionWithoutADriverHasNoOwner() {
    host.unbind("e1000e", CARD);
    assertThat(ownerOf(CARD)).isEqualTo(new Owner.Nobody()).hasToString("no driver");
  }

  @Test
  void aFunctionInPcibackWithoutAGuestIsHidden() {
    host.hidden(CARD);
    assertThat(ownerOf(CARD)).isEqualTo(new Owner.Pciback()).hasToString("pciback");
  }

  @Test
  void aFunctionWithAVirtualAddressBelongsToTheGuest() {
    host.hidden(CARD, TWIN).given(3, CARD, TWIN);
    assertThat(ownerOf(TWIN))
        .isEqualTo(new Owner.Guest(3, "pv1", address("0000:00:01.0")))
        .hasToString("guest pv1");
  }

  @Test
  void recordsOfAnEndedGuestDoNotCount() {
    host.hidden(CARD).given(3, CARD);
    host.store().without("/local/domain/3");
    assertThat(ownerOf(CARD)).isEqualTo(new Owner.Pciback());
  }

  @ParameterizedTest
  @CsvSource({
    // a detach that a paused guest does not answer
    RECORD
        + "/state, 7, 'entry state 3 initialised, backend 7 reconfiguring, frontend 4 connected'",
    RECORD + "/state-0, 5, 'entry state 5 closing, backend 4 connected, frontend 4 connected'",
    "/local/domain/3/device/pci/0/state, 1,"
        + " 'entry state 3 initialised, backend 4 connected, frontend 1 initialising'",
    "/local/domain/3/device/pci/0/state, '\u001b[2J',"
        + " 'entry state 3 initialised, backend 4 connected, frontend 0 unknown'"
  })
  void anIncompleteAttachOrDetachIsInconsistent(String path, String value, String states) {
    host.hidden(CARD).given(3, CARD).store().with(path, value);
    assertThat(sides(CARD))
        .containsExactly(
            "the kernel: held by pciback",
            "XenStore: pv1 (domain 3) has it, seen at 0000:00:00.0; " + states);
  }

  @Test
  void aFunctionOfAStartingGuestIsArriving() {
    host.hidden(CARD)
        .given(3, CARD)
        .store()
        .with(RECORD + "/state", "3")
        .with("/local/domain/3/device/pci/0/state", "1");
    assertThat(ownerOf(CARD))
        .isEqualTo(new Owner.Arriving(3, "pv1"))
        .hasToString("guest pv1 (starting)");
  }

  @Test
  void aFunctionThatIsNotVisibleInItsGuestIsInconsistent() {
    host.hidden(CARD).given(3, CARD).store().without(RECORD + "/vdev-0");
    assertThat(sides(CARD)).last().asString().contains("has it, not visible in the guest yet; ");
  }

  @Test
  void aFunctionOfBothAGuestAndADom0DriverIsInconsistent() {
    host.given(3, CARD);
    assertThat(sides(CARD)).hasSize(2).first().isEqualTo("the kernel: held by e1000e");
    host.unbind("e1000e", CARD);
    assertThat(sides(CARD)).hasSize(2).first().isEqualTo("the kernel: no driver");
  }

  @Test
  void aFunctionOfTwoGuestsIsInconsistentAndBothAreNamed() {
    host.guest(4, "pv2").hidden(CARD).given(3, CARD).given(4, CARD);
    assertThat(sides(CARD))
        .hasSize(3)
        .anyMatch(side -> side.contains("pv1 (domain 3)"))
        .anyMatch(side -> side.contains("pv2 (domain 4)"));
  }

  private Owner ownerOf(String function) {
    return new Observer(host.machine()).inventory().at(address(function)).orElseThrow().owner();
  }

  private List<String> sides(String function) {
    return ownerOf(function) instanceof Inconsistent(List<String> sides) ? sides : List.of();
  }
}
