package gangway.operation;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;

import gangway.host.GuideHost;
import gangway.pci.FunctionFinder;
import gangway.request.Request;
import gangway.request.RequestDraft;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A host, and an assignment that changes it.
 *
 * @param made makes the host out of a plain one
 * @param request the attach of {@code assign}, or the detach of {@code unassign}
 */
record AssignedHost(String name, Consumer<GuideHost> made, Request request) {
  static final String PV1 = "etc/xen/pv1.cfg";
  static final String WITHOUT = "name = \"pv1\"\nkernel = \"k\"\n";
  static final String WITH = WITHOUT + "pci = [ \"0000:09:00.0\", \"0000:0a:04.0\" ]\n";

  /** Each needs several requests. */
  static Stream<AssignedHost> all() {
    return Stream.of(
        new AssignedHost(
            "assign two NICs", host -> host.put(PV1, WITHOUT), attach(BOTH, "pv1", CARD, TWIN)),
        new AssignedHost(
            "assign --now, one is hidden",
            host -> host.hidden(TWIN),
            attach(NOW, "pv1", CARD, TWIN)),
        new AssignedHost(
            "assign --config",
            host -> host.put("etc/xen/pv5.cfg", "name = 'pv5'\nkernel = 'k'\n"),
            attach(LASTING, "pv5", CARD)),
        new AssignedHost("unassign two NICs", AssignedHost::given, detach(BOTH, "pv1", CARD, TWIN)),
        new AssignedHost("unassign --now", AssignedHost::given, detach(NOW, "pv1", CARD)));
  }

  /** The guest has both functions as {@code assign} gives them. */
  static void given(GuideHost host) {
    host.put(PV1, WITHOUT);
    operation(attach(BOTH, "pv1", CARD, TWIN)).perform(Scene.former(host.machine()));
  }

  static RequestOperation operation(Request request) {
    return new RequestOperation(_ -> RequestDraft.of(request).assignment());
  }

  /** An assignment that is refused unless it does what was shown. */
  static RequestOperation operation(Request request, PlanDigest shown) {
    return new RequestOperation(
        new RequestSource() {
          @Override
          public RequestDraft draft(FunctionFinder functions) {
            return RequestDraft.of(request).assignment();
          }

          @Override
          public Optional<PlanDigest> shown() {
            return Optional.of(shown);
          }
        });
  }

  /** The host before. */
  GuideHost host() {
    GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
    made.accept(host);
    return host;
  }

  RequestOperation operation() {
    return operation(request);
  }

  RequestOperation.Result perform(Submission by) {
    return operation().perform(by);
  }

  @Override
  public String toString() {
    return name;
  }
}
