package gangway.migration;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.MemoryFolder;
import gangway.Problem;
import gangway.handover.Step;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.machine.Ssh;
import gangway.pci.Address;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found out before a guest is moved, and what would be done. */
class MigratingTest {
  private static final OtherHost THERE = new OtherHost(new Ssh("root@there"));
  private static final String ASKED = "ssh -o BatchMode=yes root@there gangway devices --json";
  private static final String OTHER = "0000:04:00.0";

  private GuideHost host;
  private ActingHost machine;

  @BeforeEach
  void aGuestWithADeviceAndTheModule(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder).withShadow().hidden(CARD, TWIN).given(3, CARD);
    host.refusal("ssh -o BatchMode=yes root@there xl domid pv1");
    machine = host.machine().withModuleSaying(3, "1 0");
    there(function(CARD, "8086:10d3", "pciback"), function(OTHER, "8086:10d3", "pciback"));
  }

  @Test
  void itsDevicesAreTakenThenItIsMovedAndThereItGetsEqualOnes() {
    Migrating migrating = migrating(Map.of());

    assertThat(migrating.plan().steps().stream().map(Step::says))
        .containsSubsequence(
            "take %s from guest pv1".formatted(CARD),
            "have the kernel of guest pv1 release what it keeps of devices",
            "migrate guest pv1 to root@there");
    assertThat(migrating.afterwards().orElseThrow())
        .hasToString("ssh -o BatchMode=yes root@there gangway attach --now pv1 %s".formatted(CARD));
  }

  @Test
  void whereXenCannotMoveARunningGuestItsDevicesAreNotTakenFirst() {
    host.answer("xl info", "virt_caps              : pv pv_directio iommu_hap_pt_share\n");

    assertRefused(
        "cannot move a PV guest that runs",
        "no shadow among virt_caps",
        "gangway migrate --stopped pv1 root@there");
  }

  @Test
  void anOldXenDoesNotTellThatItCan() {
    host.answer("xl info", "virt_caps              : pv pv_directio\n")
        .put("sys/hypervisor/version/minor", "12\n");

    assertThat(migrating(Map.of()).plan().steps()).isNotEmpty();
  }

  @Test
  void anotherFunctionOfTheSameIdsCanBeNamed() {
    Migrating migrating = migrating(Map.of(GuideHost.address(CARD), GuideHost.address(OTHER)));

    assertThat(migrating.functions()).singleElement().hasToString(OTHER);
  }

  @Test
  void oneForWhatTheGuestHasNotIsRefusedWithWhatItHas() {
    Map<Address, Address> wrong = Map.of(GuideHost.address(TWIN), GuideHost.address(OTHER));

    assertThatThrownBy(() -> migrating(wrong))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE))
        .hasMessageContainingAll("no " + TWIN, OTHER, "it had: [" + CARD + "]");
  }

  @Test
  void whatIsMissingThereOrAnotherOneOrInUseIsRefusedWithTheChoice() {
    there(function(CARD, "8086:100e", "pciback"), function(OTHER, "8086:10d3", "pciback"));
    assertRefused(CARD + " on root@there is not what the guest had", "--map " + CARD + "=" + OTHER);
    there();
    assertRefused("is not what the guest had", "is not there");
    there(function(CARD, "8086:10d3", "dom0"));
    assertRefused("cannot be given to the guest", "it is with dom0", "gangway hide " + CARD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "{}", "[{}]", "[1]", "[{\"address\": \"09:00\"}]", "nonsense"})
  void aHostThatAnswersNonsenseIsRefused(String answer) {
    host.answer(ASKED, answer);
    assertRefused("cannot be asked what it has");
  }

  @Test
  void aHostThatDoesNotAnswerOrHasSuchAGuestIsRefused() {
    host.refusal(ASKED);
    assertRefused("cannot be asked what it has", "ssh");
    there(function(CARD, "8086:10d3", "pciback"));
    host.answer("ssh -o BatchMode=yes root@there xl domid pv1", "4\n");
    assertRefused("a guest 'pv1' runs on root@there already");
  }

  @Test
  void nothingOfAGuestsNameReachesTheOtherHostsShell() {
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
        .hasToString("scp -q -p -o BatchMode=yes " + words);
    assertThat(new Ssh(host).copy(Path.of("/a b; reboot")).words().getLast())
        .endsWith(":'/a b; reboot'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-oProxyCommand=reboot", "a b", "a;b", "$(reboot)"})
  void whatIsNoNameOfAHostIsNone(String name) {
    assertThatThrownBy(() -> new Ssh(name)).isInstanceOf(IllegalArgumentException.class);
  }

  private Migrating migrating(Map<Address, Address> instead) {
    return Migrating.of(machine, "pv1", THERE, instead);
  }

  private void there(String... functions) {
    host.answer(ASKED, "[" + String.join(",", functions) + "]");
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
