package gangway.lab;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A lab with Gangway for the tests of a class; a class that begins later gets the same lab again.
 * There are as many labs as JUnit runs test classes at a time. Before each test, the lab is
 * restored to its initial state. If a test fails, the serial log of the host is kept in {@code
 * lab/target/serial-logs}.
 *
 * <p>If QEMU itself crashes in a test, the test is repeated once, and the repetition is reported:
 * before QEMU 8.1, a thread can use a memory map while another thread replaces it, each time a
 * function's memory is enabled or disabled (accel/tcg, {@code tcg_commit}). A host that crashes
 * inside QEMU causes no repetition, because QEMU itself then continues.
 */
final class SharedLab
    implements BeforeAllCallback,
        BeforeEachCallback,
        InvocationInterceptor,
        AfterTestExecutionCallback,
        AfterAllCallback,
        ParameterResolver {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(SharedLab.class);
  private static final String FRESH = "fresh";

  /** The labs of all test classes. They are stopped after all tests. */
  private static final class Running implements AutoCloseable {
    private final List<Lab> all = new ArrayList<>();
    private final Deque<Lab> free = new ArrayDeque<>();

    /** Returns a lab that no other test class uses; starts one if all are in use. */
    synchronized Lab take() {
      if (free.isEmpty()) {
        Lab lab = started(all.isEmpty() ? "" : Integer.toString(all.size() + 1));
        all.add(lab);
        return lab;
      }
      return free.pop();
    }

    synchronized void giveBack(Lab lab) {
      free.push(lab);
    }

    @Override
    public synchronized void close() {
      all.forEach(Lab::stop);
    }
  }

  @Override
  public void beforeAll(ExtensionContext tests) {
    tests.getStore(OURS).put(Lab.class, running(tests).take());
  }

  /** JUnit calls this also if no lab could be started. */
  @Override
  public void afterAll(ExtensionContext tests) {
    Lab lab = tests.getStore(OURS).get(Lab.class, Lab.class);
    if (lab != null) {
      running(tests).giveBack(lab);
    }
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    System.out.println("lab: " + test.getDisplayName());
    lab(test).restore(FRESH);
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext test)
      throws Throwable {
    invoke(invocation, context, test);
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext test)
      throws Throwable {
    invoke(invocation, context, test);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext test)
      throws Throwable {
    invoke(invocation, context, test);
  }

  private static void invoke(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext test)
      throws Throwable {
    Invoked invoked =
        test.getStore(OURS).computeIfAbsent(Invoked.class, _ -> new Invoked(), Invoked.class);
    invoked.methods().add(context);
    try {
      invocation.proceed();
    } catch (Throwable fault) {
      Lab lab = lab(test);
      if (!lab.qemu().crashed()) {
        throw fault;
      }
      System.out.println("lab: QEMU itself crashed; the test is repeated");
      lab.restore(FRESH);
      invoked.again();
    }
  }

  /** The methods of a test that were called so far: its set-up methods and the test itself. */
  private record Invoked(List<ReflectiveInvocationContext<Method>> methods) {
    Invoked() {
      this(new ArrayList<>());
    }

    void again() {
      for (ReflectiveInvocationContext<Method> method : methods) {
        ReflectionSupport.invokeMethod(
            method.getExecutable(),
            method.getTarget().orElseThrow(),
            method.getArguments().toArray());
      }
    }
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
    return Objects.requireNonNull(test.getStore(OURS).get(Lab.class, Lab.class));
  }

  private static Running running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OURS)
        .computeIfAbsent(Running.class, _ -> new Running(), Running.class);
  }

  private static Lab started(String which) {
    Lab lab = Checkout.start(which, Hardware.USUAL);
    try {
      lab.install(Checkout.DISTRIBUTION);
      lab.takeSnapshot(FRESH);
      return lab;
    } catch (RuntimeException e) {
      lab.stop();
      throw e;
    }
  }
}
