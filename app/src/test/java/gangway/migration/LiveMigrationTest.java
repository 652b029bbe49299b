package gangway.migration;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.migration.Chores.perform;
import static gangway.migration.Chores.recover;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.machine.Ssh;
import gangway.pci.PciAddress;
import gangway.plan.Step;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks and the plan of a live migration. */
class LiveMigrationTest {
  private static final TargetHost THERE = new TargetHost(new Ssh("root@there"), "1.2.3");
  private static final String ASKED =
      "ssh -o BatchMode=yes -o ServerAliveInterval=15 root@there gangway devices --json";
  private static final String OTHER = "0000:04:00.0";

  private GuideHost host;
  private ActingHost machine;

  @BeforeEach
  void aGuestWithADeviceAndTheModule() {
    host =
        new GuideHost()
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            .withShadow()
            .hidden(CARD, TWIN)
            .given(3, CARD);
    host.answer(
        "ssh -o BatchMode=yes -o ServerAliveInterval=15 root@there xl list",
        "Domain-0  0  2048  4  r-----  9.9\n");
    host.refusal("ssh -o BatchMode=yes -o ServerAliveInterval=15 root@there gangway --version");
    OtherGangway.able(host, "root@there");
    machine = host.machine().withModuleSaying(3, "1 0");
    there(function(CARD, "8086:10d3", "pciback"), function(OTHER, "8086:10d3", "pciback"));
  }

  @Test
  void itsDevicesAreDetachedBeforeAndIdenticalOnesAttachedThere() {
    LiveMigration migrating = migrating(Map.of());

    assertThat(migrating.plan().steps().stream().map(Step::says))
        .containsSubsequence(
            "detach %s from guest pv1".formatted(CARD),
            "request the kernel of guest pv1 to release interrupt lines of removed devices",
            "migrate guest pv1 to root@there");
    assertThat(migrating.plan().completion().orElseThrow().steps())
        .singleElement()
        .extracting(Step::acts)
        .asString()
        .contains(
            "ssh -o BatchMode=yes -o ServerAliveInterval=15 root@there gangway attach --now pv1 %s"
                .formatted(CARD));
  }

