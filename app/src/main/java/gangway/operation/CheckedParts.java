package gangway.operation;

import gangway.check.Acceptance;
import gangway.check.Finding;
import gangway.check.Judgement;
import gangway.check.Verdict;
import gangway.host.ExpectedHost;
import gangway.host.HostSnapshot;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.passthrough.PreparedRequest;
import gangway.pci.PciAddress;
import gangway.plan.Plan;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The requests of one operation, in their order; each is checked on the host as it is expected to
 * be when the requests before it are done.
 *
 * <p>See docs/decisions/0029-one-operation-of-several-requests.md.
 */
public record CheckedParts(List<Part> all, List<Acceptance> accepted) implements Judgement {
  /** What a check of a function about the next boot says that is not hidden at boot yet. */
  private static final String NOT_AT_BOOT = "DEVICE-BOOT-DIFFERS";

  public CheckedParts {
    all = List.copyOf(all);
    accepted = List.copyOf(accepted);
  }

  /**
   * A request of the operation.
   *
   * @param host the host on which it was checked
   */
  public record Part(HostSnapshot host, Verdict verdict) {
    /** The plan, if the request is not refused. */
    PreparedRequest prepared() {
      return PreparedRequest.of(host, verdict);
    }
  }

  /**
   * Checks the requests that carry out what was asked for.
   *
   * @param asked the request on whose host they depend; usually one of them
   * @param host as observed for that request
   */
  static CheckedParts of(
      Observer observer,
      Request asked,
      HostSnapshot host,
      List<Request> requests,
      List<Acceptance> accepted) {
    return of(
        request -> request.equals(asked) ? host : observer.forRequest(host.inventory(), request),
        requests,
        accepted,
        List.of());
  }

  /**
   * Checks requests.
   *
   * @param hidden functions that will be hidden at boot, besides those that the requests hide
   */
  static CheckedParts of(
      Observer observer,
      Inventory inventory,
      List<Request> requests,
      List<Acceptance> accepted,
      List<PciAddress> hidden) {
    return of(request -> observer.forRequest(inventory, request), requests, accepted, hidden);
  }

  private static CheckedParts of(
      Function<Request, HostSnapshot> observed,
      List<Request> requests,
      List<Acceptance> accepted,
      List<PciAddress> hidden) {
    List<Part> parts = new ArrayList<>();
    for (Request request : requests) {
      List<Request> earlier = requests.subList(0, parts.size());
      HostSnapshot host = ExpectedHost.after(earlier, observed.apply(request));
      parts.add(part(host, request, accepted, hidden, earlier));
    }
    return new CheckedParts(parts, accepted);
  }

  /** Boot settings are not part of an expected host: {@link ExpectedHost}. */
  private static Part part(
      HostSnapshot host,
      Request request,
      List<Acceptance> accepted,
      List<PciAddress> hidden,
      List<Request> earlier) {
    Set<PciAddress> atBoot = new HashSet<>(hidden);
    earlier.stream()
        .filter(before -> before instanceof Request.Hide && before.lasting())
        .forEach(before -> atBoot.addAll(before.functions()));
    Verdict verdict = Verdict.of(host, request, accepted);
    return new Part(
        host,
        atBoot.isEmpty()
            ? verdict
            : new Verdict(
                request,
                verdict.findings().stream()
                    .filter(finding ->
                        !(finding.code().equals(NOT_AT_BOOT)
                            && finding.function().filter(atBoot::contains).isPresent()))
                    .toList(),
                accepted));
  }

  /** The findings about all requests, each once. */
  @Override
  public List<Finding> findings() {
    return findings(all.stream().map(Part::verdict));
  }

  /** The findings about several requests, each once. */
  static List<Finding> findings(Stream<Verdict> verdicts) {
    return verdicts
        .flatMap(verdict -> verdict.findings().stream())
        .distinct()
        .sorted(Finding::worstFirst)
        .toList();
  }

  /** All requests with their plans, as far as they can be planned before the first one. */
  List<PreparedRequest> prepared() {
    return all.stream().map(Part::prepared).toList();
  }

  /** The steps of several requests. */
  static Plan plan(List<PreparedRequest> parts) {
    return parts.size() == 1
        ? parts.getFirst().plan()
        : new Plan(parts.stream().flatMap(part -> part.plan().steps().stream()).toList());
  }
}
