package gangway.service.resource;

import gangway.service.http.Call;
import gangway.service.http.HttpProblem;
import gangway.service.http.Refusal;
import gangway.service.http.Reply;
import gangway.service.http.Resource;
import gangway.service.http.Route;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets one request at a time read the host: a reading uses a processor and memory, and a machine
 * has one connection to XenStore, which several threads must not use.
 */
final class Turns {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final int ROOT = 0;

  private final Semaphore turns = new Semaphore(1, true);

  /** All users but root wait here first, so that root never waits for more than one of them. */
  private final Semaphore turnsOfUsers = new Semaphore(1, true);

  /** The route, whose requests wait for their turn. */
  Route inTurn(Route route) {
    return new Route(route.method(), route.path(), route.forOperators(), inTurn(route.resource()));
  }

  /** The resource, whose requests wait for their turn. */
  Resource inTurn(Resource resource) {
    Resource oneAtATime = call -> answer(turns, resource, call);
    return call ->
        call.caller().uid() == ROOT
            ? oneAtATime.answer(call)
            : answer(turnsOfUsers, oneAtATime, call);
  }

  private static Reply answer(Semaphore turns, Resource resource, Call call)
      throws InterruptedException {
    if (!turns.tryAcquire(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new HttpProblem(
          Refusal.TOO_MANY, "too many requests read the host", "try again in a minute");
    }
    try {
      return resource.answer(call);
    } finally {
      turns.release();
    }
  }
}
