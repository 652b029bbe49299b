package gangway.service.resource;

import gangway.host.HostFunction;
import gangway.host.OperationsInProgress;
import gangway.pci.PciAddress;
import gangway.pci.PciIds;
import gangway.service.http.Call;
import gangway.service.http.HttpProblem;
import gangway.service.http.Reply;
import gangway.service.http.Route;
import gangway.view.DetailsView;
import gangway.view.DevicesView;
import gangway.view.FunctionReport;
import gangway.view.ViewWriter;
import java.util.List;
import java.util.Optional;

/** The PCI functions of the host. */
record FunctionResources(CurrentHost host) {

  List<Route> routes() {
    return List.of(
        Route.get("/functions", this::list), Route.get("/functions/{address}", this::show));
  }

  private Reply list(Call call) {
    boolean all = call.flag("all");
    CurrentHost.Seen seen = host.now();
    List<HostFunction> functions =
        seen.inventory().stream().filter(f -> all || !f.function().type().bridge()).toList();
    String json =
        ViewWriter.document(
            DevicesView.of(
                functions,
                OperationsInProgress.read(seen.machine()),
                PciIds.of(seen.machine(), functions.stream().map(HostFunction::function))));
    return Tags.tagged(call, CommandLines.readable(call, json));
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
                CommandLines.readable(
                    call,
                    ViewWriter.document(
                        DetailsView.of(FunctionReport.of(host.machine(), one.toString()))))))
        .orElseThrow(() ->
            HttpProblem.notFound(
                "this machine has no PCI function " + address,
                "GET /api/v1/functions?all=true lists the functions"));
  }
}
