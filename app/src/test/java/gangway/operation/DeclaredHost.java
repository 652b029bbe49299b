package gangway.operation;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;

import gangway.declaration.Declaration;
import gangway.host.GuideHost;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A host, and a file that declares something else.
 *
 * @param made makes the host out of a plain one
 */
record DeclaredHost(String name, Consumer<GuideHost> made, String file) {
  private static final String PV1 = "etc/xen/pv1.cfg";
  private static final String DEFINED = "name = \"pv1\"\nkernel = \"k\"\npci = [ \"%s\" ]\n";

  /** Each needs several requests. */
  static Stream<DeclaredHost> all() {
    return Stream.of(
        new DeclaredHost(
            "hide, detach and attach",
            host -> host.hidden(TWIN).given(3, TWIN).put(PV1, DEFINED.formatted(TWIN)),
            """
            format: 1
            hidden: [0000:09:00.0]
            guests:
              pv1: {devices: [0000:09:00.0]}
            """),
        new DeclaredHost(
            "move a device to another guest",
            host ->
                host.hidden(CARD).given(3, CARD).put(PV1, DEFINED.formatted(CARD)).guest(4, "pv4"),
            """
            format: 1
            guests:
              pv4: {devices: [0000:09:00.0]}
              pv1: {devices: []}
            """),
        new DeclaredHost(
            "change two definitions",
            host ->
                host.hidden(CARD, TWIN)
                    .put("etc/xen/pv2.cfg", DEFINED.formatted(CARD).replace("pv1", "pv2"))
                    .put("etc/xen/pv5.cfg", "name = 'pv5'\nkernel = 'k'\n"),
            """
            format: 1
            guests:
              pv5: {devices: [0000:09:00.0]}
              pv2: {devices: []}
            """));
  }

  /** The host before. */
  GuideHost host() {
    GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
    made.accept(host);
    return host;
  }

  /** The operation that makes the host as the file declares. */
  ApplyOperation operation() {
    return operation(Optional.empty());
  }

  /** The operation that may only do what was shown. */
  ApplyOperation operation(Optional<PlanDigest> shown) {
    return new ApplyOperation("the file", Declaration.parse(file), _ -> List.of(), shown);
  }

  ApplyOperation.Result perform(Submission by) {
    return operation().perform(by, _ -> {});
  }

  @Override
  public String toString() {
    return name;
  }
}
