package gangway.operation;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.host.Owner;
import gangway.journal.Author;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.journal.Outcome;
import gangway.pci.PciAddress;
import gangway.request.Request;
import gangway.request.RequestDraft;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.guest.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An operation is killed, and its guest changes before the recovery. */
class ChangedGuestTest {
  private static final String PV1 = AssignedHost.PV1;
  private static final String FUNCTIONS = "XenStore /local/domain/0/backend/pci/3/";
  private static final int FORMER = 3;
  private static final int RESTARTED = 5;

  /** Every so many points of a kill; the points of the cases differ. */
  private static final int SAMPLE = 9;

  /** What happens to the guest. */
  enum Change {
    /** The toolstack starts the guest again with the functions that the guest had. */
    RESTARTED_AS_IT_WAS,
    /**
     * An administrator starts the guest again with the functions of its definition, if possible.
     */
    STARTED_FROM_ITS_DEFINITION,
    DESTROYED,
    /** The guest runs, and somebody has deleted its definition. */
    UNDEFINED,
    DESTROYED_AND_UNDEFINED;

    void on(GuideHost host) {
      switch (this) {
        case RESTARTED_AS_IT_WAS -> restarted(host, held(host));
        case STARTED_FROM_ITS_DEFINITION -> startedFromItsDefinition(host);
        case DESTROYED -> host.ended(FORMER);
        case UNDEFINED -> host.without(PV1);
        case DESTROYED_AND_UNDEFINED -> host.ended(FORMER).without(PV1);
      }
    }

    boolean undefines() {
      return this == UNDEFINED || this == DESTROYED_AND_UNDEFINED;
    }
  }

  /** An operation on a host, and what happens to its guest pv1 before the recovery. */
  record Case(String name, Consumer<GuideHost> made, RequestDraft draft, Change change) {
    GuideHost host() {
      GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
      host.put(PV1, AssignedHost.WITHOUT);
      made.accept(host);
      return host;
    }

    boolean killed(GuideHost host, int n) {
      try {
        new RequestOperation(_ -> draft).perform(Scene.former(host.machine().killedAt(n)));
        return false;
      } catch (ActingHost.Killed killed) {
        return true;
      }
    }

    /** Whether the recovery cannot end, and says why. */
    boolean leaves(Problem problem) {
      String lines = problem.lines().toString();
      return change.undefines() && lines.contains(PV1);
    }

    @Override
    public String toString() {
      return name + ", " + change;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(Change.values())
        .flatMap(change ->
            Stream.of(
                assignment("assign", host -> {}, attach(BOTH, "pv1", CARD, TWIN), change),
                assignment("assign --now", host -> {}, attach(NOW, "pv1", CARD), change),
                assignment("assign --config", host -> {}, attach(LASTING, "pv1", CARD), change),
                assignment(
                    "unassign", AssignedHost::given, detach(BOTH, "pv1", CARD, TWIN), change),
                assignment("unassign --now", AssignedHost::given, detach(NOW, "pv1", CARD), change),
                assignment(
                    "unassign --config", AssignedHost::given, detach(LASTING, "pv1", CARD), change),
                alone(
                    "attach",
                    host -> host.hidden(CARD, TWIN),
                    attach(BOTH, "pv1", CARD, TWIN),
                    change),
                alone("attach --now", host -> host.hidden(CARD), attach(NOW, "pv1", CARD), change),
                alone("detach", AssignedHost::given, detach(BOTH, "pv1", CARD, TWIN), change),
                alone("detach --now", AssignedHost::given, detach(NOW, "pv1", CARD), change)));
  }

  private static Case assignment(
      String name, Consumer<GuideHost> made, Request request, Change change) {
    return new Case(name, made, RequestDraft.of(request).assignment(), change);
  }

