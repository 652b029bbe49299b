package gangway.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one code means. A code can be that of a finding, of an issue of {@code doctor}, or of both.
 *
 * @param section the title of the codes that belong together: {@code Disks}
 * @param code {@code DISK-ROOT}
 * @param blocks of a finding: whether it blocks the request, {@code unless accepted}
 * @param doctor of an issue: its severity, and what {@code doctor --fix} does with it
 * @param meaning what is so; its first sentence is the summary
 * @param cause why it is so
 * @param fix what the administrator can do
 * @param risk what happens if the finding is accepted, or if nothing is done
 */
public record Explanation(
    String section,
    String code,
    Optional<String> blocks,
    Optional<String> doctor,
    String meaning,
    String cause,
    String fix,
    String risk) {
  private static final String MEANING = "meaning";
  private static final String ACCEPTED = "unless accepted";
  private static final String WITH_ADDRESS = ACCEPTED + " with the address";

  /**
   * One part of an explanation.
   *
   * @param name its name in the output of {@code gangway explain}: {@code cause}
   */
  public record Part(String name, String text) {}

  /** All parts that the explanation has, in the order in which they are shown. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    blocks.ifPresent(text -> parts.add(new Part("blocks", text)));
    doctor.ifPresent(text -> parts.add(new Part("doctor", text)));
    parts.add(new Part(MEANING, meaning));
    parts.add(new Part("cause", cause));
    parts.add(new Part("fix", fix));
    parts.add(new Part("risk", risk));
    acceptance().ifPresent(option -> parts.add(new Part("accept", option)));
    return parts;
  }

  /**
   * The explanation on a host that forbids to accept the finding.
   *
   * @param line the line of the host's configuration, as evidence
   */
  public Explanation acceptForbiddenBy(String line) {
    return new Explanation(
        section,
        code,
        Optional.of("yes; the configuration forbids to accept it: " + line),
        doctor,
        meaning,
        cause,
        fix,
        risk);
  }

  /** The parts below the meaning, for documents in which the meaning has no name. */
  public List<Part> partsBelowMeaning() {
    return parts().stream().filter(part -> !part.name().equals(MEANING)).toList();
  }

  /** The meaning in one sentence. */
  public String summary() {
    int end = meaning.indexOf(". ");
    return end < 0 ? meaning : meaning.substring(0, end + 1);
  }

  /** Whether {@code --accept} can accept the finding in a request. */
  public boolean acceptable() {
    return blocks.filter(when -> when.contains(ACCEPTED)).isPresent();
  }

  /** The option that accepts the finding, if it can be accepted. */
  public Optional<String> acceptance() {
    boolean address = blocks.filter(when -> when.contains(WITH_ADDRESS)).isPresent();
    return acceptable()
        ? Optional.of("--accept " + code + (address ? "=ADDRESS" : ""))
        : Optional.empty();
  }
}
