package gangway.check;

import static gangway.check.Requests.NOW;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.Connections;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.machine.capture.CaptureReader;
import gangway.machine.capture.CapturedMachine;
import gangway.pci.PciAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What functions carry, and that it agrees with what the checks of {@code hide} find. */
class CarriesTest {
  private static final Path CAPTURES = Path.of("src/test/resources/captures");

  private static Machine captured(String name) {
    return new CapturedMachine(CaptureReader.read(CAPTURES.resolve(name + ".gangway")));
  }

  private static List<String> chains(Machine machine, String function) {
    return Carries.of(new Observer(machine).host()).on(address(function)).stream()
        .map(carried -> carried.kind() + ": " + String.join(" > ", carried.chain()))
        .toList();
  }

  @Test
  void aDiskCarriesWhatIsOnTheMirrorAbove() {
    assertThat(chains(captured("hard-disks"), "0000:04:00.0"))
        .contains(
            "file-system: /dev/nvme0n1 > /dev/nvme0n1p1 > /dev/md0 (raid1) > /dev/mapper/vg-home"
                + " (LVM) > /dev/mapper/home (dm-crypt) > /home");
  }

  @Test
  void aNicCarriesGuestsAndSessionsOnTheBridgeAbove() {
    assertThat(chains(captured("hard-networks"), "0000:09:00.0"))
        .contains(
            "session: eth1 > bond0 > bond0.10 > xenbr1 > the SSH session from 10.0.9.77",
            "guest-network: eth1 > bond0 > bond0.10 > xenbr1 > vif3.0 > pv1");
  }

  @Test
  void aSessionOfAnotherUserIsCarriedWithItsUser() {
    NicHost nics = NicHost.unchanged();
    nics.wiring().ipv4("eth1", "10.0.9.1/24");
    new Connections(nics.host()).login("alice", "cockpit", "10.0.9.7");
    assertThat(chains(nics.host().machine(), CARD))
        .containsExactly(
            "session: eth1 > the Cockpit session of alice from 10.0.9.7",
            "address: eth1 > 10.0.9.1");
  }

  @Test
  void anUnusedNicCarriesNothing() {
    assertThat(chains(captured("lab-bond-and-bridge"), "0000:09:00.0")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hard-disks", "hard-networks", "lab-bond-and-bridge"})
  void theFunctionsOfACaptureAgreeWithTheChecks(String name) {
    agree(new Observer(captured(name)).host());
  }

  @Test
  void theFunctionsOfEveryHostOfTheChecksAgree() {
    CheckHosts.all().forEach(host -> agree(host.observed()));
  }

  private static void agree(HostSnapshot host) {
    Carries carries = Carries.of(host);
    host.inventory()
        .functions()
        .forEach(function -> {
          PciAddress address = function.address();
          List<Finding> blocking =
              Checks.of(host, hide(NOW, address.toString())).stream()
                  .filter(Finding::blocks)
                  .toList();
          blocking.stream()
              .filter(finding -> finding.code().matches("(DISK|NETWORK)-(?!FULL).*"))
              .map(finding -> finding.function().orElse(address))
              .forEach(lost -> assertThat(carries.on(lost)).as(blocking.toString()).isNotEmpty());
          if (carries.on(address).stream().anyMatch(CarriesTest::mounted)) {
            assertThat(blocking).as("%s", carries.on(address)).isNotEmpty();
          }
        });
  }

  private static boolean mounted(Carried carried) {
    return Set.of(Carried.Kind.SYSTEM, Carried.Kind.FILE_SYSTEM).contains(carried.kind());
  }

  @Test
  void theNamesInJsonAreDistinct() {
    assertThat(Stream.of(Carried.Kind.values()).map(Carried.Kind::toString))
        .doesNotHaveDuplicates();
  }
}
