package gangway.service.resource;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.check.Carried;
import gangway.pci.PciAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was not read is never shown as nothing. */
class ViewedUsesTest {
  private static final PciAddress KNOWN = new PciAddress(0, 9, 0, 0);

  @Test
  void aFunctionThatCameAfterTheReadingCarriesSomethingUnknown() {
    ViewedUses uses = new ViewedUses(Map.of(KNOWN, List.of()));
    assertThat(uses.on(KNOWN)).isEmpty();
    assertThat(uses.on(new PciAddress(0, 9, 0, 1)))
        .extracting(Carried::kind)
        .containsExactly(Carried.Kind.UNKNOWN);
  }
}
