package gangway.guard;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Authors;
import gangway.journal.Claim;
import gangway.journal.RunWriter;
import gangway.toolstack.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
  private static final String MADE_FOR_DEVICES = "{ \"passthrough\": \"enabled\" }";

  private GuideHost host;
  private ActingHost machine;
  private Path image;

  @BeforeEach
  void aGuestThatCouldHaveHadADevice(
      @TempDir(factory = MemoryFolder.class) Path folder, @TempDir Path images) throws IOException {
    host = new GuideHost(folder).put("proc/sys/kernel/random/boot_id", "2f0d\n");
    host.made(3, MADE_FOR_DEVICES, "{}");
    machine = host.machine();
    image = images.resolve("image");
    write(MADE_FOR_DEVICES);
  }

  @Test
  void aGuestWithADeviceIsNotSavedOrMigratedEvenIfItsModuleReportsNothing() {
    host.hidden(CARD).given(3, CARD);
    machine.withModuleSaying(3, "1 0");

    for (String words : List.of("save pv1 " + image, "save 3 " + image, "migrate pv1 other")) {
      Problem refusal = asked(words).orElseThrow();

      assertThat(refusal.kind()).isEqualTo(Problem.Kind.REFUSED);
      assertThat(refusal.evidence()).containsExactly("it has " + CARD + " and would lose it");
      assertThat(refusal.wayOut())
          .contains(words.startsWith("save") ? "gangway save" : "gangway migrate");
    }
    assertThat(machine.acts()).as("the module is not asked").isEmpty();
  }

  @Test
  void aGuestThatMayHaveHadADeviceIsNotSaved() {
    Problem refusal = asked("save pv1 " + image).orElseThrow();

    assertThat(refusal.blocker()).isEqualTo("guest 'pv1' must not be saved");
    assertThat(refusal.wayOut()).contains("gangway save --cold pv1 FILE", "docs/guest-module.md");
  }

  @Test
  void aGuestWhoseKernelReleasedEverythingIsSavedAndRestored() throws IOException {
    machine.withModuleSaying(3, "1 0");

    assertThat(asked("save pv1 " + image)).isEmpty();
    write(MADE_FOR_DEVICES);
    assertThat(asked("restore " + image)).isEmpty();
    assertThat(asked("migrate pv1 other")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 1", "3 2", "", "-1 0", "0 0 0", "zero", "99999999999 0", "0"})
  void aGuestWhoseModuleReportsLeftoversOrNonsenseIsNotSaved(String answer) {
    machine.withModuleSaying(3, answer);

    assertThat(asked("save pv1 " + image)).isPresent();
  }

  @Test
  void aGuestClaimedByAnOperationIsNotSaved() {
    machine.withModuleSaying(3, "0 0");
    RunWriter.begin(
        machine,
        Authors.ROOT,
        List.of("attach", "pv1", CARD),
        Set.of(new Claim.OfGuest("pv1"), new Claim.OfFunction(GuideHost.address(CARD))));

    assertThat(asked("save pv1 " + image).orElseThrow().evidence())
        .containsExactly(
            "it is claimed by an operation in progress or interrupted: 'gangway attach pv1 "
                + CARD
                + "'");
  }

  @Test
  void anImageOfUnknownHistoryIsNotRestored() throws IOException {
    assertThat(asked("restore " + image).orElseThrow().evidence())
        .containsExactly("saved by xl; the guest had hot-plug enabled, so it may have had devices");
    write("{ }");
    assertThat(asked("restore " + image)).as("the guest could not have had a device").isEmpty();
  }

  @Test
  void aClearanceEndsWhenTheImageIsAnother() throws IOException {
    machine.withModuleSaying(3, "1 0");
    assertThat(asked("save pv1 " + image)).isEmpty();

    Files.setLastModifiedTime(image, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    assertThat(asked("restore " + image)).as("written before the clearance").isPresent();

    write(MADE_FOR_DEVICES);
    assertThat(asked("restore " + image)).isEmpty();
    Refusals.forget(machine);
    assertThat(asked("restore " + image)).as("the guard was removed in between").isPresent();

    assertThat(asked("save pv1 " + image)).isEmpty();
    machine.withModuleSaying(3, "0 1");
    assertThat(asked("save pv1 " + image)).isPresent();
    assertThat(asked("restore " + image)).as("overwritten without a question").isPresent();
  }

  @Test
  void anImageWithADeviceIsNeverCleared() throws IOException {
    machine.withModuleSaying(3, "1 0");
    assertThat(asked("save pv1 " + image)).isEmpty();
    writeImage("{ \"c_info\": { }, \"pcidevs\": [ { } ] }");

    assertThat(asked("restore " + image)).isPresent();
  }

  @Test
  void unknownGuestsAndFilesAreLeftToTheTool() {
    assertThat(asked("save nobody " + image)).isEmpty();
    assertThat(asked("restore /nowhere/image")).isEmpty();
    assertThat(asked("restore pipe:[4711]")).isEmpty();
    assertThat(asked("list")).isEmpty();
  }

  @Test
  void aNumberIsADomainIdFirst() {
    host.guest(5, "3").made(5, "{}", "{}");

    assertThat(asked("save 5 " + image)).as("the guest named 3").isEmpty();
    assertThat(asked("save 3 " + image)).as("domain ID 3").isPresent();
  }

  private void write(String createInfo) throws IOException {
    writeImage("{ \"c_info\": " + createInfo + " }");
  }

  /** Writes it here too, because the code reads the time of the local file. */
  private void writeImage(String json) throws IOException {
    Files.write(image, Images.xl(json));
    host.put(image.toString().substring(1), Images.xl(json));
  }

  private Optional<Problem> asked(String words) {
    return new Refusals(machine).of(XlCall.parse(List.of(words.split(" "))));
  }
}
