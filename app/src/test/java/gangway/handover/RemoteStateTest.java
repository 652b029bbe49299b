package gangway.handover;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.machine.Ssh;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conditions about another host, which hold only if that host says so. */
class RemoteStateTest {
  private static final Ssh THERE = new Ssh("there");
  private static final Path FILE = Path.of("/srv/pv1.image");

  private static final List<RemoteState> ALL =
      List.of(
          new RemoteState.RunsOn(THERE, "pv1"),
          new RemoteState.LacksGuest(THERE, "pv1"),
          new RemoteState.HasCopy(THERE, FILE),
          new RemoteState.FileIsOn(THERE, FILE, Optional.empty()),
          new RemoteState.FileIsOn(THERE, FILE, Optional.of("")));

  private GuideHost here;
  private GuideHost there;
  private ActingHost machine;

  @BeforeEach
  void hosts() {
    here = new GuideHost();
    there = new GuideHost();
    machine = here.machine().reaching("there", there);
  }

  @Test
  void aGuestRunsThereIfThatHostNamesItsDomain() {
    assertThat(holds(new RemoteState.RunsOn(THERE, "pv1"))).isTrue();
    there.store().without("/local/domain/3");
    assertThat(holds(new RemoteState.RunsOn(THERE, "pv1"))).isFalse();
  }

  @Test
  void aGuestIsNotThereIfTheListOfThatHostLacksItsName() {
    assertThat(holds(new RemoteState.LacksGuest(THERE, "pv1"))).isFalse();
    assertThat(holds(new RemoteState.LacksGuest(THERE, "pv"))).as("a part of a name").isTrue();
    there.store().without("/local/domain/3");
    assertThat(holds(new RemoteState.LacksGuest(THERE, "pv1"))).isTrue();
    there.answer("xl list", "Name ID\npv1--incoming  5  256  1  --p---  0.0\n");
    assertThat(holds(new RemoteState.LacksGuest(THERE, "pv1--incoming"))).isFalse();
  }

  @Test
  void aCopyIsThereIfBothFilesHaveOneSize() {
    State copied = new RemoteState.HasCopy(THERE, FILE);
    assertThat(holds(copied)).as("on neither host").isFalse();
    here.put("srv/pv1.image", "image");
    assertThat(holds(copied)).isFalse();
    there.put("srv/pv1.image", "imag");
    assertThat(holds(copied)).isFalse();
    there.put("srv/pv1.image", "image");
    assertThat(holds(copied)).isTrue();
    here.without("srv/pv1.image");
    assertThat(holds(copied)).as("only there").isFalse();
  }

  @Test
  void aFileThereHasATextOrDoesNotExist() {
    State gone = new RemoteState.FileIsOn(THERE, FILE, Optional.empty());
    State written = new RemoteState.FileIsOn(THERE, FILE, Optional.of("text\n"));
    assertThat(holds(gone)).isTrue();
    assertThat(holds(written)).isFalse();
    there.put("srv/pv1.image", "text\n");
    assertThat(holds(gone)).isFalse();
    assertThat(holds(written)).isTrue();
    there.put("srv/pv1.image", "text");
    assertThat(holds(written)).isFalse();
  }

  @Test
  void nothingHoldsOnAHostThatDoesNotAnswer() {
    ActingHost alone = here.machine().notReaching("there");
    assertThat(ALL).noneMatch(state -> state.holds(alone));
  }

  /** A reboot of this host changes nothing on the other. */
  @Test
  void aRebootOfThisHostChangesNothingThere() {
    assertThat(ALL).allMatch(State::survivesReboot);
  }

  private boolean holds(State state) {
    return state.holds(machine);
  }
}
