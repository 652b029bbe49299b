package gangway.journal;

import java.util.Optional;

/** Who begins the runs of the tests. */
public final class Authors {
  /** Root, on the console, in the first boot of the tests' host. */
  public static final Author ROOT =
      new Author("root", Optional.empty(), 4711, "81234", "2f0d", Optional.empty());

  private Authors() {}
}
