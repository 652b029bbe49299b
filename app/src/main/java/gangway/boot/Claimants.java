package gangway.boot;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** The drivers of dom0 that can take a function at boot. */
public sealed interface Claimants {

  /** It is not known which driver takes it. */
  record Unknown(String why) implements Claimants {}

  /** A driver that is built into the kernel. */
  record BuiltIn(String driver) implements Claimants {}

  /** Drivers that modprobe loads; empty if no driver is made for the function. */
  record Modules(Set<String> names) implements Claimants {
    public Modules {
      names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
    }
  }

  /** The modules that modprobe loads for the function, as far as they are known. */
  default Set<String> modules() {
    return this instanceof Modules(Set<String> names) ? names : Set.of();
  }
}
