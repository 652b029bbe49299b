package gangway.service.resource;

import gangway.service.http.HttpProblem;
import gangway.service.http.Refusal;
import gangway.service.http.Resource;
import gangway.service.http.Route;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets only some requests read the host at the same time: each uses a processor and memory. */
final class Turns {
  private static final int AT_ONCE = 2;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  /** The route, whose requests wait for their turn. */
  Route inTurn(Route route) {
    return new Route(route.method(), route.path(), route.acts(), inTurn(route.resource()));
  }

  private Resource inTurn(Resource resource) {
    return call -> {
      if (!turns.tryAcquire(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new HttpProblem(
            Refusal.TOO_MANY, "too many requests read the host", "try again in a minute");
      }
      try {
        return resource.answer(call);
      } finally {
        turns.release();
      }
    };
  }
}
