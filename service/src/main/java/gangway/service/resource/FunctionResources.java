package gangway.service.resource;

import gangway.check.Carried;
import gangway.host.HostFunction;
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

/** The PCI functions of the host. */
record FunctionResources(CurrentHost host) {

  List<Route> routes() {
    return List.of(
        Route.get("/functions", this::list), Route.get("/functions/{address}", this::show));
  }

  private Reply list(Call call) {
    boolean all = call.flag("all");
    Optional<Function<PciAddress, List<Carried>>> carries =
        call.flag("carries") ? Optional.of(host.uses()::on) : Optional.empty();
    CurrentHost.Seen seen = host.now();
    List<HostFunction> functions =
        seen.inventory().stream().filter(f -> all || !f.function().type().bridge()).toList();
    return Tags.tagged(
        call,
        ViewWriter.document(
            DevicesView.of(
                DevicesReport.of(seen.machine(), functions, seen.placements(), carries),
                audience(call))));
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
