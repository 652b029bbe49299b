package gangway.handover;

import gangway.host.Host;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Everything there is to say about a request before it is carried out, the worst first. */
public final class Checks {
  private Checks() {}

  public static List<Finding> of(Host host, Request request) {
    Stream<Finding> findings =
        switch (request) {
          case Request.Hide hide ->
              Stream.of(
                      HostChecks.forActing(host),
                      HostChecks.forPciback(host),
                      HideChecks.of(host, hide),
                      InUseChecks.of(host, hide))
                  .flatMap(List::stream);
          case Request.Unhide unhide ->
              Stream.of(HostChecks.forActing(host), UnhideChecks.of(host, unhide))
                  .flatMap(List::stream);
          case Request.Attach attach ->
              Stream.of(
                      HostChecks.forActing(host),
                      HostChecks.forPassthrough(host),
                      GuestChecks.of(host, attach.guest(), attach),
                      AttachChecks.of(host, attach))
                  .flatMap(List::stream);
          case Request.Detach detach ->
              Stream.of(
                      HostChecks.forActing(host),
                      GuestChecks.of(host, detach.guest(), detach),
                      DetachChecks.of(host, detach))
                  .flatMap(List::stream);
        };
    return findings.sorted(Comparator.comparing(Finding::severity)).toList();
  }
}
