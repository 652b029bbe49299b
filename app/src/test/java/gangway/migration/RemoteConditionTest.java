package gangway.migration;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.host.ActingHost;
import gangway.host.DomainStart;
import gangway.host.GuideHost;
import gangway.machine.Ssh;
import gangway.plan.Condition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conditions about another host, which hold only if that host says so. */
class RemoteConditionTest {
  private static final Ssh THERE = new Ssh("there");
  private static final Path FILE = Path.of("/srv/pv1.image");

  private static final List<RemoteCondition> ALL =
      List.of(
          new RemoteCondition.GuestRunsOnHost(THERE, "pv1"),
          new RemoteCondition.GuestHasOnHost(THERE, "pv1", List.of(GuideHost.address(CARD))),
          new RemoteCondition.HostLacksGuest(THERE, "pv1"),
          new RemoteCondition.HostLacksStart(
              THERE, new DomainStart("pv1", DomainStart.newUuid(), 3, "77aa")),
          new RemoteCondition.HostHasCopy(THERE, FILE),
          new RemoteCondition.FileIsOnHost(THERE, FILE, Optional.empty()),
          new RemoteCondition.FileIsOnHost(THERE, FILE, Optional.of("")),
          new RemoteCondition.FileHasModeOnHost(THERE, FILE, 0600));

  private GuideHost here;
  private GuideHost there;
  private ActingHost machine;

  @BeforeEach
  void hosts() {
    here = new GuideHost();
    there = new GuideHost();
    machine = here.machine().reaching("there", there);
  }

  @Attack(Party.OTHER_HOST)
  @Test
  void aGuestRunsThereIfThatHostNamesItsDomain() {
    assertThat(isMet(new RemoteCondition.GuestRunsOnHost(THERE, "pv1"))).isTrue();
    there.store().without("/local/domain/3");
    assertThat(isMet(new RemoteCondition.GuestRunsOnHost(THERE, "pv1"))).isFalse();
  }

  @Test
  void aGuestThatIsPausedOrShutsDownThereDoesNotRunThere() {
    for (String state : List.of("--p---", "---s--", "----c-", "-----d")) {
      there.answer("xl list", "pv1  5  256  1  %s  0.0\n".formatted(state));
      assertThat(isMet(new RemoteCondition.GuestRunsOnHost(THERE, "pv1"))).as(state).isFalse();
    }
    there.answer("xl list", "pv1  5  256  1  -b----  0.0\npv12  6  256  1  --p---  0.0\n");
    assertThat(isMet(new RemoteCondition.GuestRunsOnHost(THERE, "pv1"))).isTrue();
  }

  @Test
  void aGuestThereHasTheFunctionsThatItSees() {
    Condition has =
        new RemoteCondition.GuestHasOnHost(THERE, "pv1", List.of(GuideHost.address(CARD)));
    assertThat(isMet(has)).isFalse();
    there.hidden(CARD).given(3, CARD);
    assertThat(isMet(has)).isTrue();
  }

  @Test
  void aGuestIsNotThereIfTheListOfThatHostLacksItsName() {
    assertThat(isMet(new RemoteCondition.HostLacksGuest(THERE, "pv1"))).isFalse();
    assertThat(isMet(new RemoteCondition.HostLacksGuest(THERE, "pv")))
        .as("a part of a name")
        .isTrue();
    there.store().without("/local/domain/3");
    assertThat(isMet(new RemoteCondition.HostLacksGuest(THERE, "pv1"))).isTrue();
    there.answer("xl list", "Name ID\npv1--incoming  5  256  1  --p---  0.0\n");
    assertThat(isMet(new RemoteCondition.HostLacksGuest(THERE, "pv1--incoming"))).isFalse();
  }

  @Attack({Party.GUEST, Party.OTHER_HOST})
  @Test
  void aNameWithABlankIsAnotherGuest() {
    there.answer("xl list", "pv1 x     5   256     1     -b----       1.9\n");
    assertThat(isMet(new RemoteCondition.HostLacksGuest(THERE, "pv1"))).isTrue();
    assertThat(isMet(new RemoteCondition.HostLacksGuest(THERE, "pv1 x"))).isFalse();
    there.answer("xl list", "pv1 x of another format\n");
    assertThat(isMet(new RemoteCondition.HostLacksGuest(THERE, "pv1"))).as("unknown").isFalse();
  }

  /** xl finds the domain by its name in XenStore, and lists only this domain. */
  @Attack({Party.GUEST, Party.OTHER_HOST})
  @Test
  void theListOfAllDomainsDoesNotShowThatAGuestRuns() {
    Condition runs = new RemoteCondition.GuestRunsOnHost(THERE, "pv9");
    there.answer("xl list", "a\npv9     7   256     1     r-----       1.9\n");
    assertThat(isMet(runs)).isFalse();
  }

  @Test
  void aFileThereHasAMode() {
    Condition mode = new RemoteCondition.FileHasModeOnHost(THERE, FILE, 0600);
    assertThat(isMet(mode)).as("no file").isFalse();
    there.put("srv/pv1.image", "");
    assertThat(isMet(mode)).isFalse();
    there.mode("srv/pv1.image", "rw-------");
    assertThat(isMet(mode)).isTrue();
  }

  @Test
  void aCopyIsThereIfBothFilesHaveOneSize() {
    Condition copied = new RemoteCondition.HostHasCopy(THERE, FILE);
    assertThat(isMet(copied)).as("on neither host").isFalse();
    here.put("srv/pv1.image", "image");
    assertThat(isMet(copied)).isFalse();
    there.put("srv/pv1.image", "imag");
    assertThat(isMet(copied)).isFalse();
    there.put("srv/pv1.image", "image");
    assertThat(isMet(copied)).isTrue();
    here.without("srv/pv1.image");
    assertThat(isMet(copied)).as("only there").isFalse();
  }

  @Test
  void aFileThereHasATextOrDoesNotExist() {
    Condition gone = new RemoteCondition.FileIsOnHost(THERE, FILE, Optional.empty());
    Condition written = new RemoteCondition.FileIsOnHost(THERE, FILE, Optional.of("text\n"));
    assertThat(isMet(gone)).isTrue();
    assertThat(isMet(written)).isFalse();
    there.put("srv/pv1.image", "text\n");
    assertThat(isMet(gone)).isFalse();
    assertThat(isMet(written)).isTrue();
    there.put("srv/pv1.image", "text");
    assertThat(isMet(written)).isFalse();
  }

  @Test
  void nothingHoldsOnAHostThatDoesNotAnswer() {
    ActingHost alone = here.machine().notReaching("there");
    assertThat(ALL).noneMatch(condition -> condition.isMet(alone));
  }

  /** A reboot of this host changes nothing on the other. */
  @Test
  void aRebootOfThisHostChangesNothingThere() {
    assertThat(ALL).allMatch(Condition::survivesReboot);
  }

  private boolean isMet(Condition condition) {
    return condition.isMet(machine);
  }
}
