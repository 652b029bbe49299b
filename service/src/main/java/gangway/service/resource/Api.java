package gangway.service.resource;

import gangway.service.http.Route;
import gangway.service.http.Routes;
import java.util.List;
import java.util.stream.Stream;

/** All resources of the API. */
public final class Api {
  private Api() {}

  public static Routes routes(CurrentHost host, HostChanges changes) {
    return new Routes(
        Stream.of(
                new ServiceResources(false).routes(),
                new HostResources(host).routes(),
                new FunctionResources(host).routes(),
                new GuestResources(host).routes(),
                new ReadingResources(host).routes(),
                new HistoryResources(host).routes(),
                new EventResources(changes).routes())
            .flatMap(List<Route>::stream)
            .toList());
  }
}
