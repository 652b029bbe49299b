package gangway.guard;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.host.MovedDevices.swapped;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.CallFault;
import gangway.host.GuideHost;
import gangway.host.MovedDevices;
import gangway.journal.Authors;
import gangway.xen.definition.libvirt.DomainXml;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Images;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * guard ask, guard hook and watch: every call to the machine fails once, as in
 * EveryCallFailsOnceTest. What must be refused is never allowed, and a guest that had a device
 * never counts as one that had none.
 */
@Tag("long")
public class EveryCallOfTheGuardFailsOnceTest {
  private static final String MADE_FOR_DEVICES = "{ \"c_info\": { \"passthrough\": \"enabled\" } }";

  private static final Path IMAGE = Path.of("/srv/pv1.image");

  /** The commands whose calls fail here. */
  public static final List<String> COMMANDS = List.of("guard ask", "guard hook", "watch");

  /** A question of a tool whose answer is a refusal. */
  record Question(
      String name, Consumer<GuideHost> made, Function<ActingHost, Optional<Problem>> asked) {
    ActingHost host() {
      GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
      made.accept(host);
      return host.machine();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Question xl(String name, XlCall call, Consumer<GuideHost> made) {
    return new Question("guard ask: " + name, made, host -> new Refusals(host).of(call));
  }

  private static Question libvirt(String name, Consumer<GuideHost> made) {
    return new Question(
        "guard hook: " + name,
        made,
        host ->
            new LibvirtHook(host)
                .ofStart(
                    DomainXml.parse(host.read(Path.of("/" + MovedDevices.LIBVIRT)).orElseThrow())
                        .orElseThrow(),
                    List.of()));
  }

  static Stream<Question> questions() {
    return Stream.of(
        xl(
            "save a guest with a device",
            new XlCall.Save("pv1", IMAGE),
            host -> host.hidden(CARD).given(3, CARD)),
        xl(
            "migrate a guest with a device",
            new XlCall.Migrate("pv1"),
            host -> host.hidden(CARD).given(3, CARD)),
        xl(
            "restore a guest that had a device",
            new XlCall.Restore(IMAGE),
            host -> host.put(IMAGE.toString().substring(1), Images.xl(MADE_FOR_DEVICES))),
        xl(
            "create a guest with another device than the recorded one",
            new XlCall.Create(Path.of("/" + MovedDevices.XL), List.of()),
            MovedDevices::swapped),
        libvirt(
            "start a guest with a device of another guest",
            host -> MovedDevices.named(host).hidden(CARD).guest(4, "pv4").given(4, "0000:08:00.0")),
        libvirt("start a guest with another device than the recorded one", host -> swapped(host)));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void whatMustBeRefusedIsNeverAllowed(Question question) {
    ActingHost whole = question.host();
    assertThat(question.asked().apply(whole)).as("without a failure").isPresent();
    for (int n = 1; n <= whole.calls().size(); n++) {
      for (CallFault fault : CallFault.all()) {
        ActingHost host = question.host().failingCall(n, fault);
        assertThat(isRefused(question, host)).as("%s: %s", fault, whole.call(n)).isTrue();
      }
    }
  }

  /** The command that a tool calls ends with an exit code other than 0 if it fails. */
  private static boolean isRefused(Question question, ActingHost host) {
    try {
      return question.asked().apply(host).isPresent();
    } catch (RuntimeException | Error fault) {
      return true;
    }
  }

  /** pv7 starts while the watch runs, gets a device, and loses it again. */
  @Test
  void aGuestThatHadADeviceNeverCountsAsOneThatHadNone() {
    Watching whole = new Watching();
    ActingHost counting = whole.host.machine();
    whole.follow(counting);
    assertThat(whole.wrong).isEmpty();
    assertThat(whole.events).isEmpty();
    for (int n = 1; n <= counting.calls().size(); n++) {
      for (CallFault fault : CallFault.all()) {
        Watching watching = new Watching();
        watching.follow(watching.host.machine().failingCall(n, fault));
        assertThat(watching.wrong).as("%s: %s", fault, counting.call(n)).isEmpty();
      }
    }
  }

  /** A watch, and what happens on its host. */
  private static final class Watching {
    private final GuideHost host =
        new GuideHost()
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            // the watching process is alive: its start time is the author's
            .put("proc/4711/stat", "4711 (java) S " + "0 ".repeat(16) + "1 0 81234 0\n")
            .hidden(CARD, TWIN);

    private final Deque<Runnable> events = new ArrayDeque<>();
    private final List<String> wrong = new ArrayList<>();

    Watching() {
      events.add(() -> host.guest(7, "pv7"));
      events.add(() -> {});
      events.add(() -> host.given(7, CARD));
      events.add(() -> mustBeAtRisk("with the device"));
      events.add(() -> host.store().without("/local/domain/0/backend/pci/7"));
      events.add(() -> mustBeAtRisk("after the device"));
    }

    /** Follows until nothing happens any more, or until the watch fails: then its process ends. */
    void follow(ActingHost machine) {
      try {
        Watch.follow(machine, Authors.ROOT, new Unheard(), this::goesOn);
      } catch (RuntimeException | Error fault) {
        host.without("proc/4711");
        events.forEach(Runnable::run);
      }
    }

    private boolean goesOn() {
      Optional<Runnable> next = Optional.ofNullable(events.poll());
      next.ifPresent(Runnable::run);
      return next.isPresent();
    }

    private void mustBeAtRisk(String when) {
      Risks.read(host.machine()).stream()
          .filter(guest -> guest.domain().name().equals("pv7") && !guest.risk().present())
          .map(guest -> when + ": " + guest.risk())
          .forEach(wrong::add);
    }
  }

  private static final class Unheard implements Watch.Audience {
    @Override
    public void follows(int guests) {}

    @Override
    public void hasDevice(Domain guest) {}

    @Override
    public void notRecorded(Domain guest, Problem why) {}

    @Override
    public void suspends(GuestRisk guest) {}
  }
}
