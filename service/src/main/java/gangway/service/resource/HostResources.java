package gangway.service.resource;

import gangway.Answer;
import gangway.host.Xen;
import gangway.journal.Author;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.json.JsonFormat;
import gangway.json.JsonText;
import gangway.machine.Machine;
import gangway.service.http.Reply;
import gangway.service.http.Route;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The host as a whole. */
record HostResources(CurrentHost host) {
  private static final Path KERNEL = Path.of("/proc/sys/kernel");

  List<Route> routes() {
    return List.of(Route.get("/host", _ -> show()));
  }

  private Reply show() {
    CurrentHost.Seen seen = host.now();
    Machine machine = seen.machine();
    Optional<Xen> xen = Xen.of(machine);
    List<Operation> interrupted = new Journal(machine).interrupted();
    return Reply.json(
        JsonText.of(json -> {
          json.beginObject();
          json.member(JsonFormat.MEMBER, JsonFormat.NUMBER);
          line(machine, "hostname").ifPresent(name -> json.member("name", name));
          json.member("dom0", Xen.notDom0(machine).isEmpty());
          xen.ifPresent(found -> json.member("xen", found.version()));
          xen.filter(found -> found.iommu() != Answer.UNKNOWN)
              .ifPresent(found -> json.member("iommu", found.iommu() == Answer.YES));
          line(machine, "osrelease").ifPresent(release -> json.member("kernel", release));
          json.member("bootId", Author.boot(machine));
          json.member("observed", seen.time().toString());
          json.member("generation", seen.generation());
          json.beginArray("interrupted");
          interrupted.forEach(operation -> json.value(operation.id()));
          json.endArray();
          json.endObject();
        }));
  }

  private static Optional<String> line(Machine machine, String file) {
    return machine.read(KERNEL.resolve(file)).map(String::strip);
  }
}
