package gangway.journal;

import java.util.Optional;

/** Authors of the operations in tests. */
public final class Authors {
  /** Root on the console, in the first boot of the test host. */
  public static final Author ROOT =
      new Author("root", Optional.empty(), 4711, "81234", "2f0d", Optional.empty());

  private Authors() {}
}
