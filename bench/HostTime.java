package gangway.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The time that a program spends in the calls of its machine. The machine of the unit tests does
 * much that a real one does not: it counts calls, makes them fail, and plays Xen's tools.
 *
 * <p>A call can run code of the program again, such as what is done under a lock; that time is the
 * program's. What a call returns is a part of the machine too, such as its XenStore.
 */
final class HostTime {
  private long inside;
  private long last = System.nanoTime();
  private boolean host;

  /** Nanoseconds in the calls of the machine so far. */
  long nanoseconds() {
    pass();
    return inside;
  }

  /** A part of the machine whose calls are timed. */
  <T> T timed(T part) {
    return part(part, true);
  }

  private void pass() {
    long now = System.nanoTime();
    inside += host ? now - last : 0;
    last = now;
  }

  private boolean enter(boolean machine) {
    pass();
    boolean before = host;
    host = machine;
    return before;
  }

  /**
   * An object whose calls belong to the machine, or to the program.
   *
   * @param machine whether its code is the machine's
   */
  @SuppressWarnings("unchecked") // the proxy has all interfaces of the object
  private <T> T part(T real, boolean machine) {
    InvocationHandler calls =
        (_, method, arguments) -> {
          boolean before = enter(machine);
          try {
            return wrapped(method.invoke(real, passed(arguments, machine)), machine);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          } finally {
            enter(before);
          }
        };
    return (T)
        Proxy.newProxyInstance(
            HostTime.class.getClassLoader(),
            interfaces(real.getClass()).toArray(Class<?>[]::new),
            calls);
  }

  /** What the machine gets from the program is the program's, and the other way round. */
  private Object[] passed(Object[] arguments, boolean machine) {
    Object[] passed = arguments == null ? new Object[0] : arguments.clone();
    for (int i = 0; i < passed.length; i++) {
      passed[i] = isCode(passed[i]) ? part(passed[i], !machine) : passed[i];
    }
    return passed;
  }

  private Object wrapped(Object result, boolean machine) {
    return switch (result) {
      case Optional<?> maybe when maybe.filter(HostTime::isCode).isPresent() ->
          maybe.map(value -> part(value, machine));
      case null -> null;
      default -> isCode(result) ? part(result, machine) : result;
    };
  }

  /** Whether an object does something for its caller, and is more than data. */
  private static boolean isCode(Object object) {
    if (object == null || Proxy.isProxyClass(object.getClass())) {
      return false;
    }
    Set<Class<?>> types = interfaces(object.getClass());
    return types.stream().allMatch(type -> Modifier.isPublic(type.getModifiers()))
        && (object.getClass().isSynthetic()
            || types.stream()
                .anyMatch(type -> type.getName().matches("gangway\\.(machine|xenstore)\\..*")));
  }

  private static Set<Class<?>> interfaces(Class<?> type) {
    Set<Class<?>> all = new LinkedHashSet<>();
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      all.addAll(List.of(at.getInterfaces()));
    }
    return all;
  }
}