  private static Case alone(String name, Consumer<GuideHost> made, Request request, Change change) {
    return new Case(name, made, RequestDraft.of(request), change);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("cases")
  void theRecoveryEndsAfterKillsAtSomePoints(Case one) {
    mustRecover(one, 1 + Math.floorMod(one.toString().hashCode(), SAMPLE), SAMPLE);
  }

  @Tag("rare")
  @ParameterizedTest
  @MethodSource("cases")
  void theRecoveryEndsAfterAKillAtAnyPoint(Case one) {
    mustRecover(one, 1, 1);
  }

  private static void mustRecover(Case one, int first, int interval) {
    SortedMap<String, String> before = one.host().everything();
    List<String> wrong = new ArrayList<>();
    int n = first;
    GuideHost host = one.host();
    while (one.killed(host, n)) {
      one.change().on(host);
      List<List<Integer>> changed = holders(host);
      String when = "killed at " + n + ": ";
      try {
        List<Outcome> outcomes = recovered(host);
        if (outcomes.contains(Outcome.UNDONE)) {
          undone(one, host, before, changed).forEach(line -> wrong.add(when + line));
        }
      } catch (Problem problem) {
        if (!one.leaves(problem)) {
          wrong.add(when + problem.lines());
        }
        undone(one, host, before, changed).forEach(line -> wrong.add(when + line));
      }
      host = one.host();
      n += interval;
    }
    assertThat(n).isGreaterThan(first);
    assertThat(wrong).isEmpty();
  }

  /**
   * What is not as before, except the guest itself.
   *
   * @param changed who had the functions when the guest had changed
   */
  private static List<String> undone(
      Case one, GuideHost host, SortedMap<String, String> before, List<List<Integer>> changed) {
    boolean had = before.keySet().stream().anyMatch(name -> name.startsWith(FUNCTIONS));
    List<Integer> running =
        Stream.of(FORMER, RESTARTED)
            .filter(domid -> had && Domains.runs(host.store(), domid))
            .toList();
    // without --now, the running guest is left alone: it has what it was started with
    List<List<Integer>> right = one.draft().request().now() ? List.of(running, running) : changed;
    List<String> wrong = new ArrayList<>();
    if (!holders(host).equals(right)) {
      wrong.add("the functions are with %s, not with %s".formatted(holders(host), right));
    }
    host.changesSince(before).stream()
        .filter(line -> line.contains("/drivers/") || line.contains("modprobe.d"))
        .forEach(wrong::add);
    return wrong;
  }

  /** The domains that have the functions. */
  private static List<List<Integer>> holders(GuideHost host) {
    Domains domains = Domains.read(host.store());
    return Stream.of(CARD, TWIN)
        .map(function -> domains.holding(GuideHost.address(function)).map(Domain::domid).toList())
        .toList();
  }

  private static List<Outcome> recovered(GuideHost host) {
    ActingHost machine = host.machine();
    Recovery recovery = new Recovery(machine, Author.present(machine), new UnseenProgress());
    List<Outcome> outcomes = new ArrayList<>();
    for (Operation run : new Journal(machine).interrupted()) {
      outcomes.add(recovery.recover(run));
    }
    assertThat(new Journal(machine).open()).isEmpty();
    return outcomes;
  }

  private static List<String> held(GuideHost host) {
    return Stream.of(CARD, TWIN)
        .filter(function ->
            Domains.read(host.store())
                .holding(GuideHost.address(function))
                .anyMatch(domain -> domain.domid() == FORMER))
        .toList();
  }

  private static void restarted(GuideHost host, List<String> functions) {
    host.ended(FORMER).guest(RESTARTED, "pv1").given(RESTARTED, functions.toArray(String[]::new));
  }

  /** The toolstack does not start a guest with a function that is not in pciback. */
  private static void startedFromItsDefinition(GuideHost host) {
    host.ended(FORMER);
    List<String> functions =
        host.observed().guests().named("pv1").stream()
            .map(Guest::definition)
            .flatMap(definition -> definition.orElseThrow().content().functions().stream())
            .map(PciAddress::toString)
            .toList();
    if (functions.stream()
        .allMatch(
            function -> host.exists("sys/bus/pci/drivers/" + Owner.PCIBACK + "/" + function))) {
      host.guest(RESTARTED, "pv1").given(RESTARTED, functions.toArray(String[]::new));
    }
  }
}
