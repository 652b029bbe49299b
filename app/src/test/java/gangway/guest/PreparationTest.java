package gangway.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Problem;
import gangway.journal.Claim;
import gangway.machine.Ssh;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The plan that follows from a guest's report. */
class PreparationTest {
  private static final GuestSystem GUEST = new GuestSystem.Running(new Ssh("debian"));
  private static final String DEBIAN =
      """
      system modules-load
      module xen-pcifront
      present available
      at-boot no
      boot-file /etc/modules-load.d/gangway-xen-pcifront.conf
      boot-mine no
      iommu-soft set
      grub-mine no
      """;

  @Test
  void theModuleIsLoadedNowAndAtBootAndThatIsVerified() {
    Step step = step(of(DEBIAN).prepare());
    assertThat(step.says())
        .isEqualTo(
            "in the guest at debian: load xen-pcifront now; load xen-pcifront at every boot"
                + " (/etc/modules-load.d/gangway-xen-pcifront.conf)");
    assertThat(step.after())
        .isEqualTo(
            new Condition.CommandPrints(
                GUEST.look(GuestKind.AUTO), List.of("present loaded", "at-boot yes")));
    assertThat(step.undo())
        .containsExactly(new Action.Run(GUEST.remove(GuestKind.AUTO, List.of("boot"))));
    assertThat(step.before())
        .isEqualTo(new Condition.CommandPrints(GUEST.look(GuestKind.AUTO), List.of("at-boot no")));
  }

  @Test
  void aPreparedGuestNeedsNothing() {
    String ready = DEBIAN.replace("available", "loaded").replace("at-boot no", "at-boot yes");
    assertThat(of(ready).prepare()).isEmpty();
    assertThat(of(ready.replace("at-boot yes", "at-boot built-in")).prepare()).isEmpty();
  }

  /** An alias of ssh, an IP address and a disk can be the same system. */
  @Test
  void aSystemThatReportsItsIdIsClaimedByTheIdToo() {
    String id = "0123456789abcdef0123456789abcdef";
    Claim same = new Claim.OfGuestSystem("the guest's system with the machine ID " + id);
    for (String host : List.of("debian", "root@192.0.2.7:22")) {
      assertThat(claims(host, DEBIAN + "machine-id " + id + "\n"))
          .containsExactlyInAnyOrder(
              new Claim.OfGuestSystem("the guest at " + new Ssh(host).machine()), same);
    }
    assertThat(claims("debian", DEBIAN)).hasSize(1);
    assertThat(claims("debian", DEBIAN + "machine-id uninitialized\n")).hasSize(1);
  }

  private static Set<Claim> claims(String host, String report) {
    return new Preparation(
            new GuestSystem.Running(new Ssh(host)),
            GuestKind.AUTO,
            GuestReport.parse(report).orElseThrow())
        .prepare()
        .orElseThrow()
        .claims();
  }

  @Test
  void loadingTheModuleIsNotUndone() {
    Step step = step(of(DEBIAN.replace("at-boot no", "at-boot yes")).prepare());
    assertThat(step.undo()).isEmpty();
    assertThat(step.before()).isInstanceOf(Condition.NeverUndone.class);
  }

  @Test
  void iommuSoftIsSetInTheGuestsGrubIfThatBootedTheGuest() {
    Step step = step(of(DEBIAN.replace("soft set", "soft grub")).prepare());
    assertThat(step.says()).endsWith("boot with iommu=soft (/etc/default/grub)");
    assertThat(step.undo())
        .containsExactly(new Action.Run(GUEST.remove(GuestKind.AUTO, List.of("boot", "grub"))));
  }

  @Test
  void aNoteSaysWhereToSetIommuSoftOtherwise() {
    assertThat(of(DEBIAN.replace("soft set", "soft elsewhere")).notes())
        .singleElement()
        .asString()
        .contains("iommu=soft", "'extra' of its xl.cfg", "GRUB_CMDLINE_LINUX");
    assertThat(of(DEBIAN).notes()).isEmpty();
  }

  @Test
  void aGuestWithoutTheModuleIsRefusedWithTheEvidence() {
    assertThatThrownBy(
            () -> of(DEBIAN.replace("available", "missing\nlacking 6.1.0-kvm")).prepare())
        .isInstanceOf(Problem.class)
        .hasMessageContaining("its kernel has no module xen-pcifront")
        .hasMessageContaining("kernels searched: 6.1.0-kvm");
  }

  @Test
  void onlyGangwaysSettingsAreRemoved() {
    assertThat(of(DEBIAN.replace("at-boot no", "at-boot yes")).remove()).isEmpty();
    Step step = step(of(DEBIAN.replace("boot-mine no", "boot-mine yes")).remove());
    assertThat(step.acts())
        .containsExactly(new Action.Run(GUEST.remove(GuestKind.AUTO, List.of("boot"))));
    assertThat(step.after())
        .isEqualTo(
            new Condition.CommandPrints(GUEST.look(GuestKind.AUTO), List.of("boot-mine no")));
  }

  private static Preparation of(String report) {
    return new Preparation(GUEST, GuestKind.AUTO, GuestReport.parse(report).orElseThrow());
  }

  private static Step step(Optional<gangway.plan.MaintenancePlan> chore) {
    return chore.orElseThrow().plan().steps().getFirst();
  }
}
