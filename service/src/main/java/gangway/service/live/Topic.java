package gangway.service.live;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a viewer can look at: the topics of the events of docs/api.md. */
public enum Topic {
  /** Xen, the boot settings, and whether an operation is interrupted. */
  HOST,
  /** The PCI functions: owners, drivers, and what dom0 uses them for. */
  FUNCTIONS,
  /** The guests, running and defined. */
  GUESTS,
  /** The journal. */
  OPERATIONS,
  /** The issues that the doctor finds. */
  DOCTOR;

  /** All topics, for a change of which nothing more is known. */
  public static final Set<Topic> ALL = Collections.unmodifiableSet(EnumSet.allOf(Topic.class));

  /** The name of the event, such as {@code functions}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
