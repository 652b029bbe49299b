package gangway.trial;

import gangway.json.Kinds;
import java.util.List;

/**
 * How a trial ended that was not confirmed.
 *
 * @param by what gave the functions back
 * @param details what the administrator should know, one sentence each
 */
public record TrialEnd(By by, List<String> details) {
  public TrialEnd {
    details = List.copyOf(details);
  }

  /** What gave the functions back to dom0. */
  public enum By {
    INITRAMFS(
        "initramfs",
        "the initramfs gave the functions back to dom0, because it did not find the root file system"),
    DOM0("dom0", "dom0 took the functions back, because nobody confirmed the trial in time"),
    BOOT_LOADER(
        "boot-loader",
        "the host has booted without the trial: the trial did not come up, or somebody chose another"
            + " entry of the boot menu");

    /** The names in the record of a trial. */
    static final Kinds<By> KINDS =
        Kinds.of(By.class)
            .constant(INITRAMFS.word, INITRAMFS)
            .constant(DOM0.word, DOM0)
            .constant(BOOT_LOADER.word, BOOT_LOADER)
            .build();

    private final String word;
    private final String clause;

    By(String word, String clause) {
      this.word = word;
      this.clause = clause;
    }

    /** The name in a record and in JSON. */
    public String word() {
      return word;
    }

    @Override
    public String toString() {
      return clause;
    }
  }
}
