package gangway.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One lab for all tests, with Gangway in it. Before each test it goes back to the state it had when
 * nobody had done anything yet. When a test fails, its serial log is kept beside the reports.
 */
final class SharedLab implements BeforeEachCallback, AfterTestExecutionCallback, ParameterResolver {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(SharedLab.class);
  private static final String FRESH = "fresh";

  /** Stops the lab when all tests have run. */
  private record Running(Lab lab) implements AutoCloseable {
    @Override
    public void close() {
      lab.stop();
    }
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    System.out.println("lab: " + test.getDisplayName());
    lab(test).backTo(FRESH);
  }

  @Override
  public void afterTestExecution(ExtensionContext test) throws IOException {
    if (test.getExecutionException().isPresent()) {
      Path logs = Files.createDirectories(Checkout.ROOT.resolve("lab/target/serial-logs"));
      Path log = logs.resolve(test.getRequiredTestMethod().getName() + ".log");
      Files.copy(lab(test).serialLog(), log, StandardCopyOption.REPLACE_EXISTING);
      System.out.println("lab: failed; the host's serial log is " + log);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    Class<?> type = parameter.getParameter().getType();
    return type == Dom0.class || type == Lab.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    Lab lab = lab(test);
    return parameter.getParameter().getType() == Lab.class ? lab : lab.dom0();
  }

  private static Lab lab(ExtensionContext test) {
    return test.getRoot()
        .getStore(OURS)
        .computeIfAbsent(Running.class, _ -> new Running(started()), Running.class)
        .lab();
  }

  private static Lab started() {
    Lab lab = Checkout.start("", Hardware.USUAL);
    try {
      lab.install(Checkout.DISTRIBUTION);
      lab.keep(FRESH);
      return lab;
    } catch (RuntimeException e) {
      lab.stop();
      throw e;
    }
  }
}
