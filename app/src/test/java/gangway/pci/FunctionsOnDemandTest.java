package gangway.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import org.junit.jupiter.api.Test;

class FunctionsOnDemandTest {
  private final ActingHost machine = new GuideHost().machine();
  private final FunctionsOnDemand functions = new FunctionsOnDemand(new PciBus(machine));

  @Test
  void aFunctionThatExistsIsTheOnlyOneThatIsRead() {
    int before = machine.calls().size();
    assertThat(functions.meant("09:00.0").address()).hasToString(GuideHost.CARD);
    assertThat(functions.has(GuideHost.address(GuideHost.CARD))).isTrue();
    assertThat(machine.calls()).hasSize(before + 2);
  }

  @Test
  void whatIsMeantIsTheSameAsInTheListOfAllFunctions() {
    PciFunctions all = new PciBus(machine).functions();
    for (String text :
        new String[] {"0a:04.1", "pci_0000_09_00_0", all.iterator().next().id() + ""}) {
      assertSame(all, text);
    }
    for (String text : new String[] {"0b:00.0", "09:00", "10ec:ffff", "x"}) {
      assertSame(all, text);
    }
    assertThat(functions.has(GuideHost.address("0000:0b:00.0"))).isFalse();
  }

  @Test
  void aFunctionThatCannotBeReadIsThereAndIsRefused() {
    PciAddress unread = GuideHost.address(GuideHost.CARD);
    FunctionsOnDemand found =
        new FunctionsOnDemand(
            new PciBus(
                new GuideHost()
                    .put("sys/bus/pci/devices/%s/uevent".formatted(unread), "")
                    .machine()));
    assertThat(found.has(unread)).isTrue();
    assertThatThrownBy(() -> found.meant(unread.toString()))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED));
  }

  private void assertSame(PciFunctions all, String text) {
    assertThat(answer(functions, text)).isEqualTo(answer(all, text));
  }

  private static String answer(FunctionFinder finder, String text) {
    try {
      return finder.meant(text).toString();
    } catch (Problem problem) {
      return problem.kind() + String.join("\n", problem.lines());
    }
  }
}
