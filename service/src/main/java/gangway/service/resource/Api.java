package gangway.service.resource;

import gangway.service.http.Limits;
import gangway.service.http.Rate;
import gangway.service.http.Route;
import gangway.service.http.Routes;
import gangway.service.operation.Starts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All resources of the API. */
public final class Api {
  private Api() {}

  /**
   * The routes to all resources of a host.
   *
   * @param starts starts operations; empty if the service shows another machine
   */
  public static Routes routes(
      CurrentHost host, HostChanges changes, Optional<Starts> starts, Limits limits) {
    Turns turns = new Turns();
    Rate checks = new Rate(limits.checksPerMinute(), System::nanoTime);
    Stream<List<Route>> reading =
        Stream.of(
            new HostResources(host).routes(),
            new GuestResources(host).routes(),
            new ReadingResources(host).routes(),
            new HistoryResources(host).routes());
    Stream<List<Route>> others =
        Stream.of(
            new FunctionResources(host, turns).routes(),
            new CheckResources(host, checks, turns, new Turns()).routes(),
            new ServiceResources(starts.isPresent()).routes(),
            new OperationResources(host, starts).routes(),
            new EventResources(changes).routes());
    return new Routes(
        Stream.concat(
                reading.flatMap(List<Route>::stream).map(turns::inTurn),
                others.flatMap(List<Route>::stream))
            .toList());
  }
}
