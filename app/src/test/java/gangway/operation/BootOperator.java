package gangway.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.check.Finding;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.host.HostFunction;
import gangway.request.Request;
import gangway.request.RequestDraft;
import java.util.List;
import java.util.SortedMap;

/** Performs requests on a host, and sees what becomes of its functions. */
record BootOperator(GuideHost host) {
  /** Performs a request, and returns what was done. */
  ActingHost perform(Request request) {
    return perform(host.machine(), request);
  }

  private static ActingHost perform(ActingHost machine, Request request) {
    new RequestOperation(_ -> RequestDraft.of(request))
        .perform(Submission.of(machine, List.of("test"), new UnseenProgress()));
    return machine;
  }

  /** What prevents a request. */
  Problem refused(Request request) {
    return refused(host.machine(), request);
  }

  /** The same, on a machine on which something fails. */
  static Problem refused(ActingHost machine, Request request) {
    return catchThrowableOfType(Problem.class, () -> perform(machine, request));
  }

  /** The findings of the check of a request. */
  List<Finding> findings(Request request) {
    return new RequestOperation(_ -> RequestDraft.of(request)).check(host.machine()).findings();
  }

  /** Performs a request that the initramfs of the host prevents, and sees that nothing changes. */
  void foreignInitramfs(Request request, String why) {
    assertThat(findings(request))
        .filteredOn(finding -> finding.code().equals("INITRAMFS-FOREIGN"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.evidence()).containsExactly(why));
    SortedMap<String, String> before = host.everything();
    perform(request);
    assertThat(host.changesSince(before)).isEmpty();
  }

  HostFunction function(String address) {
    return host.observed().inventory().at(GuideHost.address(address)).orElseThrow();
  }
}
