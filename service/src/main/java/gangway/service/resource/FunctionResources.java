package gangway.service.resource;

import gangway.host.HostFunction;
import gangway.host.OperationsInProgress;
import gangway.pci.PciAddress;
import gangway.service.http.Call;
import gangway.service.http.HttpProblem;
import gangway.service.http.Reply;
import gangway.service.http.Route;
import gangway.view.Audience;
import gangway.view.DetailsView;
import gangway.view.DevicesReport;
import gangway.view.DevicesView;
import gangway.view.FunctionReport;
import gangway.view.ViewWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The PCI functions of the host. Lists are made of the shared observation, so that they do not wait
 * for requests that read the host, such as the doctor.
 *
 * @param turns the turns of all requests that read the host
 * @param turnsOfLists the turns of lists, which need memory while they are made
 */
record FunctionResources(CurrentHost host, SharedLists lists, Turns turns, Turns turnsOfLists) {

  FunctionResources(CurrentHost host, Turns turns) {
    this(host, new SharedLists(), turns, new Turns());
  }

  List<Route> routes() {
    return List.of(
        Route.get("/functions", this::list),
        turns.inTurn(Route.get("/functions/{address}", this::show)));
  }

  private Reply list(Call call) throws InterruptedException {
    SharedLists.Extent extent =
        call.flag("all") ? SharedLists.Extent.ALL : SharedLists.Extent.WITHOUT_BRIDGES;
    Optional<ViewedUses> uses = call.flag("carries") ? Optional.of(host.uses()) : Optional.empty();
    CurrentHost.Seen seen = host.now();
    return turnsOfLists.inTurn(_ -> list(call, extent, seen, uses)).answer(call);
  }

  private Reply list(
      Call call, SharedLists.Extent extent, CurrentHost.Seen seen, Optional<ViewedUses> uses) {
    OperationsInProgress operations = OperationsInProgress.read(seen.machine());
    Function<Audience, String> json =
        audience ->
            ViewWriter.document(DevicesView.of(report(extent, seen, operations, uses), audience));
    // an operation shows its command, which not every caller may read
    return operations.isEmpty()
        ? lists
            .list(extent, SharedLists.Basis.of(seen, uses), () -> json.apply(Audience.EVERYONE))
            .answer(call)
        : Tagged.of(json.apply(audience(call))).answer(call);
  }

  private static DevicesReport report(
      SharedLists.Extent extent,
      CurrentHost.Seen seen,
      OperationsInProgress operations,
      Optional<ViewedUses> uses) {
    List<HostFunction> functions =
        seen.inventory().stream()
            .filter(f -> extent == SharedLists.Extent.ALL || !f.function().type().bridge())
            .toList();
    return DevicesReport.of(
        seen.machine(), functions, operations, seen.placements(), uses.map(all -> all::on));
  }

  private Reply show(Call call) {
    String address = call.variable("address");
    Optional<PciAddress> known =
        host.now().inventory().stream()
            .map(HostFunction::address)
            .filter(one -> one.toString().equals(address))
            .findFirst();
    return known
        .map(one ->
            Reply.json(
                ViewWriter.document(
                    DetailsView.of(
                        FunctionReport.of(host.machine(), one.toString()), audience(call)))))
        .orElseThrow(() ->
            HttpProblem.notFound(
                "this machine has no PCI function " + address,
                "GET /api/v1/functions?all=true lists the functions"));
  }

  /** Operators are root, or have its rights. */
  private static Audience audience(Call call) {
    return call.caller().isOperator() ? Audience.ROOT : Audience.EVERYONE;
  }
}
