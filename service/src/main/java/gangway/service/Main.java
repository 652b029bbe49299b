package gangway.service;

import gangway.Problem;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Starts the service: {@code gangway serve}. */
public final class Main {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    try {
      Service service = Service.of(ServeArguments.parse(List.of(arguments)), ended::countDown);
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(service::close));
      service.start();
      service.started().forEach(System.out::println);
      ended.await();
      System.err.println("gangway: the socket of the service has gone, so the service ends");
      System.exit(FAILED);
    } catch (Problem problem) {
      System.err.println("gangway: " + problem.blocker());
      problem.evidence().forEach(line -> System.err.println("  " + line));
      System.err.println("fix: " + problem.remedy());
      System.exit(problem.kind() == Problem.Kind.USAGE ? USAGE : FAILED);
    }
  }
}
