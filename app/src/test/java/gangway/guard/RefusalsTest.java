package gangway.guard;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Authors;
import gangway.journal.Claim;
import gangway.journal.OperationWriter;
import gangway.xen.guest.Images;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
  private static final Path IMAGE = Path.of("/srv/image");
  private static final String DESCRIPTOR = "proc/77/fd/9";
  private static final String MADE_FOR_DEVICES = "{ \"passthrough\": \"enabled\" }";

  private GuideHost host;
  private ActingHost machine;

  @BeforeEach
  void aGuestThatCouldHaveHadADevice() {
    host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
    host.made(3, MADE_FOR_DEVICES, "{}");
    machine = host.machine();
    write(MADE_FOR_DEVICES);
  }

  @Test
  void aGuestWithADeviceIsNotSavedOrMigratedEvenIfItsModuleReportsNothing() {
    host.hidden(CARD).given(3, CARD);
    machine.withModuleSaying(3, "1 0");

    for (String words : List.of("save pv1 " + IMAGE, "save 3 " + IMAGE, "migrate pv1 other")) {
      Problem refusal = asked(words).orElseThrow();

      assertThat(refusal.kind()).isEqualTo(Problem.Kind.REFUSED);
      assertThat(refusal.evidence()).containsExactly("it has " + CARD + " and would lose it");
      assertThat(refusal.remedy())
          .contains(words.startsWith("save") ? "gangway save" : "gangway migrate");
    }
    assertThat(machine.acts()).as("the module is not asked").isEmpty();
  }

  @Test
  void aGuestThatMayHaveHadADeviceIsNotSaved() {
    Problem refusal = asked("save pv1 " + IMAGE).orElseThrow();

    assertThat(refusal.blocker()).isEqualTo("guest 'pv1' must not be saved");
    assertThat(refusal.remedy()).contains("gangway save --cold pv1 FILE", "docs/guest-module.md");
  }

  @Test
  void aGuestWhoseKernelReleasedEverythingIsSavedAndRestored() {
    machine.withModuleSaying(3, "1 0");

    assertThat(asked("save pv1 " + IMAGE)).isEmpty();
    write(MADE_FOR_DEVICES);
    assertThat(asked("restore " + IMAGE)).isEmpty();
    assertThat(asked("migrate pv1 other")).isEmpty();
  }

  @Attack(Party.GUEST)
  @ParameterizedTest
  @ValueSource(strings = {"0 1", "3 2", "", "-1 0", "0 0 0", "zero", "99999999999 0", "0"})
  void aGuestWhoseModuleReportsLeftoversOrNonsenseIsNotSaved(String answer) {
    machine.withModuleSaying(3, answer);

    assertThat(asked("save pv1 " + IMAGE)).isPresent();
  }

  /** xl follows a link that another user puts at the path, and overwrites the link's target. */
  @Test
  void aGuestIsNotSavedToAFolderThatOtherUsersCanWriteTo() {
    machine.withModuleSaying(3, "1 0");
    host.mode("srv", "rwxrwxrwx");

    Problem refusal = asked("save pv1 " + IMAGE).orElseThrow();

    assertThat(refusal.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(refusal.blocker())
        .isEqualTo(
            "users other than root can change or replace '/srv/image', so Gangway does not write"
                + " there");
    assertThat(refusal.evidence()).containsExactly("/srv has mode rwxrwxrwx");
    assertThat(refusal.remedy()).contains("chown root", "chmod go-w");
    assertThat(asked("restore " + IMAGE)).as("it has no clearance").isPresent();
  }

  @Test
  void inAStickyFolderOnlyAnExistingFileOfRootsIsOverwritten() {
    machine.withModuleSaying(3, "1 0");
    host.mode("srv", "rwxrwxrwt");
    assertThat(asked("save pv1 " + IMAGE)).isEmpty();
    assertThat(asked("save pv1 /srv/missing")).isPresent();
  }

  @Test
  void aFileThatTheToolHasOpenedCannotBeReplaced() {
    machine.withModuleSaying(3, "1 0");
    host.mode("srv", "rwxrwxrwx").link(DESCRIPTOR, IMAGE.toString());
    assertThat(asked("save pv1 /" + DESCRIPTOR)).isEmpty();
  }

  @Test
  void aGuestClaimedByAnOperationIsNotSaved() {
    machine.withModuleSaying(3, "0 0");
    OperationWriter.begin(
        machine,
        Authors.ROOT,
        List.of("attach", "pv1", CARD),
        Set.of(new Claim.OfGuest("pv1"), new Claim.OfFunction(GuideHost.address(CARD))));

    assertThat(asked("save pv1 " + IMAGE).orElseThrow().evidence())
        .containsExactly(
            "it is claimed by an operation in progress or interrupted: 'gangway attach pv1 "
                + CARD
                + "'");
  }

  @Test
  void onlyASuspendedGuestIsResumedWithoutAQuestion() {
    assertThat(asked("save -c pv1 /dev/null")).as("it runs, and would suspend first").isPresent();
    host.suspended().add("3");
    assertThat(asked("save -c pv1 /dev/null")).isEmpty();
    assertThat(asked("save -c 3 /dev/null")).isEmpty();
    host.put("dev/null", "").link(DESCRIPTOR, "/dev/null");
    assertThat(asked("save 3 /" + DESCRIPTOR)).as("libxl's helper asks, too").isEmpty();
    assertThat(asked("save pv1 " + IMAGE)).as("its image would be restored").isPresent();
    host.withoutXl();
    assertThat(asked("save -c pv1 /dev/null")).as("Xen cannot be asked").isPresent();
  }

  @Attack(Party.FILE)
  @Test
  void anImageOfUnknownHistoryIsNotRestored() {
    assertThat(asked("restore " + IMAGE).orElseThrow().evidence())
        .containsExactly("saved by xl; the guest had hot-plug enabled, so it may have had devices");
    write("{ }");
    assertThat(asked("restore " + IMAGE)).as("the guest could not have had a device").isEmpty();
  }

  @Test
  void aClearanceEndsWhenTheImageIsAnother() {
    machine.withModuleSaying(3, "1 0");
    assertThat(asked("save pv1 " + IMAGE)).isEmpty();

    host.modified("srv/image", machine.clock().now().minus(Duration.ofHours(1)));
    assertThat(asked("restore " + IMAGE)).as("written before the clearance").isPresent();

    write(MADE_FOR_DEVICES);
    assertThat(asked("restore " + IMAGE)).isEmpty();
    Refusals.forget(machine);
    assertThat(asked("restore " + IMAGE)).as("the guard was removed in between").isPresent();

    assertThat(asked("save pv1 " + IMAGE)).isEmpty();
    machine.withModuleSaying(3, "0 1");
    assertThat(asked("save pv1 " + IMAGE)).isPresent();
    assertThat(asked("restore " + IMAGE)).as("overwritten without a question").isPresent();
  }

  @Test
  void anImageWithADeviceIsNeverCleared() {
    machine.withModuleSaying(3, "1 0");
    assertThat(asked("save pv1 " + IMAGE)).isEmpty();
    writeImage("{ \"c_info\": { }, \"pcidevs\": [ { } ] }");

    assertThat(asked("restore " + IMAGE)).isPresent();
  }

  @Test
  void unknownGuestsAndFilesAreLeftToTheTool() {
    assertThat(asked("save nobody " + IMAGE)).isEmpty();
    assertThat(asked("restore /nowhere/image")).isEmpty();
    assertThat(asked("restore pipe:[4711]")).isEmpty();
    assertThat(asked("list")).isEmpty();
  }

  @Attack(Party.LOCAL_USER)
  @Test
  void aFileThatAToolHasOpenIsJudgedByItsDescriptor() {
    host.link(DESCRIPTOR, IMAGE.toString());
    String asking = "restore /" + DESCRIPTOR;
    assertThat(asked(asking).orElseThrow().blocker()).contains(IMAGE.toString());

    machine.withModuleSaying(3, "1 0");
    assertThat(asked("save pv1 /" + DESCRIPTOR)).isEmpty();
    write(MADE_FOR_DEVICES);
    assertThat(asked(asking)).as("cleared under the name that the file has").isEmpty();
    assertThat(asked("restore " + IMAGE)).isEmpty();

    writeImage("{ \"c_info\": { }, \"pcidevs\": [ { } ] }");
    assertThat(asked(asking)).as("it had a device").isPresent();
    host.put("srv/image", "another format");
    assertThat(asked(asking)).as("not known").isPresent();
  }

  @Attack(Party.LOCAL_USER)
  @ParameterizedTest
  @ValueSource(strings = {"pipe:[4711]", "socket:[4711]"})
  void onlyAPipeOrASocketIsRestoredWithoutInspection(String stream) {
    host.link(DESCRIPTOR, stream);
    assertThat(asked("restore /" + DESCRIPTOR)).isEmpty();
    assertThat(asked("restore /proc/77/fd/10")).as("nothing is known").isPresent();
  }

  @Attack({Party.LOCAL_USER, Party.FILE})
  @Test
  void aFileThatIsNamedLikeAPipeIsInspected() {
    host.put("srv/pipe:[4711]", "").link(DESCRIPTOR, "/srv/pipe:[4711]");
    assertThat(asked("restore /" + DESCRIPTOR)).isPresent();
  }

  @Attack({Party.LOCAL_USER, Party.FILE})
  @ParameterizedTest
  @ValueSource(strings = {"/srv/image\n", "/srv/image\r", "/srv/b\uFFFDd"})
  void aFileWhoseNameCouldMeanAnotherFileIsNotCleared(String name) {
    machine.withModuleSaying(3, "1 0");
    assertThat(new Refusals(machine).of(new XlCall.Save("pv1", Path.of(name)))).isEmpty();
    write(MADE_FOR_DEVICES);
    assertThat(asked("restore " + IMAGE)).isPresent();
    host.put(name.substring(1), Images.xl("{ \"c_info\": " + MADE_FOR_DEVICES + " }"));
    assertThat(new Refusals(machine).of(new XlCall.Restore(Path.of(name)))).isPresent();
  }

  @Attack({Party.LOCAL_USER, Party.FILE})
  @Test
  void aNoteCountsIfItIsOfThisGuestAndOnlyRootCanChangeIt() {
    String note = "srv/image.gangway";
    writeImage("{ \"c_info\": { \"name\": \"pv1\", \"passthrough\": \"enabled\" } }");
    host.put(note, SavedGuestNote.now(machine.clock(), "pv2", List.of()).text());
    host.modified("srv/image", machine.clock().now().plus(Duration.ofMinutes(1)));
    assertThat(asked("restore " + IMAGE)).as("of another guest").isPresent();

    host.put(note, SavedGuestNote.now(machine.clock(), "pv1", List.of()).text());
    assertThat(asked("restore " + IMAGE)).isEmpty();

    host.mode(note, "rw-rw-r--");
    assertThat(asked("restore " + IMAGE).orElseThrow().evidence())
        .last()
        .asString()
        .contains("/srv/image.gangway is ignored: ");
    host.mode(note, "rw-r--r--").put(note, "x".repeat(1024 * 1024 + 1));
    assertThat(asked("restore " + IMAGE)).as("too large").isPresent();
  }

  @Test
  void aNumberIsADomainIdFirst() {
    host.guest(5, "3").made(5, "{}", "{}");

    assertThat(asked("save 5 " + IMAGE)).as("the guest named 3").isEmpty();
    assertThat(asked("save 3 " + IMAGE)).as("domain ID 3").isPresent();
  }

  private void write(String createInfo) {
    writeImage("{ \"c_info\": " + createInfo + " }");
  }

  private void writeImage(String json) {
    host.put("srv/image", Images.xl(json));
  }

  private Optional<Problem> asked(String words) {
    return new Refusals(machine).of(XlCall.parse(List.of(words.split(" "))));
  }
}
