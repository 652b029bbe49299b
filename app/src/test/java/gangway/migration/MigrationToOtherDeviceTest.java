package gangway.migration;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.migration.TwoHosts.THERE;
import static gangway.migration.TwoHosts.function;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.pci.PciAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A guest is not migrated to a host that has another device than the recorded one for it. */
class MigrationToOtherDeviceTest {
  private static final String ASKED = "gangway hardware --json";
  private static final String FILE = "etc/xen/pv1.cfg";

  private TwoHosts two;

  /** The ways to migrate. */
  enum Way {
    COLD {
      @Override
      List<PciAddress> functions(ActingHost machine, Map<PciAddress, PciAddress> instead) {
        return ColdMigration.of(machine, "pv1", THERE, instead).functions();
      }
    },
    SUSPENDED {
      @Override
      List<PciAddress> functions(ActingHost machine, Map<PciAddress, PciAddress> instead) {
        return SuspendedMigration.of(machine, "pv1", THERE, instead).functions();
      }
    },
    LIVE {
      @Override
      List<PciAddress> functions(ActingHost machine, Map<PciAddress, PciAddress> instead) {
        return LiveMigration.of(machine, "pv1", THERE, instead).functions();
      }
    };

    abstract List<PciAddress> functions(ActingHost machine, Map<PciAddress, PciAddress> instead);
  }

  @BeforeEach
  void aGuestWithADeviceAndAnotherHostWithDevicesOfTheSameKind() {
    two = TwoHosts.made();
    two.here()
        .withShadow()
        .put(FILE, "name = \"pv1\"\nkernel = \"/srv/vmlinux\"\npci = [ \"%s\" ]\n".formatted(CARD))
        .hidden(CARD)
        .given(3, CARD);
    two.here().store().with("/local/domain/3/memory/target", "262144");
    two.there().put("srv/vmlinux", "").without(FILE);
    two.thereAre(function(CARD, "8086:10d3"), function(TWIN, "8086:10d3"));
  }

  @ParameterizedTest
  @EnumSource
  void theRecordedDeviceOrOneWithoutARecordIsTaken(Way way) {
    assertThat(way.functions(machine(), Map.of())).containsExactly(GuideHost.address(CARD));
    changed(change("added", CARD, ""), change("changed", TWIN, ""));
    assertThat(way.functions(machine(), Map.of())).containsExactly(GuideHost.address(CARD));
    changed(change("moved", CARD, "\"%s\"".formatted(CARD)));
    assertThat(way.functions(machine(), Map.of())).as("in another slot").hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void anotherDeviceThereIsRefusedBeforeAnythingChanges(Way way) {
    machine(); // the module answers
    SortedMap<String, String> here = two.here().everything();
    SortedMap<String, String> there = two.there().everything();
    for (String change :
        Stream.of(
                change("changed", CARD, ""),
                change("moved", CARD, "\"%s\"".formatted(TWIN)),
                change("of a later version", CARD, ""))
            .toList()) {
      changed(change);

      Problem problem =
          catchThrowableOfType(Problem.class, () -> way.functions(machine(), Map.of()));

      assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
      assertThat(problem.blocker())
          .isEqualTo(
              "0000:09:00.0 on there is another device than the one that is recorded there, or may"
                  + " be another one");
      assertThat(problem.remedy())
          .contains("gangway remap", "gangway hardware --acknowledge 0000:09:00.0");
    }
    assertThat(two.here().changesSince(here)).isEmpty();
    assertThat(two.there().changesSince(there)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aReplacementIsComparedToo(Way way) {
    changed(change("changed", TWIN, ""));
    Map<PciAddress, PciAddress> instead = Map.of(GuideHost.address(CARD), GuideHost.address(TWIN));

    assertThat(
            catchThrowableOfType(Problem.class, () -> way.functions(machine(), instead)).blocker())
        .startsWith(TWIN);
  }

  @ParameterizedTest
  @EnumSource
  void aHostThatDoesNotTellIsRefused(Way way) {
    for (String answer :
        List.of("", "{\"format\":1,\"outcome\":\"refused\",\"exitCode\":3}", "unknown command")) {
      two.there().answer(ASKED, 3, answer);
      Problem problem =
          catchThrowableOfType(Problem.class, () -> way.functions(machine(), Map.of()));
      assertThat(problem).as(answer).isNotNull();
      assertThat(problem.kind()).as(answer).isEqualTo(Problem.Kind.REFUSED);
    }
  }

  @Test
  void theAnswerIsThatOfTheCommand() throws IOException {
    assertThat(
            ChangeThere.parse(
                Files.readString(
                    Path.of("src/test/resources/formats/json-1/hardware/changes.json"))))
        .anySatisfy(change -> {
          assertThat(change.kind()).isEqualTo("changed");
          assertThat(change.address()).hasToString(CARD);
          assertThat(change.isOther()).isTrue();
        })
        .anySatisfy(change -> assertThat(change.isOther()).isFalse());
    assertThat(
            ChangeThere.parse(
                Files.readString(Path.of("src/test/resources/formats/json-1/hardware/none.json"))))
        .isEmpty();
  }

  private ActingHost machine() {
    return two.machine().withModuleSaying(3, "1 0");
  }

  private void changed(String... changes) {
    two.there()
        .answer(ASKED, 1, "{\"format\":1,\"changes\":[%s]}".formatted(String.join(",", changes)));
  }

  private static String change(String kind, String address, String to) {
    return "{\"kind\":\"%s\",\"address\":\"%s\",\"to\":[%s],\"guests\":[]}"
        .formatted(kind, address, to);
  }
}