  @Test
  void aGuestThatAKilledXlLeavesSuspendedIsResumedIfTheOtherHostLacksIt() {
    host.killingSaves();

    assertThatThrownBy(() -> perform(machine, migrating(Map.of()).plan()))
        .isInstanceOfSatisfying(
            Problem.class, why -> assertThat(why.kind()).isEqualTo(Problem.Kind.FAILED));

    assertThat(machine.acts()).contains("run xl save -c 3 /dev/null");
    assertThat(host.suspended()).isEmpty();
    assertThat(host.store().read("/local/domain/0/backend/pci/3/0/dev-0")).contains(CARD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pv1", "pv1--incoming"})
  void aSuspendedGuestThatTheOtherHostMayHaveStaysSuspended(String name) {
    host.killingSaves();
    LiveMigration migrating = migrating(Map.of());
    String list = "ssh -o BatchMode=yes -o ServerAliveInterval=15 root@there xl list";
    host.answer(list, name + "  5  256  1  --p---  0.0\n");

    assertThatThrownBy(() -> perform(machine, migrating.plan()))
        .isInstanceOfSatisfying(
            Problem.class, why -> assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT))
        .hasMessageContaining("host root@there has no guest pv1");
    assertThat(host.suspended()).containsExactly("3");

    host.answer(list, "Domain-0  0  2048  4  r-----  9.9\n");
    recover(host.machine().withModuleSaying(3, "1 0"));
    assertThat(host.suspended()).isEmpty();
    assertThat(host.store().read("/local/domain/0/backend/pci/3/0/dev-0")).contains(CARD);
  }

  @Test
  void withoutShadowPageTablesTheMigrationIsRefusedBeforeTheDetach() {
    host.answer("xl info", "virt_caps              : pv pv_directio iommu_hap_pt_share\n");

    assertRefused(
        "cannot migrate a running PV guest",
        "does not list shadow in virt_caps",
        "gangway migrate --suspended pv1 root@there");
  }

  @Test
  void anOldXenDoesNotReportShadowPageTables() {
    host.answer("xl info", "virt_caps              : pv pv_directio\n")
        .put("sys/hypervisor/version/minor", "12\n");

    assertThat(migrating(Map.of()).plan().steps()).isNotEmpty();
  }

  @Test
  void anotherFunctionOfTheSameIdsCanBeNamed() {
    LiveMigration migrating = migrating(Map.of(GuideHost.address(CARD), GuideHost.address(OTHER)));

    assertThat(migrating.functions()).singleElement().hasToString(OTHER);
  }

  @Test
  void aMappingForAMissingFunctionIsRefused() {
    Map<PciAddress, PciAddress> wrong = Map.of(GuideHost.address(TWIN), GuideHost.address(OTHER));

    assertThatThrownBy(() -> migrating(wrong))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE))
        .hasMessageContainingAll("no " + TWIN, OTHER, "it had: [" + CARD + "]");
  }

  @Test
  void missingDifferentAndUsedFunctionsAreRefusedWithASuggestion() {
    there(function(CARD, "8086:100e", "pciback"), function(OTHER, "8086:10d3", "pciback"));
    assertRefused(
        CARD + " on root@there is not the device that the guest had",
        "--map " + CARD + "=" + OTHER);
    there();
    assertRefused("is not the device that the guest had", "does not exist");
    there(function(CARD, "8086:10d3", "dom0"));
    assertRefused("cannot be assigned to the guest", "its owner: dom0", "gangway hide " + CARD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "{}",
        "[{}]",
        "[1]",
        "[{\"address\": \"09:00\"}]",
        "nonsense",
        "{\"format\":1}",
        "{\"format\":\"1\"}",
        "{\"format\":1,\"functions\":[{}]}",
        "{\"format\":1,\"functions\":[1]}",
        "{\"format\":1,\"functions\":[{\"address\": \"09:00\"}]}",
        "{\"format\":1,\"functions\":["
      })
  void aHostWithMalformedOutputIsRefused(String answer) {
    host.answer(ASKED, answer);
    assertRefused("cannot be queried");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"address\":\"0000:09:00.0\"}] | no format number",
        "{\"functions\":[]} | no format number",
        "{\"format\":7,\"devices\":[]} | format 7"
      })
  void aHostWithAnotherJsonFormatIsRefusedWithBothVersions(String answer, String format) {
    host.answer(ASKED, answer);
    host.answer(
        "ssh -o BatchMode=yes -o ServerAliveInterval=15 root@there gangway --version",
        "gangway 0.0.9\n");
    assertRefused(
        "gangway on root@there is version 0.0.9",
        "gangway here is version 1.2.3",
        "install the same version",
        format);
  }

  @Test
  void aHostThatDoesNotAnswerAndAHostWithTheGuestAreRefused() {
    host.refusal(ASKED);
    assertRefused("cannot be queried", "ssh");
    there(function(CARD, "8086:10d3", "pciback"));
    host.answer(
        "ssh -o BatchMode=yes -o ServerAliveInterval=15 root@there xl list",
        "pv1  4  256  1  -b----  1.9\n");
    assertRefused("guest 'pv1' already runs on root@there");
  }

  @Test
  void aGuestsNameIsQuotedForTheOtherHostsShell() {
    assertThat(new Ssh("there").command("xl", "domid", "a'; reboot #").words().getLast())
        .isEqualTo("xl domid 'a'\\''; reboot #'");
  }

  @ParameterizedTest
  @CsvSource({
    "there,-- /a there:/a",
    "root@there:2222,-P 2222 -- /a root@there:/a",
    "root@fe80::1,-- /a root@[fe80::1]:/a"
  })
  void aFileIsCopiedToTheSamePathThere(String host, String words) {
    assertThat(new Ssh(host).copy(Path.of("/a")))
        .hasToString("scp -q -p -o BatchMode=yes -o ServerAliveInterval=15 " + words);
    assertThat(new Ssh(host).copy(Path.of("/a b; reboot")).words().getLast())
        .endsWith(":'/a b; reboot'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-oProxyCommand=reboot", "a b", "a;b", "$(reboot)"})
  void invalidHostNamesAreRefused(String name) {
    assertThatThrownBy(() -> new Ssh(name)).isInstanceOf(IllegalArgumentException.class);
  }

  private LiveMigration migrating(Map<PciAddress, PciAddress> instead) {
    return LiveMigration.of(machine, "pv1", THERE, instead);
  }

  private void there(String... functions) {
    host.answer(ASKED, "{\"format\":1,\"functions\":[" + String.join(",", functions) + "]}");
  }

  private static String function(String address, String id, String owner) {
    return """
    {"address": "%s", "id": "%s", "subsystem": "8086:a01f", "names": ["x"],
     "owner": {"kind": "%s", "guest": "g"}, "hidden": {"now": true}}\
    """
        .formatted(address, id, owner);
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> migrating(Map.of()))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED))
        .hasMessageContainingAll(words);
  }
}
