package gangway.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Problem;
import gangway.guard.SavedGuestNote;
import gangway.host.GuideHost;
import gangway.migration.GuestRestore;
import gangway.xen.guest.Images;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A note that is of another guest, or that another user can have written. */
@Attack({Party.LOCAL_USER, Party.FILE})
class ForeignNoteTest {
  private static final Path IMAGE = Path.of("/srv/pv1.image");
  private static final Path NOTE = SavedGuestNote.file(IMAGE);

  private GuideHost host;

  @BeforeEach
  void aSavedGuest() {
    host = new GuideHost();
    host.store().without("/local/domain/3");
    put(IMAGE, Images.named("pv1"));
    host.put(
        NOTE.toString().substring(1), SavedGuestNote.now(host.clock(), "pv1", List.of()).text());
  }

  @Test
  void theNoteOfTheGuestInTheImageIsAccepted() {
    assertThat(GuestRestore.of(host.machine(), IMAGE, Map.of()).guest()).isEqualTo("pv1");
  }

  @Test
  void aNoteBesideTheImageOfAnotherGuestIsRefused() {
    for (byte[] other : List.of(Images.named("pv2"), Images.whole("{ }"))) {
      put(IMAGE, other);
      assertRefused("is not the image of guest 'pv1'");
    }
  }

  @Test
  void aNoteOrImageThatOtherUsersCanChangeIsRefused() {
    for (Path file : List.of(IMAGE, NOTE)) {
      host.mode(file.toString().substring(1), "rw-rw-rw-");
      assertRefused("users other than root can change");
      host.mode(file.toString().substring(1), "rw-------");
    }
  }

  private void put(Path file, byte[] content) {
    host.put(file.toString().substring(1), content);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> GuestRestore.of(host.machine(), IMAGE, Map.of()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(message);
  }
}
